extension BoundaryRuleSet {
  /// What no author can have meant, though each rule by itself can be read: checked before a rule set is published.
  ///
  /// - a condition that can never hold; effects of one rule that cancel each other;
  /// - a rule whose floor or review never counts, since whenever it fires another one asks for more;
  /// - a requirement that can never be met, since whatever meets it is blocked; and rules that block everything.
  ///
  /// Conditions are tried on every combination of the facts they name; more than `RuleSpace.limit` are not tried.
  public var contradictions: [RuleProblem] {
    let dead = rules.compactMap(\.neverFires)
    let living = rules.filter { rule in !dead.contains { $0.rule == rule.code } }
    return dead + rules.flatMap(\.clashes) + living.flatMap(overruled) + living.flatMap(unmeetable)
      + (blocksEverything.map { [$0] } ?? [])
  }

  private func overruled(_ rule: BoundaryRule) -> [RuleProblem] {
    rule.then.indices.compactMap { index in
      let rival = rules.first { other in
        other.code != rule.code && other.then.contains { $0.outdoes(rule.then[index]) }
          && rule.when.implies(other.when)
      }
      return rival.map { rule.overruled(index, by: $0) }
    }
  }

  private var blocks: [RuleCondition] { rules.filter { $0.then.contains(.block) }.map(\.when) }

  private func unmeetable(_ rule: BoundaryRule) -> [RuleProblem] {
    rule.then.enumerated().compactMap { index, effect in
      guard case .require(let requirement) = effect, let fact = requirement.fact else { return nil }
      let (met, unmet) = (
        RuleCondition.compare(fact, .equals, .rank(1)), RuleCondition.compare(fact, .equals, .rank(0))
      )
      let blocked = RuleCondition.any(blocks)
      guard RuleCondition.all([rule.when, met]).implies(blocked),
        !RuleCondition.all([rule.when, unmet]).implies(blocked)
      else { return nil }
      return rule.unmeetable(index)
    }
  }

  private var blocksEverything: RuleProblem? {
    let accountable = RuleCondition.compare(.hasAccountableHuman, .equals, .rank(1))
    guard accountable.implies(.any(blocks)) else { return nil }
    return RuleProblem(
      code: .blocksEverything, rule: "", field: "rules",
      detail: LocalizedText(
        en: "Together the rules with the effect block forbid every decision. Narrow the condition of one of them.",
        zh: "所有带 block 效果的规则合在一起会禁止任何决定。请缩小其中一条的条件。"))
  }
}

extension BoundaryEffect {
  /// Whether this effect makes `other` pointless wherever both hold.
  fileprivate func outdoes(_ other: BoundaryEffect) -> Bool {
    switch (self, other) {
    case (.floor(let own), .floor(let theirs)): own > theirs
    case (.review(let own), .review(let theirs)): own < theirs
    default: false
    }
  }

  /// Whether two effects of one rule cannot both be meant.
  fileprivate func clashes(with other: BoundaryEffect) -> Bool {
    switch (self, other) {
    case (.floor, .floor), (.review, .review), (.block, .require), (.require, .block), (.block, .review),
      (.review, .block):
      true
    case (.floor(.h5), .raise), (.raise, .floor(.h5)): true
    default: self == other
    }
  }
}

extension BoundaryRequirement {
  /// The fact that meets it once it is so.
  fileprivate var fact: BoundaryFact? {
    switch self {
    case .namedOverseer, .qualifiedOverseer: .hasOverseer
    case .consultation: .consulted
    case .inTheLoop, .worksCouncil, .legal, .dataProtection: nil
    }
  }
}

extension BoundaryRule {
  fileprivate var clashes: [RuleProblem] {
    then.indices.compactMap { index in
      guard let rival = then[..<index].first(where: { $0.clashes(with: then[index]) }) else { return nil }
      return RuleProblem(
        code: .clashingEffects, rule: code, field: "then[\(index)]",
        detail: LocalizedText(
          en: "“\(then[index])” and “\(rival)” do not go together in one rule; remove one of them.",
          zh: "同一规则中“\(then[index])”与“\(rival)”不能并存；请删除其一。"))
    }
  }

  fileprivate var neverFires: RuleProblem? {
    guard when.implies(.any([])) else { return nil }
    return RuleProblem(
      code: .neverFires, rule: code, field: "when",
      detail: LocalizedText(
        en: "This condition can never hold, whatever the facts are. Correct it, or remove the rule.",
        zh: "无论事实如何，该条件都不可能成立。请更正条件，或删除该规则。"))
  }

  fileprivate func overruled(_ index: Int, by rival: BoundaryRule) -> RuleProblem {
    RuleProblem(
      code: .overruled, rule: code, field: "then[\(index)]",
      detail: LocalizedText(
        en:
          "“\(then[index])” never counts: whenever this rule fires, rule \(rival.code) asks for more. Narrow one of the two.",
        zh: "“\(then[index])”永远不起作用：该规则触发时，规则 \(rival.code) 的要求总是更严。请缩小其中一条的范围。"))
  }

  fileprivate func unmeetable(_ index: Int) -> RuleProblem {
    RuleProblem(
      code: .unmeetable, rule: code, field: "then[\(index)]",
      detail: LocalizedText(
        en: "“\(then[index])” can never be met: once it is, a rule with the effect block fires. Change one of the two.",
        zh: "“\(then[index])”永远无法满足：一旦满足，带 block 效果的规则就会触发。请修改其中一条。"))
  }
}
