/// Activities that fit together: each code once, each lifts something, and prerequisites are there and lead to no circle.
///
/// A value of this type is sound, or the initializer has thrown.
public struct ActivityCatalogue: Sendable, Equatable {
  /// In the order that they were given in.
  public let activities: [Activity]

  /// - Throws: `InvalidCatalogue` with everything that is wrong.
  public init(_ activities: [Activity]) throws(InvalidCatalogue) {
    self.activities = activities
    let problems =
      activities.flatMap(\.problems) + ActivityCatalogue.repeatedCodes(of: activities)
      + ActivityCatalogue.prerequisiteProblems(of: activities)
    guard problems.isEmpty else { throw InvalidCatalogue(problems: problems) }
  }
}

extension Activity {
  public static let hoursAllowed = 0.1...400.0
  public static let costAllowed = 0...10_000_000
  public static let seatsAllowed = 1...1_000_000
  public static let validityAllowed = 1...600

  /// What is wrong with it by itself.
  fileprivate var problems: [InvalidCatalogue.Problem] { numberProblems + liftProblems + textProblems }

  private var numberProblems: [InvalidCatalogue.Problem] {
    var problems: [InvalidCatalogue.Problem] = []
    if !Activity.hoursAllowed.contains(hours) {
      problems.append(.outOfRange(.hoursOutOfRange, self, "hours", "\(hours)", "0.1", "400"))
    }
    let whole: [(InvalidCatalogue.Problem.Code, String, Int?, ClosedRange<Int>)] = [
      (.costOutOfRange, "cost", cost, Activity.costAllowed), (.seatsOutOfRange, "seats", seats, Activity.seatsAllowed),
      (.validityOutOfRange, "validity_months", validityMonths, Activity.validityAllowed),
    ]
    for (code, field, value, range) in whole {
      guard let value, !range.contains(value) else { continue }
      problems.append(.outOfRange(code, self, field, "\(value)", "\(range.lowerBound)", "\(range.upperBound)"))
    }
    return problems
  }

  private var liftProblems: [InvalidCatalogue.Problem] {
    guard !lifts.isEmpty else {
      return [
        .init(
          .liftsNothing, self, "lifts", en: "It lifts nothing. Say what it lifts, as direct:L1>L2, or leave it out.",
          zh: "该活动未提升任何领域。请写明提升内容（如 direct:L1>L2），或删除该活动。")
      ]
    }
    let downward = lifts.filter { $0.to <= $0.from }.map { lift in
      InvalidCatalogue.Problem(
        .liftsDownward, self, "lifts", en: "\(lift) does not lead upwards. Write the lower level first.",
        zh: "\(lift) 没有提升等级。请先写较低的等级。")
    }
    let counts = Dictionary(lifts.map { ($0.domain, 1) }, uniquingKeysWith: +)
    let repeated = QuotientDomain.allCases.filter { counts[$0, default: 0] > 1 }.map { domain in
      InvalidCatalogue.Problem(
        .domainRepeated, self, "lifts", en: "\(domain.rawValue) is lifted more than once. Keep one lift a domain.",
        zh: "领域 \(domain.rawValue) 出现多次。每个领域只保留一项提升。")
    }
    return downward + repeated
  }

  private var textProblems: [InvalidCatalogue.Problem] {
    let texts = [("code", [code]), ("name", [name.en, name.zh]), ("effect", [effect.text.en, effect.text.zh])]
    let missing = texts.filter { $0.1.contains { text in !text.contains { !$0.isWhitespace } } }.map { field, _ in
      InvalidCatalogue.Problem(
        .textMissing, self, field, en: "It is empty. Write it, names and effects in both languages.",
        zh: "内容为空。请填写；名称与效果须有中英文。")
    }
    let hasSource = effect.basis == .expert || effect.source.contains { !$0.isWhitespace }
    return missing
      + (hasSource
        ? []
        : [
          .init(
            .sourceMissing, self, "effect_source",
            en: "An effect on the basis “\(effect.basis.rawValue)” needs its source. Cite it, or call it expert.",
            zh: "依据为“\(effect.basis.rawValue)”的效果必须注明来源。请注明，或改为 expert。")
        ])
  }
}

extension ActivityCatalogue {
  private static func repeatedCodes(of activities: [Activity]) -> [InvalidCatalogue.Problem] {
    var seen: Set<String> = []
    return activities.filter { !seen.insert($0.code).inserted }.map { activity in
      InvalidCatalogue.Problem(
        .codeRepeated, activity, "code", en: "An earlier activity has this code. Keep one of them.",
        zh: "该编码已被前面的活动使用。请只保留一个。")
    }
  }

  private static func prerequisiteProblems(of activities: [Activity]) -> [InvalidCatalogue.Problem] {
    let known = Set(activities.map(\.code))
    let unknown = activities.flatMap { activity in
      activity.prerequisites.filter { !known.contains($0) }.map { code in
        InvalidCatalogue.Problem(
          .unknownPrerequisite, activity, "prerequisites",
          en: "There is no activity “\(code)” that could come before it. Correct the code, or add the activity.",
          zh: "没有编码为“\(code)”的先修活动。请更正编码，或补充该活动。")
      }
    }
    let repeated = activities.filter { Set($0.prerequisites).count < $0.prerequisites.count }.map { activity in
      InvalidCatalogue.Problem(
        .prerequisiteRepeated, activity, "prerequisites", en: "A prerequisite stands there twice. Keep one.",
        zh: "先修活动重复。请只保留一个。")
    }
    return unknown + repeated + cycles(of: activities)
  }

  /// One problem for each circle of prerequisites, at the activity of it that comes first.
  private static func cycles(of activities: [Activity]) -> [InvalidCatalogue.Problem] {
    let byCode = Dictionary(activities.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    var settled: Set<String> = []
    return activities.compactMap { activity in
      guard let cycle = cycle(from: activity.code, byCode, &settled), let first = byCode[cycle[0]] else { return nil }
      let path = (cycle + [cycle[0]]).joined(separator: " → ")
      return InvalidCatalogue.Problem(
        .prerequisiteCycle, first, "prerequisites",
        en: "Its prerequisites lead back to itself: \(path). Remove one of these.",
        zh: "先修关系形成循环：\(path)。请删除其中一项。")
    }
  }

  /// Follows prerequisites in depth, without recursion: a chain may be as long as the catalogue.
  ///
  /// - Parameter settled: what was followed to its end already; grows.
  /// - Returns: the codes of a circle in the order in which each needs the next.
  private static func cycle(
    from start: String, _ byCode: [String: Activity], _ settled: inout Set<String>
  ) -> [String]? {
    guard !settled.contains(start) else { return nil }
    var path: [(code: String, rest: [String])] = [(start, byCode[start]?.prerequisites ?? [])]
    var found: [String]?
    while let (code, rest) = path.last {
      guard let next = rest.first else {
        settled.insert(code)
        path.removeLast()
        continue
      }
      path[path.count - 1].rest.removeFirst()
      if let index = path.firstIndex(where: { $0.code == next }) {
        found = found ?? path[index...].map(\.code)
      } else if !settled.contains(next), let activity = byCode[next] {
        path.append((next, activity.prerequisites))
      }
    }
    return found
  }
}
