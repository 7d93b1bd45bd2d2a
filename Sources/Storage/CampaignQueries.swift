public import FoundationEssentials
import Postgres
public import Readiness

/// What everyone may know of a campaign.
public struct CampaignSummary: Codable, Sendable {
  public var code: String
  public var title: LocalizedText
  /// Code.
  public var instrument: String
  /// Code.
  public var form: String
  public var mode: DeliveryMode
  public var opensOn: Day
  /// The last day.
  public var closesOn: Day
  public var phase: CampaignPhase

  init(_ campaign: StoredCampaign, on day: Day) {
    code = campaign.code
    title = campaign.title
    instrument = campaign.instrument
    form = campaign.formCode
    mode = campaign.mode
    opensOn = campaign.opensOn
    closesOn = campaign.closesOn
    phase = campaign.phase(on: day)
  }
}

extension Session {
  /// Whether the caller runs assessments, and so may know who has more time than others, and why, and whose answers are in
  /// doubt.
  var seesAssessments: Bool { [.owner, .hrAdmin, .assessor].contains(actor.role) }
}

extension StoredCampaign {
  /// The state of an invitation `n` with its attempt `a`.
  static let state: SQL = """
    CASE WHEN n.withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN a.id IS NULL THEN 'not_started'
      WHEN a.status = 'in_progress' THEN 'started' WHEN a.status = 'expired' THEN 'expired' ELSE 'finished' END
    """

  /// Joins the attempt `a` that an invitation `n` led to.
  static let attempt: SQL = """
    LEFT JOIN attempt a ON a.organisation_id = n.organisation_id AND a.campaign_id = n.campaign_id
      AND a.person_id = n.person_id AND a.status <> 'voided'
    """
}

/// All campaigns, newest first; for managers and employees those that somebody within their reach is invited to.
public struct ListCampaigns: StoredQuery {
  public static let name = QueryName.listCampaigns
  public init() {}

  public struct Entry: Codable, Sendable {
    public var campaign: CampaignSummary
    /// How many are invited, and have finished; nil to managers and employees.
    public var invited: Int?
    public var finished: Int?
    /// The caller's own; nil: they are not invited.
    public var invitation: InvitationState?
  }

  public func read(in session: Session) throws -> [Entry] {
    let isWhole = session.reach == .organisation
    return try session.tx.all(
      """
      SELECT \(fragment: StoredCampaign.columns), m.invited, m.finished, m.own
      FROM campaign c
      JOIN form f ON f.organisation_id = c.organisation_id AND f.id = c.form_id
      JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
      CROSS JOIN LATERAL (
        SELECT count(*) AS invited, count(*) FILTER (WHERE \(fragment: StoredCampaign.state) = 'finished') AS finished,
          max(\(fragment: StoredCampaign.state)) FILTER (WHERE n.person_id = \(session.actor.person)) AS own
        FROM campaign_invitation n \(fragment: StoredCampaign.attempt)
        WHERE n.organisation_id = c.organisation_id AND n.campaign_id = c.id AND n.withdrawn_at IS NULL) m
      WHERE c.organisation_id = \(session.actor.organisation) AND (\(isWhole) OR m.invited > 0)
      ORDER BY c.opens_on DESC, c.code
      """
    ) { row in
      Entry(
        campaign: CampaignSummary(try StoredCampaign(row), on: session.today),
        invited: isWhole ? try row.decode("invited", as: Int.self) : nil,
        finished: isWhole ? try row.decode("finished", as: Int.self) : nil, invitation: try row.decode("own"))
    }
  }
}

/// A campaign: its rules, how far those invited have come, and for those who run assessments who they are.
///
/// Managers are told of their own team, and of no count that would tell of single persons.
public struct FindCampaign: StoredQuery {
  public static let name = QueryName.findCampaign
  public static let isAudited = true
  public var code: String
  /// Only people after this external id.
  public var after: String?
  /// 1 to 5,000 people.
  public var limit: Int

  public init(code: String, after: String? = nil, limit: Int = 500) {
    self.code = code
    self.after = after
    self.limit = limit
  }

  public var auditDetail: any Encodable & Sendable { ["campaign": code] }

  public struct Answer: Codable, Sendable {
    public var campaign: CampaignSummary
    /// So many days before the closing day.
    public var reminderDays: [Int]
    /// What differs from the instrument.
    public var rules: CampaignRules
    public var progress: CampaignProgress
    public var units: [UnitProgress]
    /// By external id; nil but to those who run assessments.
    public var people: [Person]?
  }

  public struct UnitProgress: Codable, Sendable {
    /// Code; nil: of people who were never employed.
    public var unit: String?
    public var progress: CampaignProgress
  }

  public struct Person: Codable, Sendable {
    /// External id.
    public var person: String
    public var name: String
    public var state: InvitationState
    public var invitedAt: Date
    /// When their attempt ends, or would have ended.
    public var deadline: Date?
    public var extraTimePercent: Int
    public var reason: AccommodationReason?
    public var note: String?
    /// The day of the last reminder.
    public var remindedOn: Day?
  }

  public func read(in session: Session) throws -> Answer {
    let campaign = try session.campaign(code: code)
    let units = try units(of: campaign, session)
    let parts = units.map(\.progress)
    let shown = session.reach == .team ? CampaignProgress.published(parts) : (.sum(parts), parts)
    if session.reach == .team, units.isEmpty {
      throw Refusal.notFound(LocalizedText(en: "campaign", zh: "测评活动"), code, field: "campaign")
    }
    return Answer(
      campaign: CampaignSummary(campaign, on: session.today), reminderDays: campaign.reminderDays,
      rules: campaign.rules, progress: shown.0,
      units: zip(units, shown.1).map { UnitProgress(unit: $0.unit, progress: $1) },
      people: session.seesAssessments ? try people(of: campaign, session) : nil)
  }

  /// By the unit that each is employed in, or was last.
  private func units(of campaign: StoredCampaign, _ session: Session) throws -> [UnitProgress] {
    let counts = try session.tx.all(
      """
      SELECT u.code AS unit, \(fragment: StoredCampaign.state) AS state, count(*) AS people
      FROM campaign_invitation n \(fragment: StoredCampaign.attempt)
      LEFT JOIN LATERAL (
        SELECT unit_id FROM employment e WHERE e.organisation_id = n.organisation_id AND e.person_id = n.person_id
        ORDER BY e.valid_from <= \(session.today) DESC, e.valid_from DESC LIMIT 1) e ON true
      LEFT JOIN unit u ON u.organisation_id = n.organisation_id AND u.id = e.unit_id
      WHERE n.organisation_id = \(session.actor.organisation) AND n.campaign_id = \(campaign.id)
      GROUP BY 1, 2 ORDER BY 1
      """
    ) { row in
      (
        unit: try row.decode("unit", as: String?.self), state: try row.decode("state", as: InvitationState.self),
        people: try row.decode("people", as: Int.self)
      )
    }
    return Dictionary(grouping: counts, by: \.unit).sorted { ($0.key ?? "") < ($1.key ?? "") }.map { unit, counts in
      UnitProgress(
        unit: unit, progress: CampaignProgress { state in counts.first { $0.state == state }?.people ?? 0 })
    }
  }

  private func people(of campaign: StoredCampaign, _ session: Session) throws -> [Person] {
    try session.tx.all(
      """
      SELECT p.external_id, p.name, \(fragment: StoredCampaign.state) AS state, n.invited_at, a.deadline,
        n.extra_time_percent, n.accommodation_reason, n.accommodation_note,
        (SELECT max(r.due_on) FROM campaign_reminder r WHERE r.organisation_id = n.organisation_id
           AND r.campaign_id = n.campaign_id AND r.person_id = n.person_id) AS reminded_on
      FROM campaign_invitation n \(fragment: StoredCampaign.attempt)
      JOIN person p ON p.organisation_id = n.organisation_id AND p.id = n.person_id
      WHERE n.organisation_id = \(session.actor.organisation) AND n.campaign_id = \(campaign.id)
        AND (\(after)::text IS NULL OR p.external_id > \(after))
      ORDER BY p.external_id LIMIT \(min(max(limit, 1), 5_000))
      """
    ) { row in
      Person(
        person: try row.decode("external_id"), name: try row.decode("name"), state: try row.decode("state"),
        invitedAt: try row.decode("invited_at"), deadline: try row.decode("deadline"),
        extraTimePercent: try row.decode("extra_time_percent"), reason: try row.decode("accommodation_reason"),
        note: try row.decode("accommodation_note"), remindedOn: try row.decode("reminded_on"))
    }
  }
}
