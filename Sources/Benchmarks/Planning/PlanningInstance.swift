import Readiness

/// A problem drawn by seed: mixtures of few and many people and activities, scarce and plentiful money, seats and hours,
/// chains of prerequisites, activities that cost nothing, and such that lift several domains.
struct PlanningInstance {
  let seed: UInt64
  let problem: PlanningProblem

  init(seed: UInt64, people: ClosedRange<Int> = 1...40, activities: ClosedRange<Int> = 5...30) throws {
    var draw = SeededRandom(seed: seed)
    let count = draw.whole(activities)
    let shape = Shape(&draw)
    let catalogue = try ActivityCatalogue((0..<count).map { shape.activity($0, of: count, &draw) })
    let learners = (0..<draw.whole(people)).map { shape.learner($0, catalogue, &draw) }
    let wish = try PlanningProblem(catalogue: catalogue, learners: learners).solved().cost
    let share = draw.pick([nil, 0.1, 0.25, 0.5, 0.8])
    problem = try PlanningProblem(
      catalogue: catalogue, learners: learners, budget: share.map { Int(Double(wish) * $0) })
    self.seed = seed
  }

  /// So many learners as instances have, for activities that were not drawn.
  static func learners(_ count: Int, of catalogue: ActivityCatalogue, seed: UInt64) -> [Learner] {
    var draw = SeededRandom(seed: seed)
    let shape = Shape(&draw)
    return (0..<count).map { shape.learner($0, catalogue, &draw) }
  }

  /// What the activities and people of an instance have in common.
  private struct Shape {
    let seated: Double
    let chained: Double
    let free: Double
    let broad: Double
    let hours: ClosedRange<Int>
    let domains: ClosedRange<Int>

    init(_ draw: inout SeededRandom) {
      seated = draw.pick([0, 0.2, 0.6])
      chained = draw.pick([0, 0.2, 0.5])
      free = draw.pick([0, 0.2, 0.6])
      broad = draw.pick([0.1, 0.4, 0.7])
      hours = draw.pick([10...25, 20...60, 60...150])
      domains = draw.pick([1...3, 2...6])
    }

    func activity(_ number: Int, of count: Int, _ draw: inout SeededRandom) -> Activity {
      let first = draw.whole(0...5)
      let second = draw.chance(broad) ? [(first + draw.whole(1...5)) % 6] : []
      let lifts = ([first] + second).map { domain -> Activity.Lift in
        let from = draw.pick([0, 0, 1, 1, 1, 2, 2, 3])
        let to = min(4, from + draw.pick([1, 1, 1, 2]))
        return Activity.Lift(
          domain: QuotientDomain.allCases[domain], from: QuotientLevel(rawValue: from) ?? .l0,
          to: QuotientLevel(rawValue: to) ?? .l4)
      }
      let before = number > 0 && draw.chance(chained) ? [draw.whole(0...(number - 1))] : []
      return Activity(
        code: PlanningInstance.code(number), name: LocalizedText(en: "A\(number)", zh: "A\(number)"),
        description: LocalizedText(en: "", zh: ""), kind: .course, hours: Double(draw.whole(4...80)) / 2,
        cost: draw.chance(free) ? 0 : draw.whole(1...60) * 10,
        seats: draw.chance(seated) ? draw.whole(1...12) : nil, lifts: lifts,
        prerequisites: before.map(PlanningInstance.code), evidence: .certificate,
        effect: .init(basis: .expert, text: LocalizedText(en: "drawn", zh: "随机")))
    }

    func learner(_ number: Int, _ catalogue: ActivityCatalogue, _ draw: inout SeededRandom) -> Learner {
      let count = draw.whole(domains)
      let gaps = QuotientDomain.allCases.shuffled(using: &draw).prefix(count).map { gap(in: $0, &draw) }
      let done = draw.chance(0.2) ? [draw.pick(catalogue.activities).code] : []
      return Learner(key: "P\(number)", gaps: gaps, hours: Double(draw.whole(hours)), done: Set(done))
    }

    private func gap(in domain: QuotientDomain, _ draw: inout SeededRandom) -> LearningGap {
      let level = draw.pick([0, 0, 1, 1, 2])
      let required = min(4, level + draw.pick([1, 1, 2, 2, 3]))
      var probabilities = [1.0]
      for step in 1...4 {
        let share = step <= level ? 0.7 + 0.3 * draw.uniform() : 0.6 * draw.uniform()
        probabilities.append(probabilities[step - 1] * share)
      }
      return LearningGap(
        domain: domain, level: QuotientLevel(rawValue: level) ?? .l0,
        required: QuotientLevel(rawValue: required) ?? .l4,
        probabilities: probabilities, weight: draw.pick([1, 1, 1, 2, 3]))
    }
  }

  private static func code(_ number: Int) -> String { "A\(number < 10 ? "0" : "")\(number)" }
}

extension SeededRandom {
  mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// - Parameter values: not empty.
  mutating func pick<Value>(_ values: [Value]) -> Value { values[whole(0...(values.count - 1))] }
}
