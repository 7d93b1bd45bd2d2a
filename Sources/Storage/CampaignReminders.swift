import Postgres
public import Readiness

extension RemindInvited: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let campaigns = try campaign.map { [try session.campaign(code: $0)] } ?? session.campaigns(where: "true")
    let reminders = try campaigns.filter { $0.phase(on: session.today) == .open }.flatMap { campaign in
      let plan = ReminderPlan(daysBefore: campaign.reminderDays, closesOn: campaign.closesOn)
      return try plan.latest(by: session.today).map { try session.recordReminders(of: campaign, dueOn: $0) } ?? []
    }
    return Result(reminders: reminders)
  }
}

extension Session {
  /// Those invited by the day who have something left to do, unless their reminder of this day is recorded already.
  fileprivate func recordReminders(of campaign: StoredCampaign, dueOn day: Day) throws -> [RemindInvited.Reminder] {
    try tx.all(
      """
      WITH recorded AS (
        INSERT INTO campaign_reminder (organisation_id, campaign_id, person_id, due_on, recorded_at)
        SELECT n.organisation_id, n.campaign_id, n.person_id, \(day), \(now) FROM campaign_invitation n
        WHERE n.organisation_id = \(actor.organisation) AND n.campaign_id = \(campaign.id) AND n.withdrawn_at IS NULL
          AND (n.invited_at AT TIME ZONE 'UTC')::date <= \(day)
          AND EXISTS (
            SELECT FROM employment e WHERE e.organisation_id = n.organisation_id AND e.person_id = n.person_id
              AND e.valid_from <= \(today) AND (e.valid_to IS NULL OR e.valid_to > \(today)))
          AND NOT EXISTS (
            SELECT FROM attempt a WHERE a.organisation_id = n.organisation_id AND a.campaign_id = n.campaign_id
              AND a.person_id = n.person_id AND a.status <> 'voided'
              AND (a.status <> 'in_progress' OR a.deadline < \(now)))
        ON CONFLICT DO NOTHING
        RETURNING organisation_id, campaign_id, person_id)
      SELECT p.external_id, p.name, p.email, p.locale, EXISTS (
        SELECT FROM attempt a WHERE a.organisation_id = r.organisation_id AND a.campaign_id = r.campaign_id
          AND a.person_id = r.person_id AND a.status = 'in_progress') AS started
      FROM recorded r JOIN person p ON p.organisation_id = r.organisation_id AND p.id = r.person_id
      ORDER BY p.external_id
      """
    ) { row in
      RemindInvited.Reminder(
        campaign: campaign.code, title: campaign.title, closesOn: campaign.closesOn,
        person: try row.decode("external_id"), name: try row.decode("name"), email: try row.decode("email"),
        language: try row.decode("locale"), started: try row.decode("started"))
    }
  }
}
