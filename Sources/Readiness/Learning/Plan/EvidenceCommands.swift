public enum Evidence {}
public typealias EvidenceID = Identifier<Evidence>

/// What became of an item by evidence, and of its plan.
public struct EvidenceResult: Codable, Sendable, Equatable {
  public var item: PlanItemID
  public var status: PlanItemStatus
  /// Hours logged on the item by now.
  public var hours: Double
  public var plan: PlanStatus

  public init(item: PlanItemID, status: PlanItemStatus, hours: Double, plan: PlanStatus) {
    self.item = item
    self.status = status
    self.hours = hours
    self.plan = plan
  }
}

/// Logs hours spent on an item of an active plan; the first begin it.
///
/// An identity made by the client makes it safe to send again: evidence that is there already is not added twice.
public struct AddEvidence: Command {
  public typealias Result = EvidenceResult
  public static let name = CommandName.addEvidence
  /// Nil: the server makes one.
  public var id: EvidenceID?
  public var item: PlanItemID
  /// Above 0, at most 24 a day.
  public var hours: Double
  /// Nil: today. Not after it, and not before the plan was agreed upon.
  public var doneOn: Day?
  public var text: String?
  /// `https://…` or `http://…`.
  public var link: String?

  public init(
    id: EvidenceID? = nil, item: PlanItemID, hours: Double, doneOn: Day? = nil, text: String? = nil, link: String? = nil
  ) {
    self.id = id
    self.item = item
    self.hours = hours
    self.doneOn = doneOn
    self.text = text
    self.link = link
  }

  public var auditDetail: any Encodable & Sendable { ["item": item.description, "hours": "\(hours)"] }

  public static let longestDay = 24.0
}

/// Says that an item of an active plan is done. When it is the last, the plan is complete.
public struct CompletePlanItem: Command {
  public typealias Result = EvidenceResult
  public static let name = CommandName.completePlanItem
  /// As of `AddEvidence`.
  public var id: EvidenceID?
  public var item: PlanItemID
  public var doneOn: Day?
  /// What shows it: a text or a link, for a certificate, a quiz, a work product or an observation required.
  public var text: String?
  public var link: String?

  public init(
    id: EvidenceID? = nil, item: PlanItemID, doneOn: Day? = nil, text: String? = nil, link: String? = nil
  ) {
    self.id = id
    self.item = item
    self.doneOn = doneOn
    self.text = text
    self.link = link
  }

  public var auditDetail: any Encodable & Sendable { ["item": item.description] }
}

/// A reviewer's word on an item of somebody else's active plan: it is done, open again, or dropped.
public struct OverridePlanItem: Command {
  public typealias Result = EvidenceResult
  public static let name = CommandName.overridePlanItem
  /// As of `AddEvidence`.
  public var id: EvidenceID?
  public var item: PlanItemID
  public var verdict: PlanItemVerdict
  /// Why; 1 to 4,000 characters.
  public var reason: String
  public var doneOn: Day?

  public init(
    id: EvidenceID? = nil, item: PlanItemID, verdict: PlanItemVerdict, reason: String, doneOn: Day? = nil
  ) {
    self.id = id
    self.item = item
    self.verdict = verdict
    self.reason = reason
    self.doneOn = doneOn
  }

  public var auditDetail: any Encodable & Sendable { ["item": item.description, "verdict": verdict.rawValue] }
}

extension EvidenceKind {
  /// Whether being done is more than being said to be: a text or a link shows it.
  public var isHandedIn: Bool { self != .attendance }
}
