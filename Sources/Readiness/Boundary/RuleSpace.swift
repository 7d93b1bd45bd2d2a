/// Every combination of values that some facts can have, not known among them.
///
/// Facts are taken to be independent of each other, so that there may be combinations which no task has: what holds of all
/// of them holds of every task.
struct RuleSpace {
  private let facts: [BoundaryFact]
  private let values: [[FactValue?]]

  /// The most combinations that are tried.
  static let limit = 20_000

  /// - Returns: nil when there are more than `limit` combinations.
  init?(_ facts: [BoundaryFact]) {
    self.facts = facts.uniqued()
    values = self.facts.map(\.possibleValues)
    guard values.reduce(1, { min($0, RuleSpace.limit + 1) * $1.count }) <= RuleSpace.limit else { return nil }
  }

  private struct Case: RuleValues {
    var values: [BoundaryFact: FactValue]
    func value(of fact: BoundaryFact) -> FactValue? { values[fact] }
  }

  func allSatisfy(_ predicate: (any RuleValues) -> Bool) -> Bool {
    var indices = facts.map { _ in 0 }
    while true {
      let pairs = facts.indices.compactMap { fact in values[fact][indices[fact]].map { (facts[fact], $0) } }
      if !predicate(Case(values: Dictionary(uniqueKeysWithValues: pairs))) { return false }
      guard let next = facts.indices.first(where: { indices[$0] + 1 < values[$0].count }) else { return true }
      for index in 0..<next { indices[index] = 0 }
      indices[next] += 1
    }
  }
}

extension RuleCondition {
  /// Whether `other` holds whenever this condition does; false, too, where there are too many combinations to try.
  func implies(_ other: RuleCondition) -> Bool {
    RuleSpace(facts + other.facts)?.allSatisfy { $0.truth(of: self) != true || $0.truth(of: other) == true } ?? false
  }
}

extension BoundaryFact {
  fileprivate var possibleValues: [FactValue?] {
    let known = type.ranks.map { FactValue?.some(.rank($0)) }
    return isAlwaysKnown ? known : known + [nil]
  }
}

extension FactType {
  /// The ranks of its values; of a name one that stands for all.
  fileprivate var ranks: ClosedRange<Int> {
    switch self {
    case .exposure: 0...2
    case .automation, .quotientLevel, .steps: 0...4
    case .rating, .agencyLevel: 1...5
    case .boolean: 0...1
    case .dataClass: 0...DataClass.allCases.count - 1
    case .riskClass: 0...RiskClass.allCases.count - 1
    case .name: 0...0
    }
  }
}
