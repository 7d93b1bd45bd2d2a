extension BoundaryRuleSet {
  /// What the rules propose: a suggestion, then the most human of all floors, then one step more for each raise.
  ///
  /// A rule that cannot be decided, because a fact is missing, does not fire; if it has a part in the level, the
  /// suggestion is at least that of `suggestion.unknown`, under its flag. The order of the rules changes only the
  /// order of the firings.
  public func propose(_ facts: BoundaryFacts) -> BoundaryProposal {
    let open = RuleContext(facts: facts, level: nil)
    let levelRules = rules.filter(\.setsLevel)
    let missing = missing(in: open, levelRules)
    let suggested = suggest(open, missing: missing)
    let fired = levelRules.filter { open.truth(of: $0.when) == true }
    let floors = firings(of: fired, in: open) { if case .floor(let level) = $0 { level } else { nil } }
    let floor = floors.compactMap(\.level).max()
    let raised = raises(fired, in: open, from: max(suggested.level, floor ?? suggested.level))
    let level = raised.last?.level ?? max(suggested.level, floor ?? suggested.level)
    let settled = RuleContext(facts: facts, level: level)
    let rest = consequences(in: settled)
    return proposal(
      level: level, suggestion: suggested.level, floor: floor,
      firings: suggested.firings + floors + raised + rest, missing: missing)
  }

  /// Months to the review of a boundary decided at `level`, which may differ from the one proposed.
  public func reviewMonths(at level: HumanAgencyLevel, facts: BoundaryFacts) -> Int {
    months(consequences(in: RuleContext(facts: facts, level: level)))
  }

  /// Why deciding below the proposal, or below the level in force, needs a second approver.
  public var relaxingRule: (code: String, reason: LocalizedText) { (relaxing.code, relaxing.reason.text) }

  private func proposal(
    level: HumanAgencyLevel, suggestion: HumanAgencyLevel, floor: HumanAgencyLevel?, firings: [RuleFiring],
    missing: [BoundaryFact]
  ) -> BoundaryProposal {
    let effects = firings.map(\.effect)
    return BoundaryProposal(
      level: level, suggestion: suggestion, floor: floor, firings: firings,
      requirements: effects.compactMap { if case .require(let item) = $0 { item } else { nil } }.uniqued(),
      flags: effects.compactMap { if case .flag(let flag) = $0 { flag } else { nil } }.uniqued(),
      reviewMonths: months(firings), missing: missing)
  }

  private func missing(in context: RuleContext, _ levelRules: [BoundaryRule]) -> [BoundaryFact] {
    let labels = [BoundaryFact.exposure, .automation].filter { context.value(of: $0) == nil }
    return (labels + levelRules.flatMap { context.unknowns(in: $0.when) }).uniqued()
  }

  private func suggest(
    _ context: RuleContext, missing: [BoundaryFact]
  ) -> (level: HumanAgencyLevel, firings: [RuleFiring]) {
    let answer = suggestion.answer(for: context.facts)
    let fallback = missing.isEmpty ? nil : suggestion.unknown
    let answers = [answer, fallback].compactMap { $0 }
    let level = answers.map(\.level).max() ?? suggestion.unknown.level
    let firings = answers.flatMap { answer in
      let reason = answer.reason.filled(context, missing: missing)
      let suggests = RuleFiring(
        rule: suggestion.code, effect: .suggest(answer.level), level: answer.level, reason: reason)
      let flags = answer.flag.map {
        RuleFiring(rule: suggestion.code, effect: .flag($0), level: nil, reason: reason)
      }
      return [suggests] + (flags.map { [$0] } ?? [])
    }
    return (level, firings)
  }

  private func raises(
    _ fired: [BoundaryRule], in context: RuleContext, from start: HumanAgencyLevel
  ) -> [RuleFiring] {
    var level = start
    return firings(of: fired, in: context) { effect in
      guard effect == .raise else { return nil }
      level = level.moreHuman
      return level
    }
  }

  /// One firing for each effect that `level` answers for, with that level.
  private func firings(
    of fired: [BoundaryRule], in context: RuleContext, _ level: (BoundaryEffect) -> HumanAgencyLevel?
  ) -> [RuleFiring] {
    fired.flatMap { rule in
      rule.then.compactMap { effect in
        level(effect).map {
          RuleFiring(rule: rule.code, effect: effect, level: $0, reason: rule.reason.filled(context))
        }
      }
    }
  }

  /// Every effect that does not set the level; the default review, when no rule asks for an earlier one.
  private func consequences(in context: RuleContext) -> [RuleFiring] {
    var firings = rules.filter { context.truth(of: $0.when) == true }.flatMap { rule in
      rule.then.filter { !$0.setsLevel }.map {
        RuleFiring(rule: rule.code, effect: $0, level: nil, reason: rule.reason.filled(context))
      }
    }
    if months(firings) >= review.months {
      firings.append(
        RuleFiring(
          rule: review.code, effect: .review(months: review.months), level: nil,
          reason: review.reason.filled(context)))
    }
    return firings
  }

  /// The earliest review asked for; the default when none is.
  private func months(_ firings: [RuleFiring]) -> Int {
    firings.compactMap { if case .review(let months) = $0.effect { months } else { nil } }.min() ?? review.months
  }
}
