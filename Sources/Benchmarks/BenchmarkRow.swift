/// One measurement, beside the peer that did the same work in the same run.
struct BenchmarkRow: Sendable {
  enum Goal: Sendable {
    /// The least that the value is to be of the peer's.
    case ratio(Double)
    /// What the value is to stay below.
    case below(Double)
  }

  /// What was done, and with how many.
  let name: String
  /// The median of the rounds.
  let value: Double
  /// What `value` and `peerValue` count: “transactions/s”.
  let unit: String
  /// Whom it is compared with; empty where there is nobody.
  let peer: String
  let peerValue: Double?
  let goal: Goal?

  init(name: String, value: Double, unit: String, peer: String = "", peerValue: Double? = nil, goal: Goal? = nil) {
    self.name = name
    self.value = value
    self.unit = unit
    self.peer = peer
    self.peerValue = peerValue
    self.goal = goal
  }

  /// How often the peer's value goes into ours; nil without a peer.
  var ratio: Double? { peerValue.map { $0 == 0 ? .infinity : value / $0 } }

  /// Whether the goal is reached; true where none is set.
  var isGoalReached: Bool {
    switch goal {
    case .ratio(let least): (ratio ?? 0) >= least
    case .below(let limit): value < limit
    case nil: true
    }
  }

  /// The rows as a Markdown table.
  static func table(_ rows: [BenchmarkRow]) -> String {
    let head = ["| work | measured | peer | ratio | goal |", "| --- | ---: | ---: | ---: | --- |"]
    return (head + rows.map(\.line)).joined(separator: "\n")
  }

  private var line: String {
    let beside = peerValue.map { "\(BenchmarkRow.figure($0)) (\(peer))" } ?? "–"
    let verdict = isGoalReached ? "reached" : "missed"
    let aim =
      switch goal {
      case .ratio(let least): "≥ \(BenchmarkRow.figure(least)) ×: \(verdict)"
      case .below(let limit): "< \(BenchmarkRow.figure(limit)) \(unit): \(verdict)"
      case nil: "–"
      }
    let times = ratio.map { "\(BenchmarkRow.figure($0)) ×" } ?? "–"
    return "| \(name) | \(BenchmarkRow.figure(value)) \(unit) | \(beside) | \(times) | \(aim) |"
  }

  /// Whole above 100, with two decimals below.
  private static func figure(_ number: Double) -> String {
    number >= 100 ? "\(Int(number.rounded()))" : "\((number * 100).rounded() / 100)"
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
}
