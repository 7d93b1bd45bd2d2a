/// How the demonstration's people learn: `seed/demo/learning.yaml`, where every field is explained.
public struct DemoLearning: Decodable, Sendable {
  var plannings: [Planning]
  var steady: Double
  var late: Double
  var stalled: Double
  var returned: String
  var approved: String
  var evidence: [String: String]
  var priorLearning: [PriorLearning]

  struct Planning: Decodable, Sendable {
    var month: Int
    var units: [String]
    var budgetPerHead: Int
    var weeklyHours: Double
    var months: Int
  }

  struct PriorLearning: Decodable, Sendable {
    var month: Int
    var role: String
    var place: Int
    var activity: String
    var text: String
    var link: String?
    /// Nil: nobody has decided yet.
    var outcome: PriorLearningOutcome?
    var reason: String?
  }
}

extension DemoLearning {
  /// How somebody comes along with what is planned.
  private enum Pace {
    case steady, late, stalled, absent
  }

  /// What somebody has done for an item by `day` that the product does not know yet.
  func progress(of item: DemoAnswer.Item, by day: Day, seed: UInt64) -> [any Command] {
    let number = DemoLearning.number(of: item.person)
    var random = DemoRandom(seed: seed, .evidence, number * 64 + item.ordinal)
    let begins = item.startsOn.adding(days: random.below(4))
    switch pace(of: number, seed: seed) {
    case .steady: return work(on: item, from: begins, until: item.dueOn.adding(days: random.below(6) - 3), by: day)
    case .late: return work(on: item, from: begins, until: item.dueOn.adding(days: 14 + random.below(30)), by: day)
    case .stalled: return item.ordinal == 1 ? begin(item, on: begins, by: day) : []
    case .absent: return []
    }
  }

  private func pace(of number: Int, seed: UInt64) -> Pace {
    var random = DemoRandom(seed: seed, .learners, number)
    let draw = random.unit()
    if draw < steady { return .steady }
    if draw < steady + late { return .late }
    return draw < steady + late + stalled ? .stalled : .absent
  }

  private func work(on item: DemoAnswer.Item, from begins: Day, until end: Day, by day: Day) -> [any Command] {
    let done = max(begins, end)
    guard done <= day else { return begin(item, on: begins, by: day) }
    return [
      AddEvidence(item: item.id, hours: min(item.hours, AddEvidence.longestDay), doneOn: done),
      CompletePlanItem(item: item.id, doneOn: done, text: evidence[item.evidence.rawValue]),
    ]
  }

  private func begin(_ item: DemoAnswer.Item, on begins: Day, by day: Day) -> [any Command] {
    begins > day || item.isUnderWay ? [] : [AddEvidence(item: item.id, hours: 0.5, doneOn: begins)]
  }

  /// The digits of an external id.
  static func number(of externalID: String) -> Int { Int(externalID.drop { !$0.isNumber }) ?? 0 }
}
