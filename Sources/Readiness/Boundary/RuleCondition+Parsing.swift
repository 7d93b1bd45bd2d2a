extension RuleCondition {
  /// - Throws: the first problem, naming the field.
  init(parsing field: RuleField) throws(RuleProblem) {
    if field["fact"].isPresent {
      self = try RuleCondition(comparing: field)
      return
    }
    let keys = try field.keys()
    guard keys.count == 1, let key = keys.first, ["all", "any", "not"].contains(key) else {
      throw field.problem(
        .unknownOperator,
        LocalizedText(
          en: "Write one of all, any or not, or a fact with one comparison.",
          zh: "请写 all、any、not 之一，或写一个 fact 加一个比较。"))
    }
    switch key {
    case "all": self = .all(try RuleCondition.parts(field[key]))
    case "any": self = .any(try RuleCondition.parts(field[key]))
    default: self = .not(try RuleCondition(parsing: field[key]))
    }
  }

  private static func parts(_ field: RuleField) throws(RuleProblem) -> [RuleCondition] {
    var parts: [RuleCondition] = []
    for part in try field.list() { parts.append(try RuleCondition(parsing: part)) }
    return parts
  }

  private init(comparing field: RuleField) throws(RuleProblem) {
    let fact = try BoundaryFact(parsing: field["fact"])
    let operators = try field.keys().filter { $0 != "fact" }
    guard operators.count == 1, let name = operators.first else {
      throw RuleCondition.noSuchOperator(field, operators.joined(separator: ", "))
    }
    let operand = field[name]
    switch name {
    case "known": self = .known(fact, try operand.boolean())
    case "one_of":
      var ranks: [Int] = []
      for literal in try operand.list() { ranks.append(try fact.rank(parsing: literal)) }
      self = .oneOf(fact, ranks: ranks)
    default:
      guard let comparison = Comparison(rawValue: name) else { throw RuleCondition.noSuchOperator(operand, name) }
      self = .compare(fact, comparison, try fact.operand(parsing: operand, for: comparison))
    }
  }

  private static func noSuchOperator(_ field: RuleField, _ name: String) -> RuleProblem {
    let known = (Comparison.allCases.map(\.rawValue) + ["one_of", "known"]).joined(separator: ", ")
    return field.problem(
      .unknownOperator,
      LocalizedText(
        en: "“\(name)” is not one comparison; write one of \(known).", zh: "“\(name)”不是一个比较；请写其中之一：\(known)。"))
  }

  /// The condition as a rule file writes it.
  var node: RuleNode {
    switch self {
    case .all(let parts): .map(["all": .list(parts.map(\.node))])
    case .any(let parts): .map(["any": .list(parts.map(\.node))])
    case .not(let part): .map(["not": part.node])
    case .known(let fact, let flag): .map(["fact": .text(fact.rawValue), "known": .boolean(flag)])
    case .oneOf(let fact, let ranks):
      .map(["fact": .text(fact.rawValue), "one_of": .list(ranks.map(fact.type.literal))])
    case .compare(let fact, let comparison, .rank(let rank)):
      .map(["fact": .text(fact.rawValue), comparison.rawValue: fact.type.literal(of: rank)])
    case .compare(let fact, let comparison, .fact(let other)):
      .map(["fact": .text(fact.rawValue), comparison.rawValue: .map(["fact": .text(other.rawValue)])])
    }
  }
}

extension BoundaryFact {
  init(parsing field: RuleField) throws(RuleProblem) {
    let name = try field.text()
    guard let fact = BoundaryFact(rawValue: name) else {
      let known = BoundaryFact.allCases.map(\.rawValue).joined(separator: ", ")
      throw field.problem(
        .unknownFact,
        LocalizedText(en: "“\(name)” is not a fact; use one of \(known).", zh: "没有名为“\(name)”的事实；可用：\(known)。"))
    }
    self = fact
  }

  fileprivate func rank(parsing field: RuleField) throws(RuleProblem) -> Int {
    guard let node = field.node, let rank = type.rank(of: node) else {
      throw field.problem(
        .typeMismatch,
        LocalizedText(
          en: "\(rawValue) is compared with \(type.expectation.en).", zh: "\(rawValue) 只能与 \(type.expectation.zh) 比较。"))
    }
    return rank
  }

  fileprivate func operand(
    parsing field: RuleField, for comparison: RuleCondition.Comparison
  ) throws(RuleProblem) -> RuleCondition.Operand {
    if comparison.needsOrder && !type.isOrdered {
      throw field.problem(
        .typeMismatch,
        LocalizedText(
          en: "\(rawValue) has no order; write equals or one_of.", zh: "\(rawValue) 没有顺序；请用 equals 或 one_of。"))
    }
    guard field["fact"].isPresent else { return .rank(try rank(parsing: field)) }
    try field.allowing(["fact"])
    let other = try BoundaryFact(parsing: field["fact"])
    guard other.type == type, type != .name else {
      throw field.problem(
        .typeMismatch,
        LocalizedText(
          en: "\(rawValue) and \(other.rawValue) are of different kinds.", zh: "\(rawValue) 与 \(other.rawValue) 类型不同。"))
    }
    return .fact(other)
  }
}
