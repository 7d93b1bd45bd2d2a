/// One measurement, beside the peer that did the same work in the same run.
struct BenchmarkRow: Sendable {
  /// What was done, and with how many.
  let name: String
  /// The median of the rounds.
  let value: Double
  /// What `value` and `peerValue` count: “transactions/s”.
  let unit: String
  /// Whom it is compared with; empty where there is nobody.
  let peer: String
  let peerValue: Double?
  /// The least `ratio` that is good enough; nil where none is set.
  let goal: Double?

  init(name: String, value: Double, unit: String, peer: String = "", peerValue: Double? = nil, goal: Double? = nil) {
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
  var isGoalReached: Bool { goal.map { (ratio ?? 0) >= $0 } ?? true }
}

extension BenchmarkRow: CustomStringConvertible {
  var description: String {
    func rounded(_ number: Double) -> String { "\((number * 100).rounded() / 100)" }
    var text = "\(name): \(Int(value.rounded())) \(unit)"
    if let peerValue, let ratio { text += ", \(peer) \(Int(peerValue.rounded())): × \(rounded(ratio))" }
    if let goal { text += " (goal × \(rounded(goal)), \(isGoalReached ? "reached" : "missed"))" }
    return text
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
