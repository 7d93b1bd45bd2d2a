/// One boundary on a day: every version there was, who stood behind it, its exceptions, and what happened when.
public struct BoundaryRecord: Codable, Sendable {
  public var role: String
  public var task: String
  public var name: LocalizedText
  public var day: Day
  /// The number of the version in force; nil: none is.
  public var inForce: Int?
  /// The level that holds: the decided one, or that of an exception.
  public var level: HumanAgencyLevel?
  public var labels: [Label]
  /// Newest first.
  public var versions: [Version]
  /// Newest first.
  public var exceptions: [Exception]
  /// In the order in which it happened.
  public var events: [Event]

  public init(
    role: String, task: String, name: LocalizedText, day: Day, labels: [Label], versions: [Version],
    exceptions: [Exception]
  ) {
    self.role = role
    self.task = task
    self.name = name
    self.day = day
    self.labels = labels
    self.versions = versions
    self.exceptions = exceptions
    let current = versions.first { $0.isInForce(on: day) }
    inForce = current?.number
    level = current?.decidedLevel.map { decided in
      exceptions.filter { $0.state == .holds }.map(\.level).max() ?? decided
    }
    let all = versions.flatMap(\.events) + exceptions.flatMap(\.events)
    let past = all.filter { $0.on <= day }.enumerated()
    events = past.sorted {
      ($0.element.on, $0.element.version ?? .max, $0.offset) < ($1.element.on, $1.element.version ?? .max, $1.offset)
    }.map(\.element)
  }

  /// What someone, or a model, holds the task's exposure and automation potential to be.
  public struct Label: Codable, Sendable {
    public var source: String
    public var labeller: String
    public var exposure: Exposure?
    public var automation: AutomationPotential?
    public var labelledOn: Day

    public init(
      source: String, labeller: String, exposure: Exposure?, automation: AutomationPotential?, labelledOn: Day
    ) {
      self.source = source
      self.labeller = labeller
      self.exposure = exposure
      self.automation = automation
      self.labelledOn = labelledOn
    }
  }

  public struct SignOff: Codable, Sendable {
    public var kind: SignOffKind
    /// E-mail address; nil: the operator on the server's host, or the rules.
    public var by: String?
    public var on: Day
    /// As it was written; of a tightening, in both languages.
    public var note: String
    /// Which facts a tightening followed.
    public var reason: LocalizedText?

    public init(kind: SignOffKind, by: String?, on: Day, note: String, reason: LocalizedText? = nil) {
      self.kind = kind
      self.by = by
      self.on = on
      self.note = note
      self.reason = reason
    }

    public func note(in language: Language) -> String { reason?[language] ?? note }
  }

  public struct Exception: Codable, Sendable {
    public var id: BoundaryExceptionID
    public var level: HumanAgencyLevel
    public var reason: String
    public var state: ExceptionState
    public var from: Day
    /// The last day.
    public var until: Day
    /// E-mail addresses; nil: the operator, or nobody yet.
    public var requestedBy: String?
    public var requestedOn: Day
    public var grantedBy: String?
    public var grantedOn: Day?
    public var revokedBy: String?
    public var revokedOn: Day?
    /// Empty: the next decision ended it.
    public var revocationReason: String

    public init(
      id: BoundaryExceptionID, level: HumanAgencyLevel, reason: String, state: ExceptionState, from: Day, until: Day,
      requestedBy: String?, requestedOn: Day, grantedBy: String?, grantedOn: Day?, revokedBy: String?,
      revokedOn: Day?, revocationReason: String
    ) {
      self.id = id
      self.level = level
      self.reason = reason
      self.state = state
      self.from = from
      self.until = until
      self.requestedBy = requestedBy
      self.requestedOn = requestedOn
      self.grantedBy = grantedBy
      self.grantedOn = grantedOn
      self.revokedBy = revokedBy
      self.revokedOn = revokedOn
      self.revocationReason = revocationReason
    }
  }
}

extension BoundaryRecord {
  /// What happened to a boundary, when, by whom and why.
  public struct Event: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
      case proposed, signed, inForce = "in_force", ended
      case exceptionRequested = "exception_requested"
      case exceptionGranted = "exception_granted"
      case exceptionRevoked = "exception_revoked"

      public var name: LocalizedText {
        switch self {
        case .proposed: LocalizedText(en: "proposed", zh: "提出建议")
        case .signed: LocalizedText(en: "signed", zh: "签署")
        case .inForce: LocalizedText(en: "in force from", zh: "自此生效")
        case .ended: LocalizedText(en: "no longer in force", zh: "失效")
        case .exceptionRequested: LocalizedText(en: "exception requested", zh: "申请例外")
        case .exceptionGranted: LocalizedText(en: "exception granted", zh: "批准例外")
        case .exceptionRevoked: LocalizedText(en: "exception revoked", zh: "撤销例外")
        }
      }
    }

    public var on: Day
    public var kind: Kind
    /// Of a signature.
    public var signOff: SignOffKind?
    /// The version that it happened to.
    public var version: Int?
    public var level: HumanAgencyLevel?
    /// E-mail address; nil: the operator, the rules or the calendar.
    public var by: String?
    /// As it was written; of a tightening, in both languages.
    public var note: String
    /// Which facts a tightening followed.
    public var reason: LocalizedText?

    init(
      _ kind: Kind, on day: Day, version: Int? = nil, level: HumanAgencyLevel? = nil, by: String? = nil,
      signOff: SignOffKind? = nil, note: String = "", reason: LocalizedText? = nil
    ) {
      self.kind = kind
      on = day
      self.version = version
      self.level = level
      self.by = by
      self.signOff = signOff
      self.note = note
      self.reason = reason
    }

    public func note(in language: Language) -> String { reason?[language] ?? note }
  }
}

extension BoundaryRecord.Exception {
  fileprivate var events: [BoundaryRecord.Event] {
    var events = [
      BoundaryRecord.Event(.exceptionRequested, on: requestedOn, level: level, by: requestedBy, note: reason)
    ]
    if let grantedOn {
      events.append(.init(.exceptionGranted, on: grantedOn, level: level, by: grantedBy, note: "\(from) – \(until)"))
    }
    if let revokedOn {
      events.append(.init(.exceptionRevoked, on: revokedOn, level: level, by: revokedBy, note: revocationReason))
    }
    return events
  }
}
