import FoundationEssentials
import Postgres
public import Readiness

/// A campaign as it is stored.
struct StoredCampaign {
  let id: CampaignID
  let code: String
  let title: LocalizedText
  /// Code.
  let instrument: String
  let form: UUID
  /// Code.
  let formCode: String
  let mode: DeliveryMode
  let opensOn: Day
  let closesOn: Day
  let reminderDays: [Int]
  let rules: CampaignRules
  let isClosed: Bool

  /// What `init(_:)` reads, of a campaign `c`, its form `f` and instrument `i`.
  static let columns: SQL = """
    c.id, c.code, c.title_en, c.title_zh, i.code AS instrument, c.form_id, f.code AS form, c.mode, c.opens_on,
    c.closes_on, c.reminder_days, c.validity_months, c.retake_days, c.closed_at IS NOT NULL AS is_closed
    """

  init(_ row: Row) throws {
    id = try row.decode("id")
    code = try row.decode("code")
    title = try row.localized("title")
    instrument = try row.decode("instrument")
    form = try row.decode("form_id")
    formCode = try row.decode("form")
    mode = try row.decode("mode")
    opensOn = try row.decode("opens_on")
    closesOn = try row.decode("closes_on")
    reminderDays = try row.decode("reminder_days", as: [Int32].self).map(Int.init)
    rules = CampaignRules(validityMonths: try row.decode("validity_months"), retakeDays: try row.decode("retake_days"))
    isClosed = try row.decode("is_closed")
  }

  func phase(on day: Day) -> CampaignPhase {
    CampaignPhase(opensOn: opensOn, closesOn: closesOn, isClosed: isClosed, on: day)
  }
}

extension Session {
  func campaign(code: String) throws -> StoredCampaign {
    let campaign = try campaigns(where: "c.code = \(code)").first
    guard let campaign else {
      throw Refusal.notFound(LocalizedText(en: "campaign", zh: "测评活动"), code, field: "campaign")
    }
    return campaign
  }

  /// The campaigns that a condition on `c` holds for, by code.
  func campaigns(where condition: SQL) throws -> [StoredCampaign] {
    try tx.all(
      """
      SELECT \(fragment: StoredCampaign.columns) FROM campaign c
      JOIN form f ON f.organisation_id = c.organisation_id AND f.id = c.form_id
      JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
      WHERE c.organisation_id = \(actor.organisation) AND \(fragment: condition) ORDER BY c.code
      """
    ) { try StoredCampaign($0) }
  }

  /// A campaign that is not closed by hand. Nobody else changes it, and nobody starts an attempt of it, before this
  /// transaction ends.
  func unclosedCampaign(code: String) throws -> StoredCampaign {
    _ = try tx.first(
      """
      SELECT 1 AS one FROM campaign WHERE organisation_id = \(actor.organisation) AND code = \(code) FOR NO KEY UPDATE
      """
    ) { _ in true }
    let campaign = try campaign(code: code)
    if campaign.isClosed {
      throw Refusal.conflict(
        "campaign-closed", field: "campaign", en: "The campaign “\(code)” is closed for good. Open another.",
        zh: "活动“\(code)”已关闭，无法更改。请另开一个活动。")
    }
    return campaign
  }

  /// The instrument's own, where there is no campaign.
  func rules(of campaign: CampaignID?) throws -> CampaignRules {
    guard let campaign else { return CampaignRules() }
    return try campaigns(where: "c.id = \(campaign)").first?.rules ?? CampaignRules()
  }

  /// Gives attempts in progress the time that they have by the campaign as it is now.
  ///
  /// - Parameter person: nil: everyone's.
  func renewDeadlines(of campaign: StoredCampaign, closesOn: Day, person: PersonID? = nil) throws {
    let instrument = try published(form: campaign.form).stored.instrument
    let attempts = try tx.all(
      """
      SELECT a.id, a.started_at, n.extra_time_percent FROM attempt a
      JOIN campaign_invitation n ON n.organisation_id = a.organisation_id AND n.campaign_id = a.campaign_id
        AND n.person_id = a.person_id
      WHERE a.organisation_id = \(actor.organisation) AND a.campaign_id = \(campaign.id) AND a.status = 'in_progress'
        AND (\(person)::uuid IS NULL OR a.person_id = \(person))
      """
    ) { row in
      (
        id: try row.decode("id", as: AttemptID.self),
        deadline: instrument.deadline(
          from: try row.decode("started_at"), extraTimePercent: try row.decode("extra_time_percent"),
          closesOn: closesOn)
      )
    }
    try tx.run(
      """
      UPDATE attempt a SET deadline = n.deadline FROM unnest(\(attempts.map(\.id)), \(attempts.map(\.deadline)))
        AS n (id, deadline)
      WHERE a.organisation_id = \(actor.organisation) AND a.id = n.id
      """)
  }
}

extension OpenCampaign: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    try check(on: session.today)
    let form = try session.instrument(code: instrument).form(formCode).id
    let opensOn = opensOn ?? session.today
    let people = try session.members(of: audience, on: opensOn)
    let id: CampaignID = session.newID()
    let inserted = try session.tx.run(
      """
      INSERT INTO campaign (organisation_id, id, form_id, code, title_en, title_zh, mode, opens_on, closes_on,
        reminder_days, validity_months, retake_days, created_at, created_by)
      VALUES (\(session.actor.organisation), \(id), \(form), \(code), \(title.en), \(title.zh), \(deliveryMode),
        \(opensOn), \(closesOn), \((reminderDays ?? []).map(Int32.init)), \(rules?.validityMonths),
        \(rules?.retakeDays), \(session.now), \(session.actor.account))
      ON CONFLICT (organisation_id, code) DO NOTHING
      """)
    if inserted == 0 {
      throw Refusal.conflict(
        "duplicate-code", field: "code", en: "There is a campaign “\(code)” already. Choose another code.",
        zh: "已有活动“\(code)”。请更换编码。")
    }
    _ = try session.invite(people, to: id)
    return Result(invited: people.count, people: people.prefix(500).map(\.invitee))
  }
}

extension ExtendCampaign: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    let campaign = try session.unclosedCampaign(code: code)
    guard closesOn > max(session.today, campaign.closesOn) else {
      throw Refusal.invalid(
        "not-later", field: "closesOn",
        en:
          "The new closing day must be after today (\(session.today)) and after the present one (\(campaign.closesOn)).",
        zh: "新的截止日期须晚于今天（\(session.today)）和现有截止日期（\(campaign.closesOn)）。")
    }
    try session.tx.run(
      """
      UPDATE campaign SET closes_on = \(closesOn)
      WHERE organisation_id = \(session.actor.organisation) AND id = \(campaign.id)
      """)
    try session.renewDeadlines(of: campaign, closesOn: closesOn)
    return Done()
  }
}

extension CloseCampaign: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let campaign = try session.unclosedCampaign(code: code)
    try session.tx.run(
      """
      UPDATE campaign SET closed_at = \(session.now)
      WHERE organisation_id = \(session.actor.organisation) AND id = \(campaign.id)
      """)
    let attempts = try session.tx.all(
      """
      SELECT id FROM attempt
      WHERE organisation_id = \(session.actor.organisation) AND campaign_id = \(campaign.id)
        AND status = 'in_progress'
      ORDER BY id FOR NO KEY UPDATE
      """
    ) { try $0.decode("id", as: AttemptID.self) }
    let settled = try attempts.map { try session.settle($0, try session.attempt($0)).status }
    return Result(
      scored: settled.count(where: { $0 == .scored }), expired: settled.count(where: { $0 == .expired }),
      submitted: settled.count(where: { $0 == .submitted }))
  }
}
