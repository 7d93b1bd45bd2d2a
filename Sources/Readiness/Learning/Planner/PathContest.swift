/// Decides who gets what is scarce, where the prices leave it open.
///
/// At prices each option has a regret: by how much it is worth less, net of prices, than the learner's best. What plans
/// close falls short of the bound by the sum of their regrets and by the price of what is left over. So options with a
/// regret above the gap between the bound and the best plans known can be forgotten, and learners decide one after
/// the other, the most promising few thousand partial decisions being kept. It is exact where that many suffice.
struct PathContest {
  /// How many partial decisions are kept, times how many options are weighed.
  private static let work = 3_000_000
  private static let mostContested = 120

  let options: [[PathOption]]
  let limits: SharedLimits
  let prices: [Double]

  fileprivate struct State {
    var regret: Double
    var left: [Int]
    /// The learner decided last is first: numbers in `trail`.
    var trail: Int
  }

  private struct Contender {
    let learner: Int
    /// Within the gap, the least regretted first.
    let options: [Int]
    let regrets: [Double]
  }

  /// - Parameter selection: within the limits.
  /// - Returns: plans that close more, if any were found.
  func improve(_ selection: PathSelection) -> PathSelection? {
    let best = options.map { $0.best(at: prices) }
    let bound = zip(prices, limits.capacity).reduce(best.reduce(0) { $0 + $1.net }) { $0 + $1.0 * Double($1.1) }
    let gap = bound - selection.value
    guard gap > 1e-9 else { return nil }
    let contenders = contenders(best.map(\.net), within: gap)
    let settled = Set(options.indices).subtracting(contenders.map(\.learner))
    var start = PathSelection(options, limits, choice: best.map(\.option))
    for contender in contenders { start.choose(emptiest(contender.learner), for: contender.learner) }
    guard start.isWithinLimits, !settled.isEmpty || !contenders.isEmpty else { return nil }
    return decide(contenders, from: start, gap: gap)
  }

  /// The empty path.
  private func emptiest(_ learner: Int) -> Int {
    options[learner].firstIndex { $0.uses.isEmpty && $0.steps.isEmpty } ?? options[learner].count - 1
  }

  private func contenders(_ nets: [Double], within gap: Double) -> [Contender] {
    let all = options.indices.compactMap { learner -> Contender? in
      let near = options[learner].indices.map { ($0, nets[learner] - options[learner][$0].net(prices)) }
        .filter { $0.1 < gap }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
      guard near.count > 1 else { return nil }
      return Contender(learner: learner, options: near.map(\.0), regrets: near.map(\.1))
    }
    // Whose second choice is nearly as good as the first comes last, where most is known.
    let ranked = all.sorted { ($1.regrets[1], $0.learner) < ($0.regrets[1], $1.learner) }
    return Array(ranked.suffix(PathContest.mostContested))
  }

  private func decide(_ contenders: [Contender], from start: PathSelection, gap: Double) -> PathSelection? {
    let width = max(50, PathContest.work / max(1, contenders.reduce(0) { $0 + $1.options.count }))
    let expected = expectedUses(contenders)
    var trail: [(option: Int, before: Int)] = []
    var states = [State(regret: 0, left: start.left, trail: -1)]
    for (turn, contender) in contenders.enumerated() {
      var next: [UInt64: State] = [:]
      for state in states {
        for (option, regret) in zip(contender.options, contender.regrets) where state.regret + regret < gap {
          var state = State(regret: state.regret + regret, left: state.left, trail: state.trail)
          guard state.take(options[contender.learner][option].uses) else { continue }
          let key = state.key
          if let other = next[key], other.regret <= state.regret { continue }
          trail.append((option, state.trail))
          state.trail = trail.count - 1
          next[key] = state
        }
      }
      states = narrowed(next, to: width, expected[turn + 1])
    }
    return winner(of: states, contenders, trail, start)
  }

  /// What the first choices of those who have not decided yet will take, before each turn and after the last.
  private func expectedUses(_ contenders: [Contender]) -> [[Int]] {
    var expected = [limits.capacity.map { _ in 0 }]
    for contender in contenders.reversed() {
      var uses = expected[expected.count - 1]
      for use in options[contender.learner][contender.options[0]].uses { uses[use.limit] += use.amount }
      expected.append(uses)
    }
    return expected.reversed()
  }

  /// The most promising, judged by the regret and by the price of what will be left over, or be missing.
  private func narrowed(_ states: [UInt64: State], to width: Int, _ expected: [Int]) -> [State] {
    let judged = states.map { key, state in
      let rest = prices.indices.reduce(0.0) { $0 + prices[$1] * Double(abs(state.left[$1] - expected[$1])) }
      return (key: key, merit: state.regret + rest, state: state)
    }
    return judged.sorted { ($0.merit, $0.key) < ($1.merit, $1.key) }.prefix(width).map(\.state)
  }

  private func winner(
    of states: [State], _ contenders: [Contender], _ trail: [(option: Int, before: Int)], _ start: PathSelection
  ) -> PathSelection? {
    let shortfalls = states.map { state in
      prices.indices.reduce(state.regret) { $0 + prices[$1] * Double(state.left[$1]) }
    }
    guard let least = shortfalls.indices.min(by: { shortfalls[$0] < shortfalls[$1] }) else { return nil }
    var selection = start
    var at = states[least].trail
    for contender in contenders.reversed() {
      selection.choose(trail[at].option, for: contender.learner)
      at = trail[at].before
    }
    return selection
  }
}

extension PathContest.State {
  /// - Returns: false where there is too little left.
  fileprivate mutating func take(_ uses: [PathOption.Use]) -> Bool {
    for use in uses {
      left[use.limit] -= use.amount
      if left[use.limit] < 0 { return false }
    }
    return true
  }

  /// Of what is left; FNV-1a, since the standard library's hashes differ between runs. Two states that share it by chance
  /// cost a plan that might have been better.
  fileprivate var key: UInt64 {
    left.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64(bitPattern: Int64($1))) &* 0x100_0000_01B3 }
  }
}
