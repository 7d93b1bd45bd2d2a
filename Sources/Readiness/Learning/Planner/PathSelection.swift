/// One path for each learner, and what is left of what they share.
struct PathSelection {
  let options: [[PathOption]]
  /// For each learner the number of an option.
  private(set) var choice: [Int]
  /// For each limit; negative where more is taken than there is.
  private(set) var left: [Int]

  init(_ options: [[PathOption]], _ limits: SharedLimits, choice: [Int]) {
    self.options = options
    self.choice = choice
    left = limits.capacity
    for (learner, option) in choice.enumerated() {
      for use in options[learner][option].uses { left[use.limit] -= use.amount }
    }
  }

  var isWithinLimits: Bool { left.allSatisfy { $0 >= 0 } }
  var value: Double { choice.indices.reduce(0) { $0 + chosen($1).value } }

  func chosen(_ learner: Int) -> PathOption { options[learner][choice[learner]] }

  mutating func choose(_ option: Int, for learner: Int) {
    for use in chosen(learner).uses { left[use.limit] += use.amount }
    choice[learner] = option
    for use in chosen(learner).uses { left[use.limit] -= use.amount }
  }

  /// Whether a learner may change to an option without taking more than is left of any limit.
  func hasRoom(for option: Int, of learner: Int) -> Bool {
    let now = chosen(learner).uses
    return options[learner][option].uses.allSatisfy { use in
      let had = now.first { $0.limit == use.limit }?.amount ?? 0
      return use.amount <= had || use.amount - had <= left[use.limit]
    }
  }

  /// How much of a limit a learner's option takes.
  private func use(of limit: Int, _ learner: Int, _ option: Int) -> Int {
    options[learner][option].uses.first { $0.limit == limit }?.amount ?? 0
  }
}

extension PathSelection {
  private struct Move {
    let learner: Int
    let option: Int
    let merit: Double
  }

  /// The best first; of equal ones the earlier learner's.
  private static func ranked(_ moves: [Move]) -> [Move] {
    moves.sorted { ($1.merit, $0.learner, $0.option) < ($0.merit, $1.learner, $1.option) }
  }

  /// Lets learners take less until all keep to the limits, those first who lose least for what they give back.
  ///
  /// Everybody has the empty path, so that it always can be done.
  mutating func repair(at prices: [Double]) {
    for limit in left.indices {
      while left[limit] < 0 {
        for move in PathSelection.ranked(givingBack(limit, prices)) where left[limit] < 0 {
          let isLess = use(of: limit, move.learner, move.option) < use(of: limit, move.learner, choice[move.learner])
          if isLess, hasRoom(for: move.option, of: move.learner) { choose(move.option, for: move.learner) }
        }
      }
    }
  }

  private func givingBack(_ limit: Int, _ prices: [Double]) -> [Move] {
    choice.indices.flatMap { learner -> [Move] in
      let taken = use(of: limit, learner, choice[learner])
      guard taken > 0 else { return [] }
      let net = chosen(learner).net(prices)
      return options[learner].indices.compactMap { option in
        let back = taken - use(of: limit, learner, option)
        guard back > 0, hasRoom(for: option, of: learner) else { return nil }
        let loss = net - options[learner][option].net(prices)
        return Move(learner: learner, option: option, merit: -loss / Double(min(back, -left[limit])))
      }
    }
  }

  /// Lets learners take more as long as something fits, what closes most for its price first.
  mutating func fill(at prices: [Double]) {
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for move in PathSelection.ranked(gains(prices)) where isGain(move.option, of: move.learner) {
        choose(move.option, for: move.learner)
        hasChanged = true
      }
    }
  }

  /// Whether an option fits and is preferred to the one that was chosen.
  private func isGain(_ option: Int, of learner: Int) -> Bool {
    options[learner][option].isPreferred(to: chosen(learner)) && hasRoom(for: option, of: learner)
  }

  private func gains(_ prices: [Double]) -> [Move] {
    choice.indices.flatMap { learner -> [Move] in
      let now = chosen(learner)
      let paid = now.value - now.net(prices)
      return options[learner].indices.compactMap { option in
        guard isGain(option, of: learner) else { return nil }
        let more = options[learner][option]
        let price = max(1e-9, more.value - more.net(prices) - paid)
        return Move(learner: learner, option: option, merit: (more.value - now.value) / price)
      }
    }
  }
}
