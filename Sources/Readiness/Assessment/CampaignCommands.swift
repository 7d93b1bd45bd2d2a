/// Opens a campaign: an instrument's form, to be taken by an audience within some days.
public struct OpenCampaign: Command {
  public static let name = CommandName.openCampaign
  /// Letters, digits, `.`, `-` and `_`; at most 60.
  public var code: String
  public var title: LocalizedText
  /// Code of the instrument; the campaign stays with the version that is newest when it is opened.
  public var instrument: String
  /// Code; nil: the instrument's first, or the adaptive one.
  public var form: String?
  /// Nil: as the form is given.
  public var mode: DeliveryMode?
  /// The first day on which an attempt may begin; nil: today.
  public var opensOn: Day?
  /// The last one, at whose end (in UTC) all attempts end.
  public var closesOn: Day
  public var audience: CampaignAudience
  /// Those who have not finished are reminded so many days before it closes, 0 to 365; at most ten.
  public var reminderDays: [Int]?
  public var rules: CampaignRules?

  public init(
    code: String, title: LocalizedText, instrument: String, form: String? = nil, mode: DeliveryMode? = nil,
    opensOn: Day? = nil, closesOn: Day, audience: CampaignAudience, reminderDays: [Int]? = nil,
    rules: CampaignRules? = nil
  ) {
    self.code = code
    self.title = title
    self.instrument = instrument
    self.form = form
    self.mode = mode
    self.opensOn = opensOn
    self.closesOn = closesOn
    self.audience = audience
    self.reminderDays = reminderDays
    self.rules = rules
  }

  public var deliveryMode: DeliveryMode { mode ?? (form == InstrumentForm.adaptive ? .adaptive : .fixed) }

  /// Nil: the instrument's first.
  public var formCode: String? { form ?? (deliveryMode == .adaptive ? InstrumentForm.adaptive : nil) }

  public var auditDetail: any Encodable & Sendable {
    var detail = self
    detail.audience = audience.withoutTable
    return detail
  }

  public struct Result: Codable, Sendable {
    public var invited: Int
    /// The first of them by external id, at most 500.
    public var people: [Invitee]

    public init(invited: Int, people: [Invitee]) {
      self.invited = invited
      self.people = people
    }
  }
}

/// Someone who is invited.
public struct Invitee: Codable, Sendable, Equatable {
  /// External id.
  public var person: String
  public var name: String
  /// Code; nil for someone who has left.
  public var unit: String?

  public init(person: String, name: String, unit: String?) {
    self.person = person
    self.name = name
    self.unit = unit
  }
}

/// Gives a campaign that is not closed a later closing day; attempts in progress have until then, too, as far as the
/// time limit allows.
public struct ExtendCampaign: Command {
  public typealias Result = Done
  public static let name = CommandName.extendCampaign
  public var code: String
  /// After today, and after the closing day that it has.
  public var closesOn: Day

  public init(code: String, closesOn: Day) {
    self.code = code
    self.closesOn = closesOn
  }
}

/// Closes a campaign now, and settles its attempts in progress: one with an answer is scored, or waits for raters; one
/// without expires.
public struct CloseCampaign: Command {
  public static let name = CommandName.closeCampaign
  public var code: String

  public init(code: String) { self.code = code }

  public struct Result: Codable, Sendable, Equatable {
    /// Attempts that were in progress, and had an answer.
    public var scored: Int
    /// Attempts that were in progress, and had none.
    public var expired: Int
    /// Attempts that were in progress, and wait for raters.
    public var submitted: Int

    public init(scored: Int, expired: Int, submitted: Int) {
      self.scored = scored
      self.expired = expired
      self.submitted = submitted
    }
  }
}

/// Invites more people to a campaign, or withdraws the invitations of people who have not begun.
public struct InviteToCampaign: Command {
  public static let name = CommandName.inviteToCampaign
  /// Code.
  public var campaign: String
  public var audience: CampaignAudience
  /// True: their invitations are taken back.
  public var withdraw: Bool?

  public init(campaign: String, audience: CampaignAudience, withdraw: Bool? = nil) {
    self.campaign = campaign
    self.audience = audience
    self.withdraw = withdraw
  }

  public var auditDetail: any Encodable & Sendable {
    InviteToCampaign(campaign: campaign, audience: audience.withoutTable, withdraw: withdraw)
  }

  public struct Result: Codable, Sendable {
    /// Whose invitation is new, or taken back.
    public var changed: Int
    /// Who was invited already, or was not to begin with.
    public var unchanged: Int
    /// The first of the changed by external id, at most 500.
    public var people: [Invitee]

    public init(changed: Int, unchanged: Int, people: [Invitee]) {
      self.changed = changed
      self.unchanged = unchanged
      self.people = people
    }
  }
}

/// Gives someone invited more time, also in an attempt in progress; with 0, none any more.
public struct AccommodatePerson: Command {
  public typealias Result = Done
  public static let name = CommandName.accommodatePerson
  /// Code.
  public var campaign: String
  /// External id.
  public var person: String
  /// 0 to 200, of the time limit.
  public var extraTimePercent: Int
  /// Required with extra time.
  public var reason: AccommodationReason?
  /// At most 500 characters.
  public var note: String?

  public init(
    campaign: String, person: String, extraTimePercent: Int, reason: AccommodationReason? = nil, note: String? = nil
  ) {
    self.campaign = campaign
    self.person = person
    self.extraTimePercent = extraTimePercent
    self.reason = reason
    self.note = note
  }

  /// A reason can be a fact of someone's health: the audit tells how much time was given, not why.
  public var auditDetail: any Encodable & Sendable {
    ["campaign": campaign, "person": person, "extraTimePercent": String(extraTimePercent)]
  }
}

/// Records the reminders that are due today, each once, and tells who is to be reminded.
public struct RemindInvited: Command {
  public static let name = CommandName.remindInvited
  /// Code; nil: of all open campaigns.
  public var campaign: String?

  public init(campaign: String? = nil) { self.campaign = campaign }

  public struct Result: Codable, Sendable {
    public var reminders: [Reminder]

    public init(reminders: [Reminder]) { self.reminders = reminders }
  }

  /// One person to be reminded of one campaign.
  public struct Reminder: Codable, Sendable, Equatable {
    public var campaign: String
    public var title: LocalizedText
    /// The last day.
    public var closesOn: Day
    /// External id.
    public var person: String
    public var name: String
    public var email: String?
    /// Nil: the organisation's own.
    public var language: Language?
    /// Whether an attempt is in progress.
    public var started: Bool

    public init(
      campaign: String, title: LocalizedText, closesOn: Day, person: String, name: String, email: String?,
      language: Language?, started: Bool
    ) {
      self.campaign = campaign
      self.title = title
      self.closesOn = closesOn
      self.person = person
      self.name = name
      self.email = email
      self.language = language
      self.started = started
    }
  }
}
