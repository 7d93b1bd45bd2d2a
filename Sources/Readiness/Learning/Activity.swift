public typealias ActivityID = Identifier<Activity>

/// Something that people do to get better: a course, a practice task, coaching.
///
/// `seed/activities.yaml` has the activities that every organisation starts with: a list, each with the properties below
/// as they are called here (`validityMonths`), a lift as `{domain: direct, from: L1, to: L2}`. `description`, `cost` (0),
/// `prerequisites`, `effect.source`, `seats` and `validityMonths` may be left out.
public struct Activity: Codable, Sendable, Equatable {
  public var code: String
  public var name: LocalizedText
  public var description: LocalizedText
  public var kind: ActivityKind
  /// Working hours that a person spends on it, above 0, at most 400.
  public var hours: Double
  /// What a person's part in it costs, in whole units of the organisation's currency; 0 or more.
  public var cost: Int
  /// How many people may take part in one planning period; nil: any number.
  public var seats: Int?
  /// What it lifts, at most one lift a domain; at least one.
  public var lifts: [Lift]
  /// Codes of the activities that come before it.
  public var prerequisites: [String]
  /// What a person hands in to have it counted as done.
  public var evidence: EvidenceKind
  /// Why it is held to lift what it says.
  public var effect: Effect
  /// Months for which what it taught counts; nil: it does not lapse.
  public var validityMonths: Int?

  /// From one level of a domain to a higher one. It works for people who have reached `from`.
  public struct Lift: Codable, Sendable, Equatable, Hashable {
    public var domain: QuotientDomain
    public var from: QuotientLevel
    public var to: QuotientLevel

    public init(domain: QuotientDomain, from: QuotientLevel, to: QuotientLevel) {
      self.domain = domain
      self.from = from
      self.to = to
    }
  }

  /// What is known of an activity's effect, and where it was found.
  public struct Effect: Codable, Sendable, Equatable {
    public var basis: EffectBasis
    public var text: LocalizedText
    /// A citation or a link; empty for an expert's judgement.
    public var source: String

    public init(basis: EffectBasis, text: LocalizedText, source: String = "") {
      self.basis = basis
      self.text = text
      self.source = source
    }
  }

  public init(
    code: String, name: LocalizedText, description: LocalizedText, kind: ActivityKind, hours: Double, cost: Int,
    seats: Int? = nil, lifts: [Lift], prerequisites: [String] = [], evidence: EvidenceKind, effect: Effect,
    validityMonths: Int? = nil
  ) {
    self.code = code
    self.name = name
    self.description = description
    self.kind = kind
    self.hours = hours
    self.cost = cost
    self.seats = seats
    self.lifts = lifts
    self.prerequisites = prerequisites
    self.evidence = evidence
    self.effect = effect
    self.validityMonths = validityMonths
  }
}

public enum ActivityKind: String, Codable, Sendable, CaseIterable {
  case course
  case workshop
  case practice
  case coaching
  case project
  case reading

  public var name: LocalizedText {
    switch self {
    case .course: LocalizedText(en: "course", zh: "课程")
    case .workshop: LocalizedText(en: "workshop", zh: "工作坊")
    case .practice: LocalizedText(en: "practice", zh: "实操练习")
    case .coaching: LocalizedText(en: "coaching", zh: "辅导")
    case .project: LocalizedText(en: "project", zh: "项目")
    case .reading: LocalizedText(en: "reading", zh: "阅读")
    }
  }
}

/// What shows that an activity was done.
public enum EvidenceKind: String, Codable, Sendable, CaseIterable {
  case attendance
  case certificate
  case quiz
  case workProduct = "work_product"
  case observation

  public var name: LocalizedText {
    switch self {
    case .attendance: LocalizedText(en: "attendance", zh: "出勤记录")
    case .certificate: LocalizedText(en: "certificate", zh: "结业证书")
    case .quiz: LocalizedText(en: "quiz", zh: "测验")
    case .workProduct: LocalizedText(en: "work product", zh: "工作成果")
    case .observation: LocalizedText(en: "observation at work", zh: "在岗观察")
    }
  }
}

/// How much stands behind what an activity is said to lift, weakest first.
public enum EffectBasis: String, Codable, Sendable, CaseIterable {
  case expert
  case pilot
  case study

  public var name: LocalizedText {
    switch self {
    case .expert: LocalizedText(en: "expert judgement", zh: "专家判断")
    case .pilot: LocalizedText(en: "pilot in the organisation", zh: "组织内试点")
    case .study: LocalizedText(en: "published study", zh: "已发表研究")
    }
  }
}
