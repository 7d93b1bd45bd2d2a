public import Foundation
public import Readiness

/// A score of the device's person.
public struct PublishedScore: PublishedRow {
  public static let table = "score"
  /// A domain of the quotient, or `overall`; nil: of a manager's row.
  public var domain: String?
  public var quotient: Double?
  /// `L0` to `L5`.
  public var level: String
  public var provisional: Bool?
  public var standardError: Double?
  public var scoredOn: Day
  public var validUntil: Day
}

/// An invitation of the device's person to a campaign of tests.
public struct PublishedInvitation: PublishedRow {
  public static let table = "campaign_invitation"
  public var campaign: CampaignID
  public var code: String
  public var title: LocalizedText
  public var instrument: String
  public var mode: DeliveryMode
  public var opensOn: Day
  /// The last day.
  public var closesOn: Day
  public var closedAt: Date?
  public var timeLimitMinutes: Int?
}

/// The items of a campaign's fixed form, in order, as a test taker may see them; its id is the campaign's.
public struct PublishedForm: PublishedRow {
  public static let table = "campaign_form"
  public var instrument: String
  public var version: Int
  public var title: LocalizedText
  public var form: String
  public var items: [PresentedItem]
}

/// An attempt of the device's person.
public struct PublishedAttempt: PublishedRow, Encodable {
  public static let table = "attempt"
  public var instrument: String
  public var campaign: CampaignID?
  public var status: AttemptStatus
  public var startedAt: Date?
  public var deadline: Date?

  /// One that begins now, before the server has heard of it.
  public init(instrument: String, campaign: CampaignID?) {
    self.instrument = instrument
    self.campaign = campaign
    status = .inProgress
  }
}

/// An answer of the device's person.
public struct PublishedResponse: PublishedRow, Encodable {
  public static let table = "response"
  public var attempt: UUID
  public var item: String
  public var answer: [String]

  public init(attempt: UUID, item: String, answer: [String]) {
    self.attempt = attempt
    self.item = item
    self.answer = answer
  }
}

/// A training plan.
public struct PublishedPlan: PublishedRow {
  public static let table = "plan"
  public var status: PlanStatus
  public var startsOn: Day?
  public var dueOn: Day?
}

/// An item of a plan.
public struct PublishedPlanItem: PublishedRow, Encodable {
  public static let table = "plan_item"
  public var plan: UUID
  public var activity: UUID
  public var ordinal: Int
  public var status: PlanItemStatus
  public var startsOn: Day?
  public var dueOn: Day?
  public var hours: Double
  public var reason: LocalizedText?
}

/// An activity of the catalogue.
public struct PublishedActivity: PublishedRow {
  public static let table = "activity"
  public var code: String
  public var name: LocalizedText
  public var kind: ActivityKind
  /// What shows that it is done.
  public var evidence: EvidenceKind
}
