/// One measurement, beside the peer that did the same work in the same run.
struct BenchmarkRow: Sendable {
  enum Goal: Sendable {
    /// The least that the value is to be of the peer's.
    case ratioAtLeast(Double)
    /// The most that the value is to be of the peer's.
    case ratioAtMost(Double)
    /// What the value is to stay below.
    case below(Double)
    case atMost(Double)
    case atLeast(Double)
    case within(ClosedRange<Double>)
  }

  /// What else has to hold for the goal to count as reached: a speed counts only with its accuracy.
  struct Condition: Sendable {
    let isMet: Bool
    /// What was seen, for the table.
    let finding: String
  }

  /// What was done, and with how many.
  let name: String
  let value: Double
  /// What `value` and `peerValue` count: “transactions/s”; empty for pure numbers.
  let unit: String
  /// Whom it is compared with; empty where there is nobody.
  let peer: String
  let peerValue: Double?
  let goal: Goal?
  let condition: Condition?

  init(
    name: String, value: Double, unit: String, peer: String = "", peerValue: Double? = nil, goal: Goal? = nil,
    condition: Condition? = nil
  ) {
    self.name = name
    self.value = value
    self.unit = unit
    self.peer = peer
    self.peerValue = peerValue
    self.goal = goal
    self.condition = condition
  }

  /// How often the peer's value goes into ours; nil without a peer.
  var ratio: Double? { peerValue.map { $0 == 0 ? .infinity : value / $0 } }

  /// Whether the goal is reached; nil where it could not be told for want of a peer, or none is set.
  var isGoalReached: Bool? {
    let isReached: Bool? =
      switch goal {
      case .ratioAtLeast(let least): ratio.map { $0 >= least }
      case .ratioAtMost(let most): ratio.map { $0 <= most }
      case .below(let limit): value < limit
      case .atMost(let most): value <= most
      case .atLeast(let least): value >= least
      case .within(let range): range.contains(value)
      case nil: nil
      }
    return isReached.map { $0 && condition?.isMet ?? true }
  }

  /// The rows as a Markdown table.
  static func table(_ rows: [BenchmarkRow]) -> String {
    let head = ["| work | measured | peer | ratio | goal |", "| --- | ---: | ---: | ---: | --- |"]
    return (head + rows.map(\.line)).joined(separator: "\n")
  }

  private var line: String {
    let beside = peerValue.map { "\(BenchmarkRow.figure($0)) (\(peer))" } ?? "–"
    let times = ratio.map { "\(BenchmarkRow.figure($0)) ×" } ?? "–"
    let verdict = isGoalReached.map { $0 ? "reached" : "missed" } ?? "no peer to compare with"
    let remark = condition.map { "; \($0.finding)" } ?? ""
    let aim = aim.map { "\($0): \(verdict)" } ?? "–"
    return "| \(name) | \(counted(value)) | \(beside) | \(times) | \(aim)\(remark) |"
  }

  private var aim: String? {
    switch goal {
    case .ratioAtLeast(let least): "≥ \(BenchmarkRow.figure(least)) ×"
    case .ratioAtMost(let most): "≤ \(BenchmarkRow.figure(most)) ×"
    case .below(let limit): "< \(counted(limit))"
    case .atMost(let most): "≤ \(counted(most))"
    case .atLeast(let least): "≥ \(counted(least))"
    case .within(let range): "\(BenchmarkRow.figure(range.lowerBound)) – \(counted(range.upperBound))"
    case nil: nil
    }
  }

  private func counted(_ number: Double) -> String {
    unit.isEmpty ? BenchmarkRow.figure(number) : "\(BenchmarkRow.figure(number)) \(unit)"
  }

  /// Whole above 100, with two decimals above 1 and four below.
  static func figure(_ number: Double) -> String {
    if number >= 100 { return "\(Int(number.rounded()))" }
    let scale = number >= 1 ? 100.0 : 10_000
    return "\((number * scale).rounded() / scale)"
  }
}

extension [Double] {
  /// The middle value; 0 of nothing.
  var median: Double {
    guard !isEmpty else { return 0 }
    let ordered = sorted()
    let middle = ordered.count / 2
    return ordered.count.isMultiple(of: 2) ? (ordered[middle - 1] + ordered[middle]) / 2 : ordered[middle]
  }

  /// The value that a share of all is at or below; 0 of nothing.
  func quantile(_ share: Double) -> Double {
    isEmpty ? 0 : sorted()[Swift.min(count - 1, Int(share * Double(count)))]
  }

  var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }

  /// The root of the mean of the squares.
  var rootMeanSquare: Double { map { $0 * $0 }.mean.squareRoot() }
}
