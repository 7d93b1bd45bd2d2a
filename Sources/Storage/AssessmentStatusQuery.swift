public import FoundationEssentials
import Postgres
public import Readiness

/// Where a person stands with their assessments: what they are invited to, what they have begun, and how long their
/// scores count.
///
/// A person sees all of their own; who runs assessments, all of everyone's; others are not told of anyone's time.
public struct FindAssessmentStatus: StoredQuery {
  public static let name = QueryName.assessmentStatus
  public static let isAudited = true
  /// External id; nil: the caller.
  public var person: String?

  public init(person: String? = nil) { self.person = person }

  public var auditDetail: any Encodable & Sendable { ["person": person ?? "self"] }

  public struct Answer: Codable, Sendable {
    /// External id.
    public var person: String
    public var name: String
    public var campaigns: [Invitation]
    public var attempts: [Attempt]
    public var scores: [Score]
    /// Nil: no plan was completed since the last assessment.
    public var reassessment: Reassessment?
  }

  /// That a person is to be assessed again, since they have completed a plan.
  public struct Reassessment: Codable, Sendable {
    public var plan: PlanID
    public var completedOn: Day
  }

  /// To a campaign that is open, or to come.
  public struct Invitation: Codable, Sendable {
    public var campaign: CampaignSummary
    public var state: InvitationState
    /// Nil: not for the caller to know.
    public var extraTimePercent: Int?
  }

  /// In progress.
  public struct Attempt: Codable, Sendable {
    /// Code.
    public var instrument: String
    public var title: LocalizedText
    /// Code; nil: of none.
    public var campaign: String?
    public var startedAt: Date
    /// Nil: never, or not for the caller to know.
    public var deadline: Date?
    /// How many items are answered.
    public var answered: Int
  }

  /// The latest overall score of an instrument.
  public struct Score: Codable, Sendable {
    /// Code.
    public var instrument: String
    public var title: LocalizedText
    public var level: QuotientLevel
    public var scoredOn: Day
    /// The last day on which it counts.
    public var validUntil: Day
    /// The first day on which the next attempt may begin; a campaign may have a rule of its own.
    public var retakeFrom: Day
  }

  public func read(in session: Session) throws -> Answer {
    let id = try person.map { try session.person(externalID: $0) } ?? session.ownPerson()
    let isTold = id == session.actor.person || session.seesAssessments
    let names = try session.tx.one(
      "SELECT external_id, name FROM person WHERE organisation_id = \(session.actor.organisation) AND id = \(id)"
    ) { (person: try $0.decode("external_id", as: String.self), name: try $0.decode("name", as: String.self)) }
    return Answer(
      person: names.person, name: names.name, campaigns: try invitations(of: id, isTold, session),
      attempts: try attempts(of: id, isTold, session), scores: try scores(of: id, session),
      reassessment: try reassessment(of: id, session))
  }

  private func reassessment(of person: PersonID, _ session: Session) throws -> Reassessment? {
    try session.tx.first(
      """
      SELECT n.id, n.completed_on FROM plan n
      WHERE n.organisation_id = \(session.actor.organisation) AND n.person_id = \(person) AND n.status = 'complete'
        AND \(fragment: .awaitsAssessment(on: session.today))
      ORDER BY n.completed_on DESC, n.id DESC LIMIT 1
      """
    ) { Reassessment(plan: try $0.decode("id"), completedOn: try $0.decode("completed_on")) }
  }

  private func invitations(of person: PersonID, _ isTold: Bool, _ session: Session) throws -> [Invitation] {
    try session.tx.all(
      """
      SELECT \(fragment: StoredCampaign.columns), \(fragment: StoredCampaign.state) AS state, n.extra_time_percent
      FROM campaign_invitation n \(fragment: StoredCampaign.attempt)
      JOIN campaign c ON c.organisation_id = n.organisation_id AND c.id = n.campaign_id
      JOIN form f ON f.organisation_id = c.organisation_id AND f.id = c.form_id
      JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
      WHERE n.organisation_id = \(session.actor.organisation) AND n.person_id = \(person) AND n.withdrawn_at IS NULL
        AND c.closed_at IS NULL AND c.closes_on >= \(session.today)
      ORDER BY c.closes_on, c.code
      """
    ) { row in
      Invitation(
        campaign: CampaignSummary(try StoredCampaign(row), on: session.today), state: try row.decode("state"),
        extraTimePercent: isTold ? try row.decode("extra_time_percent", as: Int.self) : nil)
    }
  }

  private func attempts(of person: PersonID, _ isTold: Bool, _ session: Session) throws -> [Attempt] {
    try session.tx.all(
      """
      SELECT i.code, i.title_en, i.title_zh, c.code AS campaign, a.started_at, a.deadline,
        (SELECT count(*) FROM response r
         WHERE r.organisation_id = a.organisation_id AND r.attempt_id = a.id) AS answered
      FROM attempt a
      JOIN form f ON f.organisation_id = a.organisation_id AND f.id = a.form_id
      JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
      LEFT JOIN campaign c ON c.organisation_id = a.organisation_id AND c.id = a.campaign_id
      WHERE a.organisation_id = \(session.actor.organisation) AND a.person_id = \(person) AND a.status = 'in_progress'
      ORDER BY a.started_at
      """
    ) { row in
      Attempt(
        instrument: try row.decode("code"), title: try row.localized("title"), campaign: try row.decode("campaign"),
        startedAt: try row.decode("started_at"), deadline: isTold ? try row.decode("deadline") : nil,
        answered: try row.decode("answered"))
    }
  }

  private func scores(of person: PersonID, _ session: Session) throws -> [Score] {
    try session.tx.all(
      """
      SELECT DISTINCT ON (i.code) i.code, i.title_en, i.title_zh, s.level, s.scored_on, s.valid_until, a.finished_at,
        (SELECT (n.settings->>'retakeDays')::integer FROM instrument n
         WHERE n.organisation_id = i.organisation_id AND n.code = i.code ORDER BY n.version DESC LIMIT 1) AS retake_days,
        \(fragment: .retakeIsWaived) AS waived
      FROM score s
      JOIN attempt a ON a.organisation_id = s.organisation_id AND a.id = s.attempt_id AND a.status = 'scored'
      JOIN form f ON f.organisation_id = a.organisation_id AND f.id = a.form_id
      JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
      WHERE s.organisation_id = \(session.actor.organisation) AND s.person_id = \(person) AND s.domain = 'overall'
        AND s.withdrawn_on IS NULL
      ORDER BY i.code, s.assessed_on DESC, s.attempt_id DESC
      """
    ) { row in
      Score(
        instrument: try row.decode("code"), title: try row.localized("title"), level: try row.decode("level"),
        scoredOn: try row.decode("scored_on"), validUntil: try row.decode("valid_until"),
        retakeFrom: Day(try row.decode("finished_at", as: Date.self)).adding(
          days: try row.decode("waived") ? 0 : try row.decode("retake_days", as: Int.self)))
    }
  }
}
