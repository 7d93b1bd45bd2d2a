/// One person's gaps, and the plan that is to close them: for the person, and for those who may know their levels.
public struct PersonGapReport: Codable, Sendable, Equatable {
  public var organisation: LocalizedText
  public var person: String
  public var name: String
  public var role: LocalizedText?
  public var asOf: Day
  /// In the order of `QuotientDomain.allCases`.
  public var domains: [Domain]
  /// The active plan, or else the one that is being made, or else the last that was completed.
  public var plan: Plan?
  public var attributions: [LocalizedText]

  public init(
    organisation: LocalizedText, person: String, name: String, role: LocalizedText?, asOf: Day, domains: [Domain],
    plan: Plan?, attributions: [LocalizedText]
  ) {
    self.organisation = organisation
    self.person = person
    self.name = name
    self.role = role
    self.asOf = asOf
    self.domains = domains
    self.plan = plan
    self.attributions = attributions
  }

  public struct Domain: Codable, Sendable, Equatable {
    public var domain: QuotientDomain
    /// By a valid score; nil without one.
    public var measured: QuotientLevel?
    /// What the role requires; nil when nothing.
    public var required: QuotientLevel?
    /// That the person truly is at the level required, 0 to 1; nil to managers.
    public var probability: Double?
    /// The level that the plan leads to; nil when the plan has no gap in the domain.
    public var planned: QuotientLevel?
    /// Why the plan leaves the gap open; nil when it closes it.
    public var reason: LocalizedText?

    public init(
      domain: QuotientDomain, measured: QuotientLevel?, required: QuotientLevel?, probability: Double?,
      planned: QuotientLevel?, reason: LocalizedText?
    ) {
      self.domain = domain
      self.measured = measured
      self.required = required
      self.probability = probability
      self.planned = planned
      self.reason = reason
    }

    /// Levels between the one measured and the one required; nil when either is not known.
    public var gap: Int? {
      guard let measured, let required else { return nil }
      return max(0, required.rawValue - measured.rawValue)
    }
  }

  public struct Plan: Codable, Sendable, Equatable {
    public var stage: GapReport.Stage
    public var startsOn: Day
    public var dueOn: Day
    public var weeklyHours: Double
    /// In the plan's order.
    public var items: [Item]

    public init(stage: GapReport.Stage, startsOn: Day, dueOn: Day, weeklyHours: Double, items: [Item]) {
      self.stage = stage
      self.startsOn = startsOn
      self.dueOn = dueOn
      self.weeklyHours = weeklyHours
      self.items = items
    }
  }

  public struct Item: Codable, Sendable, Equatable {
    public var code: String
    public var name: LocalizedText
    public var stage: Stage
    public var startsOn: Day
    public var dueOn: Day
    public var hours: Double
    public var cost: Int
    /// Why it was chosen.
    public var reason: LocalizedText

    public init(
      code: String, name: LocalizedText, stage: Stage, startsOn: Day, dueOn: Day, hours: Double, cost: Int,
      reason: LocalizedText
    ) {
      self.code = code
      self.name = name
      self.stage = stage
      self.startsOn = startsOn
      self.dueOn = dueOn
      self.hours = hours
      self.cost = cost
      self.reason = reason
    }
  }

  /// Where an item stands on the day.
  public enum Stage: String, Codable, Sendable, CaseIterable {
    case planned
    case underWay = "under_way"
    case overdue
    /// Done, or credited for what was learnt elsewhere.
    case done

    public var name: LocalizedText {
      switch self {
      case .planned: LocalizedText(en: "planned", zh: "未开始")
      case .underWay: LocalizedText(en: "under way", zh: "进行中")
      case .overdue: LocalizedText(en: "overdue", zh: "已逾期")
      case .done: LocalizedText(en: "done", zh: "已完成")
      }
    }
  }
}
