import Readiness

extension Sample {
  static let gaps = GapReport(
    organisation: text("Hengrui Instruments", "恒锐仪器"), group: text("Customer business", "客户事业部"), role: nil, asOf: day,
    headcount: 128, measured: 97,
    domains: zip(QuotientDomain.allCases, [0.21, 0.34, 0.62, 1.04, 1.53, 0.05]).map {
      GapReport.Domain(domain: $0.0, gap: $0.1, meeting: 1 - $0.1 / 2)
    },
    roles: [
      row(1, 0, people: 61, [0.11, 0.31, 0.61, 1.01, 1.51, 0]), row(2, 0, people: nil, nil),
      row(3, 0, people: 0, nil),
    ],
    units: [
      row(4, 0, people: 31, [0.24, 0.25, 0.54, 0.55, 0.94, 0.95]), row(5, 1, people: 66, [1.44, 1.45, 2, 3, 4, 0.04]),
    ],
    plans: GapReport.Plans(
      people: [40, nil, nil, 61, 12], items: [33, 17, 8, 52], hours: 812.5, cost: 12_345,
      activities: [
        activity(8, people: 31, from: -20, to: 40, done: 9), activity(9, people: nil, from: 0, to: 0, done: nil),
        activity(10, people: 17, from: 30, to: 130, done: 0),
      ],
      open: [
        GapReport.OpenGap(
          domain: .direct, people: 44, closed: 30,
          reasons: [GapReport.OpenGap.Reason(text: text("No money is left.", "预算已用完。"), people: 9)]),
        GapReport.OpenGap(domain: .delegate, people: nil, closed: nil, reasons: []),
      ]), attributions: [])

  static let bareGaps = GapReport(
    organisation: text("Hengrui Instruments", "恒锐仪器"), group: nil, role: nil, asOf: day, headcount: 9, measured: nil,
    domains: [], roles: [], units: [], plans: .none(headcount: 9), attributions: [])

  static let hostileGaps: GapReport = {
    var report = gaps
    let attack = text(Sample.attack, Sample.attack)
    (report.organisation, report.group) = (attack, attack)
    for index in report.units.indices { report.units[index].name = attack }
    for index in report.plans.activities.indices { report.plans.activities[index].name = attack }
    return report
  }()

  static let person = PersonGapReport(
    organisation: text("Hengrui Instruments", "恒锐仪器"), person: "X42", name: "孙三", role: text("Agent", "专员"), asOf: day,
    domains: QuotientDomain.allCases.enumerated().map { index, domain in
      PersonGapReport.Domain(
        domain: domain, measured: QuotientLevel(rawValue: index % 4), required: .l2,
        probability: [0.02, 0.31, 0.77, 0.99, 0.03, 0.41][index], planned: index % 4 < 2 ? .l2 : nil,
        reason: index == 1 ? text("No time is left.", "时间已排满。") : nil)
    },
    plan: PersonGapReport.Plan(
      stage: .active, startsOn: day.adding(days: -40), dueOn: day.adding(days: 60), weeklyHours: 2.5,
      items: zip(PersonGapReport.Stage.allCases, [30, -5, -20, -40]).enumerated().map { index, pair in
        PersonGapReport.Item(
          code: "X\(index)", name: text("Course \(index)", "课程 \(index)"), stage: pair.0,
          startsOn: day.adding(days: pair.1), dueOn: day.adding(days: pair.1 + 14), hours: 6.5, cost: 1_200,
          reason: text("It closes a gap.", "可弥补一项差距。"))
      }), attributions: [text("From a publisher.", "源自某发布方。")])

  static let barePerson = PersonGapReport(
    organisation: text("Hengrui Instruments", "恒锐仪器"), person: "X42", name: "孙三", role: nil, asOf: day,
    domains: QuotientDomain.allCases.map {
      PersonGapReport.Domain(
        domain: $0, measured: nil, required: nil, probability: nil, planned: nil, reason: nil)
    }, plan: nil, attributions: [])

  private static func row(_ number: Int, _ depth: Int, people: Int?, _ gaps: [Double]?) -> GapReport.Row {
    GapReport.Row(
      code: "X\(number)", name: text("Team \(number)", "团队 \(number)"), depth: depth, people: people,
      gaps: gaps ?? QuotientDomain.allCases.map { _ in nil })
  }

  private static func activity(_ number: Int, people: Int?, from: Int, to: Int, done: Int?) -> GapReport.Activity {
    let activity = GapReport.Activity(
      code: "X\(number)", name: text("Course \(number)", "课程 \(number)"), people: people,
      startsOn: day.adding(days: from), dueOn: day.adding(days: to), done: done, hours: 62, cost: 700)
    return people == nil ? activity.withheld : activity
  }
}
