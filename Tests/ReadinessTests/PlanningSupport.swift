import Readiness
import SeededRandom

/// A small problem drawn by seed, that can be solved by trying everything.
struct SmallPlanning {
  let problem: PlanningProblem

  init(seed: UInt64, learners: Int) throws {
    var draw = SplitMix64(seed: seed)
    let count = Int.random(in: 2...6, using: &draw)
    let catalogue = try ActivityCatalogue((0..<count).map { .random($0, &draw) })
    let people = (0..<learners).map { Learner.random($0, catalogue, &draw) }
    let budget = [nil, 40, 100, 200].randomElement(using: &draw) ?? nil
    problem = try PlanningProblem(catalogue: catalogue, learners: people, budget: budget.map { $0 * learners / 2 })
  }
}

extension Activity {
  /// A course with what matters to a plan.
  static func course(
    _ code: String, hours: Double = 4, cost: Int = 0, seats: Int? = nil, lifts: String, after: [String] = []
  ) -> Activity {
    Activity(
      code: code, name: LocalizedText(en: "Course \(code)", zh: "课程 \(code)"),
      description: LocalizedText(en: "", zh: ""), kind: .course, hours: hours, cost: cost, seats: seats,
      lifts: lifts.split(separator: " ").compactMap { Lift(String($0)) }, prerequisites: after, evidence: .attendance,
      effect: Effect(basis: .expert, text: LocalizedText(en: "Judged.", zh: "判断。")))
  }

  fileprivate static func random(_ number: Int, _ draw: inout SplitMix64) -> Activity {
    let domains = QuotientDomain.allCases.prefix(3).shuffled(using: &draw).prefix(Int.random(in: 1...2, using: &draw))
    let lifts = domains.map { domain in
      let from = Int.random(in: 0...2, using: &draw)
      return "\(domain.rawValue):L\(from)>L\(min(4, from + Int.random(in: 1...2, using: &draw)))"
    }
    let before =
      number > 0 && Int.random(in: 0..<3, using: &draw) == 0 ? ["C\(Int.random(in: 0..<number, using: &draw))"] : []
    return .course(
      "C\(number)", hours: Double(Int.random(in: 2...16, using: &draw)) / 2,
      cost: Int.random(in: 0...10, using: &draw) * 10,
      seats: Bool.random(using: &draw) ? Int.random(in: 1...3, using: &draw) : nil, lifts: lifts.joined(separator: " "),
      after: before)
  }
}

extension Learner {
  fileprivate static func random(_ number: Int, _ catalogue: ActivityCatalogue, _ draw: inout SplitMix64) -> Learner {
    let domains = QuotientDomain.allCases.prefix(3).shuffled(using: &draw).prefix(Int.random(in: 1...3, using: &draw))
    let gaps = domains.map { domain in
      let level = Int.random(in: 0...2, using: &draw)
      var probabilities = [1.0]
      for _ in 1...4 {
        probabilities.append(probabilities[probabilities.count - 1] * .random(in: 0.2...1, using: &draw))
      }
      return LearningGap(
        domain: domain, level: QuotientLevel(rawValue: level) ?? .l0,
        required: QuotientLevel(rawValue: Int.random(in: (level + 1)...4, using: &draw)) ?? .l4,
        probabilities: probabilities, weight: [1, 2, 3].randomElement(using: &draw) ?? 1)
    }
    let done = Int.random(in: 0..<5, using: &draw) == 0 ? [catalogue.activities[0].code] : []
    return Learner(
      key: "P\(number)", gaps: Array(gaps), hours: Double(Int.random(in: 4...30, using: &draw)), done: Set(done))
  }
}

extension PlanningProblem {
  /// The most that any plans within the limits close, by trying all sequences for all learners.
  func bestByTrying() -> Double {
    var states: [[Int]: Double] = [Array(repeating: 0, count: catalogue.activities.count + 1): 0]
    for learner in learners {
      var next: [[Int]: Double] = [:]
      for (uses, value) in states {
        for (plan, worth) in sets(for: learner) {
          let sum = zip(uses, plan).map(+)
          if isWithinLimits(sum) { next[sum] = max(next[sum] ?? 0, value + worth) }
        }
      }
      states = next
    }
    return states.values.max() ?? 0
  }

  private func isWithinLimits(_ uses: [Int]) -> Bool {
    uses[catalogue.activities.count] <= budget ?? .max
      && zip(uses, catalogue.activities).allSatisfy { $0 <= $1.seats ?? .max }
  }

  /// For each set of activities (which, and the cost), what it closes in the best order.
  private func sets(for learner: Learner) -> [[Int]: Double] {
    var found: [[Int]: Double] = [:]
    func follow(_ uses: [Int], _ done: Set<String>, _ hours: Double, _ levels: [QuotientDomain: QuotientLevel]) {
      let value = learner.gaps.reduce(0) { $0 + $1.value(of: levels[$1.domain] ?? $1.level) }
      found[uses] = max(found[uses] ?? 0, value)
      for (position, activity) in catalogue.activities.enumerated()
      where !done.contains(activity.code) && done.isSuperset(of: activity.prerequisites) && activity.hours <= hours {
        var (uses, levels) = (uses, levels)
        uses[position] += 1
        uses[catalogue.activities.count] += activity.cost
        for lift in activity.lifts {
          if let level = levels[lift.domain], lift.from <= level { levels[lift.domain] = max(level, lift.to) }
        }
        follow(uses, done.union([activity.code]), hours - activity.hours, levels)
      }
    }
    follow(
      Array(repeating: 0, count: catalogue.activities.count + 1), learner.done, learner.hours,
      Dictionary(uniqueKeysWithValues: learner.gaps.map { ($0.domain, $0.level) }))
    return found
  }
}

extension LearningGap {
  /// A gap whose levels are each as uncertain as the other.
  init(
    _ domain: QuotientDomain, _ level: QuotientLevel, _ required: QuotientLevel, weight: Double = 1,
    isForOversight: Bool = false
  ) {
    let probabilities = QuotientLevel.allCases.map { $0 <= level ? 1 : 0.2 }
    self.init(
      domain: domain, level: level, required: required, probabilities: probabilities, weight: weight,
      isForOversight: isForOversight)
  }
}
