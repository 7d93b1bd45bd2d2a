/// For whom, within which days and with what, plans are made.
public struct PlanningTerms: Codable, Sendable, Equatable {
  /// External id; either this or a unit.
  public var person: String?
  /// Code: with all below it.
  public var unit: String?
  /// What may be spent in all, in whole units of the organisation's currency, 0 to 10¹²; nil: any.
  public var budget: Int?
  /// Working hours a week, 0.1 to 60.
  public var weeklyHours: Double
  /// The first day; nil: today. Not before it.
  public var startsOn: Day?
  /// The last day: after the first, at most three years.
  public var dueOn: Day

  public init(
    person: String? = nil, unit: String? = nil, budget: Int? = nil, weeklyHours: Double, startsOn: Day? = nil,
    dueOn: Day
  ) {
    self.person = person
    self.unit = unit
    self.budget = budget
    self.weeklyHours = weeklyHours
    self.startsOn = startsOn
    self.dueOn = dueOn
  }

  public static let largestBudget = 1_000_000_000_000

  public static let invalidHours = Refusal.invalid(
    "invalid-hours", field: "weeklyHours", en: "The hours a week must be 0.1 to 60.", zh: "每周学时须在 0.1 到 60 之间。")

  /// - Throws: a refusal that names the field.
  public func check(on today: Day) throws(Refusal) {
    let start = startsOn ?? today
    if let budget, !(0...Self.largestBudget).contains(budget) {
      throw .invalid(
        "invalid-budget", field: "budget", en: "The budget must be 0 to 1,000,000,000,000. Leave it out for any.",
        zh: "预算须在 0 到 1,000,000,000,000 之间；不限预算请省略。")
    }
    guard StudyCalendar.weeklyHoursAllowed.contains(weeklyHours) else { throw Self.invalidHours }
    guard start >= today else {
      throw .invalid(
        "in-the-past", field: "startsOn", en: "The plans cannot start before today (\(today)).",
        zh: "计划不能早于今天（\(today)）开始。")
    }
    guard dueOn > start else {
      throw .invalid(
        "due-before-start", field: "dueOn", en: "The due date \(dueOn) must be after the start, \(start).",
        zh: "截止日期 \(dueOn) 须晚于开始日期 \(start)。")
    }
    guard dueOn <= start.adding(months: 36) else {
      throw .invalid(
        "too-long", field: "dueOn", en: "A plan takes at most three years. Choose an earlier due date.",
        zh: "计划期限最长三年。请选择更早的截止日期。")
    }
  }
}

/// Plans how people close their gaps, and stores a draft for each who has any. An earlier draft is withdrawn; a plan that is
/// being reviewed or done stays as it is.
public struct GeneratePlans: Command {
  public typealias Result = PlanningAnswer
  public static let name = CommandName.generatePlans
  public var terms: PlanningTerms
  /// Whether the answer tells each choice and each gap that stays open; nil: no.
  public var explain: Bool?

  public init(terms: PlanningTerms, explain: Bool? = nil) {
    self.terms = terms
    self.explain = explain
  }
}

/// Plans the rest of active plans anew: what is under way and done is kept, what was not begun is dropped for the new items.
public struct ReplanPlans: Command {
  public typealias Result = PlanningAnswer
  public static let name = CommandName.replanPlans
  public var terms: PlanningTerms
  public var explain: Bool?
  /// Kept in each plan's history; at most 4,000 characters.
  public var comment: String?

  public init(terms: PlanningTerms, explain: Bool? = nil, comment: String? = nil) {
    self.terms = terms
    self.explain = explain
    self.comment = comment
  }
}

/// What a planning came to.
public struct PlanningAnswer: Codable, Sendable, Equatable {
  public var run: PlanRunID
  /// How many plans were made or changed.
  public var plans: Int
  /// Weighted gap that they close; at least 0.
  public var closedValue: Double
  /// Proven: within the same limits no plans close more.
  public var upperBound: Double
  /// In whole units of the organisation's currency.
  public var cost: Int
  public var hours: Double
  public var seats: [SeatsUsed]
  /// By external id, at most 500.
  public var people: [PlannedPerson]
  /// Who got no plan, by reason and external id, at most 500 a reason.
  public var unplanned: [Unplanned]

  public init(
    run: PlanRunID, plans: Int, closedValue: Double, upperBound: Double, cost: Int, hours: Double, seats: [SeatsUsed],
    people: [PlannedPerson], unplanned: [Unplanned]
  ) {
    self.run = run
    self.plans = plans
    self.closedValue = closedValue
    self.upperBound = upperBound
    self.cost = cost
    self.hours = hours
    self.seats = seats
    self.people = people
    self.unplanned = unplanned
  }

  /// Of an activity whose seats are limited.
  public struct SeatsUsed: Codable, Sendable, Equatable {
    /// Code.
    public var activity: String
    public var used: Int
    /// Before these plans.
    public var free: Int

    public init(activity: String, used: Int, free: Int) {
      self.activity = activity
      self.used = used
      self.free = free
    }
  }

  public struct PlannedPerson: Codable, Sendable, Equatable {
    /// External id.
    public var person: String
    public var name: String
    /// Nil: nothing fits, and there is no plan.
    public var plan: PlanID?
    public var items: Int
    public var hours: Double
    public var cost: Int
    public var closedValue: Double
    public var openGaps: Int
    /// The last day of the last item; nil: there is none.
    public var endsOn: Day?
    /// Nil: not asked for.
    public var explanation: Explanation?

    public init(
      person: String, name: String, plan: PlanID?, items: Int, hours: Double, cost: Int, closedValue: Double,
      openGaps: Int, endsOn: Day?, explanation: Explanation?
    ) {
      self.person = person
      self.name = name
      self.plan = plan
      self.items = items
      self.hours = hours
      self.cost = cost
      self.closedValue = closedValue
      self.openGaps = openGaps
      self.endsOn = endsOn
      self.explanation = explanation
    }
  }

  public struct Explanation: Codable, Sendable, Equatable {
    public var choices: [Choice]
    /// Gaps that stay open, at least in part.
    public var open: [OpenGap]

    public init(choices: [Choice], open: [OpenGap]) {
      self.choices = choices
      self.open = open
    }
  }

  public struct Choice: Codable, Sendable, Equatable {
    /// Code.
    public var activity: String
    public var name: LocalizedText
    public var startsOn: Day
    public var dueOn: Day
    public var hours: Double
    public var cost: Int
    public var reason: LocalizedText

    public init(
      activity: String, name: LocalizedText, startsOn: Day, dueOn: Day, hours: Double, cost: Int, reason: LocalizedText
    ) {
      self.activity = activity
      self.name = name
      self.startsOn = startsOn
      self.dueOn = dueOn
      self.hours = hours
      self.cost = cost
      self.reason = reason
    }
  }

  public struct OpenGap: Codable, Sendable, Equatable {
    public var domain: QuotientDomain
    public var reached: QuotientLevel
    public var required: QuotientLevel
    public var reason: LocalizedText

    public init(domain: QuotientDomain, reached: QuotientLevel, required: QuotientLevel, reason: LocalizedText) {
      self.domain = domain
      self.reached = reached
      self.required = required
      self.reason = reason
    }
  }

  public struct Unplanned: Codable, Sendable, Equatable {
    public var reason: UnplannedReason
    public var count: Int
    /// External ids, at most 500.
    public var people: [String]

    public init(reason: UnplannedReason, count: Int, people: [String]) {
      self.reason = reason
      self.count = count
      self.people = people
    }
  }
}

public enum PlanRun {}
public typealias PlanRunID = Identifier<PlanRun>

/// Why a planning made no plan for somebody.
public enum UnplannedReason: String, Codable, Sendable, CaseIterable {
  /// Neither their role nor a boundary requires anything of them.
  case nothingRequired = "nothing_required"
  /// No score of theirs counts: they are to be assessed first.
  case notMeasured = "not_measured"
  /// They meet what is required.
  case noGap = "no_gap"
  /// Their plan is being reviewed.
  case inReview = "in_review"
  /// They have an active plan already.
  case active
  /// They have no active plan that could be planned anew.
  case notActive = "not_active"
  /// It is the caller's own plan, which somebody else plans anew.
  case own

  public var text: LocalizedText {
    switch self {
    case .nothingRequired:
      LocalizedText(
        en: "Neither their role nor a boundary requires a level of them: give the role a requirement.",
        zh: "其岗位和边界均未要求任何等级：请先为岗位设定要求。")
    case .notMeasured:
      LocalizedText(
        en: "No score of theirs counts: have them assessed first (readiness campaign open).",
        zh: "没有有效成绩：请先组织测评（readiness campaign open）。")
    case .noGap: LocalizedText(en: "They meet what is required.", zh: "已达到要求，无需计划。")
    case .inReview:
      LocalizedText(
        en: "Their plan is being reviewed: have it returned or approved first.", zh: "其计划正在审核：请先退回或批准。")
    case .active:
      LocalizedText(
        en: "They have an active plan: plan its rest anew (readiness plan replan).",
        zh: "已有执行中的计划：可重新规划剩余部分（readiness plan replan）。")
    case .notActive:
      LocalizedText(
        en: "They have no active plan: generate one (readiness plan generate).",
        zh: "没有执行中的计划：请先生成（readiness plan generate）。")
    case .own: LocalizedText(en: "It is your own plan; somebody else plans it anew.", zh: "这是您本人的计划，须由他人重新规划。")
    }
  }
}
