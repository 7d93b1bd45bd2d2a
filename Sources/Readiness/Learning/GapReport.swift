/// How far the people of a group are from what their roles require, and what plans do about it.
///
/// A gap is how many levels a person is expected to lack in a domain: of each level up to the one required counts the
/// probability that it is not truly met (0 to 4). It is told as a mean over five people or more.
public struct GapReport: Codable, Sendable, Equatable {
  public var organisation: LocalizedText
  /// The unit, with every unit below it, or the manager's team; nil for the whole organisation.
  public var group: LocalizedText?
  /// Nil for all roles.
  public var role: LocalizedText?
  public var asOf: Day
  public var headcount: Int
  /// People with a valid score and a role that requires something: those whom gaps are of. Nil from one to four.
  public var measured: Int?
  /// The whole group by domain, in the order of `QuotientDomain.allCases`; empty while fewer than five are measured.
  public var domains: [Domain]
  /// One row a role, by people measured, most first.
  public var roles: [Row]
  /// One row a unit that has people of its own, in the tree's order.
  public var units: [Row]
  public var plans: Plans
  public var attributions: [LocalizedText]

  public init(
    organisation: LocalizedText, group: LocalizedText?, role: LocalizedText?, asOf: Day, headcount: Int,
    measured: Int?, domains: [Domain], roles: [Row], units: [Row], plans: Plans, attributions: [LocalizedText]
  ) {
    self.organisation = organisation
    self.group = group
    self.role = role
    self.asOf = asOf
    self.headcount = headcount
    self.measured = measured
    self.domains = domains
    self.roles = roles
    self.units = units
    self.plans = plans
    self.attributions = attributions
  }

  public struct Domain: Codable, Sendable, Equatable {
    public var domain: QuotientDomain
    public var gap: Double
    /// The share of people expected to truly be at the level required, 0 to 1.
    public var meeting: Double

    public init(domain: QuotientDomain, gap: Double, meeting: Double) {
      self.domain = domain
      self.gap = gap
      self.meeting = meeting
    }
  }

  /// The people of a role, or of a unit without those below it.
  public struct Row: Codable, Sendable, Equatable {
    public var code: String
    public var name: LocalizedText
    /// 0 for a top unit, and for roles.
    public var depth: Int
    /// People measured; nil when withheld.
    public var people: Int?
    /// Mean gaps in the order of `QuotientDomain.allCases`; all nil when withheld, or when nobody is measured.
    public var gaps: [Double?]

    public init(code: String, name: LocalizedText, depth: Int, people: Int?, gaps: [Double?]) {
      self.code = code
      self.name = name
      self.depth = depth
      self.people = people
      self.gaps = gaps
    }
  }
}

extension GapReport {
  /// What is planned and done about the gaps; a count from one to four is nil.
  public struct Plans: Codable, Sendable, Equatable {
    /// People by where their plan stands, in the order of `Stage.allCases`. None is told where others would give it away.
    public var people: [Int?]
    /// Items of active plans by where they stand, in the order of `PersonGapReport.Stage.allCases`.
    public var items: [Int?]
    /// Working hours and money, in whole units of the organisation's currency, of all items of plans that are not
    /// withdrawn; nil when fewer than five people have one.
    public var hours: Double?
    public var cost: Int?
    /// By first day, then code.
    public var activities: [Activity]
    public var open: [OpenGap]

    public init(
      people: [Int?], items: [Int?], hours: Double?, cost: Int?, activities: [Activity], open: [OpenGap]
    ) {
      self.people = people
      self.items = items
      self.hours = hours
      self.cost = cost
      self.activities = activities
      self.open = open
    }

    /// Nobody has a plan.
    public static func none(headcount: Int) -> Plans {
      Plans(
        people: Stage.allCases.map { $0 == .none ? headcount : 0 },
        items: PersonGapReport.Stage.allCases.map { _ in 0 },
        hours: nil, cost: nil, activities: [], open: [])
    }
  }

  /// Where a person's plan stands on the day.
  public enum Stage: String, Codable, Sendable, CaseIterable {
    case none
    case draft
    case inReview = "in_review"
    case active
    case complete

    public var name: LocalizedText {
      switch self {
      case .none: LocalizedText(en: "no plan", zh: "无计划")
      case .draft: LocalizedText(en: "draft", zh: "草稿")
      case .inReview: LocalizedText(en: "in review", zh: "审核中")
      case .active: LocalizedText(en: "active", zh: "进行中")
      case .complete: LocalizedText(en: "complete", zh: "已完成")
      }
    }
  }

  /// An activity in the plans of the group.
  public struct Activity: Codable, Sendable, Equatable {
    public var code: String
    public var name: LocalizedText
    /// People whose plan has it, dropped or not yet reviewed ones apart; nil when withheld, and then all of the rest is.
    public var people: Int?
    /// The first day of whoever begins first, the due day of whoever ends last.
    public var startsOn: Day?
    public var dueOn: Day?
    /// How many of them are done.
    public var done: Int?
    public var hours: Double?
    public var cost: Int?

    public init(
      code: String, name: LocalizedText, people: Int?, startsOn: Day?, dueOn: Day?, done: Int?, hours: Double?,
      cost: Int?
    ) {
      self.code = code
      self.name = name
      self.people = people
      self.startsOn = startsOn
      self.dueOn = dueOn
      self.done = done
      self.hours = hours
      self.cost = cost
    }

    /// As it is told when too few people do it.
    public var withheld: Activity {
      Activity(
        code: code, name: name, people: nil, startsOn: nil, dueOn: nil, done: nil, hours: nil, cost: nil)
    }
  }

  /// What plans leave open in a domain.
  public struct OpenGap: Codable, Sendable, Equatable {
    public var domain: QuotientDomain
    /// People whose plan names a gap in the domain; nil when withheld.
    public var people: Int?
    /// Of them, those whose plan closes it; nil when withheld.
    public var closed: Int?
    /// Why gaps stay open, with people, most first; reasons of fewer than five are left out.
    public var reasons: [Reason]

    public init(domain: QuotientDomain, people: Int?, closed: Int?, reasons: [Reason]) {
      self.domain = domain
      self.people = people
      self.closed = closed
      self.reasons = reasons
    }

    public struct Reason: Codable, Sendable, Equatable {
      public var text: LocalizedText
      public var people: Int

      public init(text: LocalizedText, people: Int) {
        self.text = text
        self.people = people
      }
    }
  }
}
