import Psychometrics
import Readiness

/// People's abilities on a choice of items, from one attempt each.
struct ScoredPeople {
  let rows: [Int]
  private let data: CalibrationData
  private let columns: [Int]
  private let models: [any ItemModel]

  /// - Parameters:
  ///   - columns: of the items that count.
  ///   - models: one a column of the data.
  init(_ data: CalibrationData, rows: [Int], columns: [Int], models: [any ItemModel]) throws {
    self.data = data
    self.rows = rows
    self.columns = columns
    self.models = models
  }

  func estimates(leavingOut left: Set<Int> = []) throws -> [AbilityEstimate] {
    let kept = columns.filter { !left.contains($0) }
    return try ExpectedAPosteriori(items: kept.map { models[$0] }).estimates(of: data.scores(rows: rows, columns: kept))
  }

  func posteriors() throws -> [Posterior] {
    let estimator = try ExpectedAPosteriori(items: columns.map { models[$0] })
    let width = data.matrix.itemCount
    return try rows.map { row in
      try estimator.posterior(of: columns.map { data.matrix.values[row * width + $0] })
    }
  }
}

/// Whether each item works alike for equally able people who take it in different languages.
///
/// People are matched by ability in steps of a quarter of a standard deviation, as forms and adaptive tests give different
/// people different items. The items that stand out are left out of the matching of the others, and all examined again,
/// until the same stand out twice in a row (Holland & Thayer, 1988).
struct LanguageComparison {
  let languages: [CalibrationReport.LanguageGroup]
  /// One a column; nil where a group is too small, or the item is scored in steps.
  private(set) var items: [CalibrationReport.Functioning?]

  private let data: CalibrationData
  private let people: ScoredPeople
  /// One a person with a language.
  private let isFocal: [Bool]
  /// Of these, where they are in `people`.
  private let positions: [Int]

  static let leastGroup = 50
  private static let rounds = 5

  /// Nil where fewer than two languages have a group that is large enough.
  init?(_ data: CalibrationData, _ people: ScoredPeople) throws {
    let known = people.rows.indices.filter { data.attempts[people.rows[$0]].language != nil }
    let counts = Dictionary(grouping: known) { data.attempts[people.rows[$0]].language }.mapValues(\.count)
    let groups = Language.allCases.compactMap { language in
      counts[language].map { CalibrationReport.LanguageGroup(language: language, people: $0) }
    }.sorted { $0.people > $1.people }
    guard groups.count == 2, groups.allSatisfy({ $0.people >= Self.leastGroup }) else { return nil }
    languages = groups
    self.data = data
    self.people = people
    positions = known
    isFocal = known.map { data.attempts[people.rows[$0]].language == groups[1].language }
    items = data.items.map { _ in nil }
    try examine()
  }

  private mutating func examine() throws {
    var flagged: Set<Int> = []
    for _ in 0..<Self.rounds {
      let pure = try matching(leavingOut: flagged)
      for column in items.indices {
        let own = flagged.contains(column) ? try matching(leavingOut: flagged.subtracting([column])) : pure
        items[column] = functioning(column, matching: own)
      }
      let next = Set(items.indices.filter { items[$0].map { $0.letter != "A" } ?? false })
      if next == flagged { return }
      flagged = next
    }
  }

  /// Where each person stands, in quarters of a standard deviation.
  private func matching(leavingOut left: Set<Int>) throws -> [Int] {
    let estimates = try people.estimates(leavingOut: left)
    return positions.map { Int((4 * estimates[$0].theta).rounded()) }
  }

  private func functioning(_ column: Int, matching: [Int]) -> CalibrationReport.Functioning? {
    guard data.items[column].maximumScore == 1,
      let scores = try? data.scores(rows: positions.map { people.rows[$0] }, columns: [column]),
      let responses = try? GroupedResponses(
        responses: scores, isFocal: isFocal, minimumGroupSize: LanguageComparison.leastGroup),
      let found = try? MantelHaenszelScreening(of: responses, matching: matching).items[0], found.delta.isFinite,
      found.deltaStandardError.isFinite
    else { return nil }
    let logistic = (try? LogisticFunctioning.examine(responses, matching: matching))?[0]
    let favoured = found.effect.favoured.map { $0 == .reference ? languages[0].language : languages[1].language }
    return .init(
      delta: found.delta, deltaError: found.deltaStandardError, letter: String(found.effect.letter), favours: favoured,
      uniformP: logistic.flatMap { finite($0.uniform.pValue) },
      nonUniformP: logistic.flatMap { finite($0.nonUniform.pValue) })
  }
}
