import Readiness

/// Briefs to render, with numbers that are all different where it matters.
enum Sample {
  static func text(_ en: String, _ zh: String) -> LocalizedText { LocalizedText(en: en, zh: zh) }

  /// 2026-11-23.
  static let day = Day(number: 20_780)

  static let brief = Brief(
    organisation: text("Hengrui Instruments", "恒锐仪器"), unit: text("Customer business", "客户事业部"), asOf: day,
    headcount: 12_240, profile: Brief.ProfileReference(code: "X1", version: 3, name: text("Seven dimensions", "七维方案")),
    index: index,
    trend: [nil, 41.23, 44.81, nil, 51.37, 56.94].enumerated().map { offset, value in
      Brief.TrendPoint(
        day: day.adding(months: 2 * (offset - 5)), value: value, grade: value.map { Grade(value: $0) })
    },
    constraints: [
      constraint(.data, 34.62, 9.807), constraint(.workforce, 52.44, 9.512), constraint(.boundaries, nil, 15),
    ],
    roles: [
      role(1, headcount: 48, levels: [3, 4, 7, 9, 2], undecided: 5, overdue: 6),
      role(2, headcount: nil, levels: [0, 1, 0, 13, 0], undecided: 0, overdue: 0),
      role(3, headcount: 0, levels: [0, 0, 0, 0, 0], undecided: 0, overdue: 0),
    ],
    quotient: [
      unit(1, depth: 0, levels: [11, 23, 37, 17, 6], notAssessed: 29, mean: 53.26),
      unit(2, depth: 1, levels: [nil, 31, 46, nil, 0], notAssessed: 19, mean: 48.87),
      unit(3, depth: 2, levels: [nil, nil, nil, nil, nil], notAssessed: nil, mean: nil),
    ])

  static let index = IndexResult(
    value: 56.94, interval: IndexResult.Interval(lower: 52.13, upper: 61.75), grade: .aware, gradeLimitedBy: nil,
    gradeLimitedByEvidence: false, coverage: 0.8732, confidence: 0.8125,
    dimensions: zip(Dimension.allCases, [68.75, 61.2, 34.62, 72.5, nil, 52.44, 70.08]).enumerated().map {
      IndexResult.DimensionResult(
        dimension: $1.0, weight: [15, 15, 15, 10, 15, 20, 10][$0], value: $1.1, grade: $1.1.map { Grade(value: $0) },
        coverage: 0.611 + Double($0) * 0.051, confidence: 0.705 + Double($0) * 0.0371)
    },
    missing: [
      IndexResult.MissingAnswer(
        dimension: .data, item: "X7", text: text("Are data owners named?", "是否已指定数据负责人？")),
      IndexResult.MissingAnswer(
        dimension: .workforce, item: "assessment", text: text("38 people have no valid score", "38 人没有有效得分")),
    ])

  /// As `brief`, with the index and all that rests on it withheld.
  static let withheld: Brief = {
    var brief = Sample.brief
    brief.index.value = nil
    brief.index.interval = nil
    brief.index.grade = nil
    brief.index.coverage = 0.4825
    return brief
  }()

  /// Nothing is there, or nothing may be shown.
  static let bare: Brief = {
    var brief = withheld
    brief.unit = nil
    brief.index.dimensions = Dimension.allCases.map {
      IndexResult.DimensionResult(dimension: $0, weight: 0, value: nil, grade: nil, coverage: 0, confidence: 0)
    }
    brief.index.missing = []
    (brief.trend, brief.constraints, brief.roles, brief.quotient) = ([], [], [], [])
    return brief
  }()

  /// 120 roles and 61 units.
  static let huge: Brief = {
    var brief = Sample.brief
    let name = String(repeating: "很长的名称", count: 40)
    brief.roles = (1...120).map { role($0, headcount: 200 - $0, levels: [$0, 1, 2, 3, 4], undecided: 5, overdue: 0) }
    brief.roles[0].name = text(name, name)
    brief.quotient = (1...61).map {
      unit($0, depth: $0 % 9, levels: [5, 6, 7, 8, 9], notAssessed: 10 + $0, mean: 50)
    }
    return brief
  }()

  static let all = [brief, withheld, bare, huge, limited, hostile]

  /// The value alone would be competent.
  static let limited: Brief = {
    var brief = Sample.brief
    brief.index.value = 86.31
    brief.index.grade = .ready
    brief.index.gradeLimitedBy = .data
    brief.index.gradeLimitedByEvidence = true
    brief.trend = [Brief.TrendPoint(day: day, value: 86.31, grade: .ready)]
    return brief
  }()

  static let attack = "<script>alert(\"1\")</script><img src=x onerror='x'> ]]> &amp; <!-- \u{0}\u{1B}\u{202E}x"

  /// Every text that comes from users is an attack.
  static let hostile: Brief = {
    var brief = Sample.brief
    let attack = text(Sample.attack, Sample.attack)
    (brief.organisation, brief.unit, brief.profile.name) = (attack, attack, attack)
    brief.profile.code = Sample.attack
    for index in brief.roles.indices { (brief.roles[index].name, brief.roles[index].code) = (attack, Sample.attack) }
    for index in brief.quotient.indices {
      (brief.quotient[index].name, brief.quotient[index].code) = (attack, Sample.attack)
    }
    for index in brief.constraints.indices { brief.constraints[index].reason = attack }
    for index in brief.index.missing.indices {
      (brief.index.missing[index].text, brief.index.missing[index].item) = (attack, Sample.attack)
    }
    return brief
  }()

  private static func constraint(_ dimension: Dimension, _ value: Double?, _ lost: Double) -> Brief.Constraint {
    Brief.Constraint(
      dimension: dimension, value: value, pointsLost: lost, reason: text("Much is undone.", "尚有多项未完成。"))
  }

  private static func role(
    _ number: Int, headcount: Int?, levels: [Int], undecided: Int, overdue: Int
  ) -> Brief.RoleBoundaries {
    Brief.RoleBoundaries(
      code: "X\(number)", name: text("Agent \(number)", "专员 \(number)"), headcount: headcount, levels: levels,
      undecided: undecided, overdue: overdue)
  }

  private static func unit(
    _ number: Int, depth: Int, levels: [Int?], notAssessed: Int?, mean: Double?
  ) -> Brief.UnitQuotient {
    Brief.UnitQuotient(
      code: "X\(number)", name: text("Team \(number)", "团队 \(number)"), depth: depth, levels: levels,
      notAssessed: notAssessed, mean: mean)
  }
}
