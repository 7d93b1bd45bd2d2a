/// What must hold for a rule to fire.
///
/// Three-valued: a comparison with a fact that is not known is neither true nor false, and `all`, `any` and `not` carry
/// that on (Kleene's strong logic), so that what is unknown never passes for safe.
indirect enum RuleCondition: Sendable, Equatable {
  /// True of no conditions.
  case all([RuleCondition])
  /// False of no conditions.
  case any([RuleCondition])
  case not(RuleCondition)
  /// Always decided: whether the fact is known at all.
  case known(BoundaryFact, Bool)
  case oneOf(BoundaryFact, ranks: [Int])
  case compare(BoundaryFact, Comparison, Operand)

  enum Comparison: String, Sendable, CaseIterable {
    case equals
    case atLeast = "at_least"
    case atMost = "at_most"
    case above
    case below

    /// False for `equals`, which suits types without an order as well.
    var needsOrder: Bool { self != .equals }

    func holds(_ left: Int, _ right: Int) -> Bool {
      switch self {
      case .equals: left == right
      case .atLeast: left >= right
      case .atMost: left <= right
      case .above: left > right
      case .below: left < right
      }
    }
  }

  enum Operand: Sendable, Equatable {
    case rank(Int)
    case fact(BoundaryFact)
  }

  /// Every fact that the condition mentions, in order, repeats included.
  var facts: [BoundaryFact] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.facts)
    case .not(let part): part.facts
    case .known(let fact, _), .oneOf(let fact, _), .compare(let fact, _, .rank): [fact]
    case .compare(let fact, _, .fact(let other)): [fact, other]
    }
  }
}

/// The facts of one case, with the level once it is settled.
struct RuleContext: RuleValues {
  let facts: BoundaryFacts
  let level: HumanAgencyLevel?

  func value(of fact: BoundaryFact) -> FactValue? { facts.value(of: fact, level: level) }
}

/// Facts that conditions can be tried on.
protocol RuleValues {
  /// Nil when it is not known.
  func value(of fact: BoundaryFact) -> FactValue?
}

extension RuleValues {
  func rank(of fact: BoundaryFact) -> Int? {
    guard case .rank(let rank)? = value(of: fact) else { return nil }
    return rank
  }

  /// - Returns: nil when a fact that it depends upon is not known.
  func truth(of condition: RuleCondition) -> Bool? {
    switch condition {
    case .all(let parts):
      let truths = parts.map(truth)
      return truths.contains(false) ? false : truths.contains(nil) ? nil : true
    case .any(let parts):
      let truths = parts.map(truth)
      return truths.contains(true) ? true : truths.contains(nil) ? nil : false
    case .not(let part): return truth(of: part).map { !$0 }
    case .known(let fact, let expected): return (value(of: fact) != nil) == expected
    case .oneOf(let fact, let ranks): return rank(of: fact).map(ranks.contains)
    case .compare(let fact, let comparison, .rank(let other)):
      return rank(of: fact).map { comparison.holds($0, other) }
    case .compare(let fact, let comparison, .fact(let other)):
      guard let left = rank(of: fact), let right = rank(of: other) else { return nil }
      return comparison.holds(left, right)
    }
  }

  /// The facts that leave `condition` undecided, each once; empty when it is decided.
  func unknowns(in condition: RuleCondition) -> [BoundaryFact] {
    guard truth(of: condition) == nil else { return [] }
    return condition.facts.filter { value(of: $0) == nil }.uniqued()
  }
}

extension Array where Element: Equatable {
  /// Each element once, where it first stands.
  func uniqued() -> [Element] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
