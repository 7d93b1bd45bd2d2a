/// How people's overall quotients change from one set of parameters to another.
public struct ScoreChange: Codable, Sendable, Equatable {
  public var people: Int
  /// Of new − old, in points of the AI quotient.
  public var mean: Double
  public var standardDeviation: Double
  /// The largest change of one person's, by magnitude.
  public var largest: Double
  /// How many are at another level; nil: one to four, which would tell of single persons.
  public var changedLevel: Int?
  /// Of these, upwards and downwards; both nil where either is one to four, so that neither can be told from the sum.
  public var raised: Int?
  public var lowered: Int?

  /// Groups below this are not told.
  static let leastCell = 5

  /// - Parameter changes: a person each.
  public init(_ changes: [(quotient: Double, level: Int)]) {
    let count = Double(max(changes.count, 1))
    let mean = changes.reduce(0) { $0 + $1.quotient } / count
    let squares = changes.reduce(0) { $0 + ($1.quotient - mean) * ($1.quotient - mean) }
    people = changes.count
    self.mean = mean
    standardDeviation = changes.count > 1 ? (squares / (count - 1)).squareRoot() : 0
    largest = changes.map(\.quotient).max { $0.magnitude < $1.magnitude } ?? 0
    let (up, down) = (changes.count { $0.level > 0 }, changes.count { $0.level < 0 })
    changedLevel = ScoreChange.told(up + down)
    let isTold = ScoreChange.told(up) != nil && ScoreChange.told(down) != nil
    raised = isTold ? up : nil
    lowered = isTold ? down : nil
  }

  private static func told(_ count: Int) -> Int? { (1..<leastCell).contains(count) ? nil : count }
}
