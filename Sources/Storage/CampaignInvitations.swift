import FoundationEssentials
import Postgres
public import Readiness

/// Someone whom an audience means.
struct AudienceMember {
  let id: PersonID
  let invitee: Invitee
}

extension Session {
  /// Whom an audience means, by external id.
  ///
  /// - Parameters:
  ///   - day: who is employed then, where; someone named must be.
  ///   - mayHaveLeft: whether someone named may be employed no more.
  /// - Throws: `invalid-audience` with every code that nothing has; `nobody-invited` when it comes to nobody.
  func members(of audience: CampaignAudience, on day: Day, mayHaveLeft: Bool = false) throws -> [AudienceMember] {
    try audience.check()
    let named = try audience.named()
    let resolved = try AudienceCodes(audience, named: named, in: self)
    let members = try members(of: resolved, everyone: audience.everyone == true, on: day, mayHaveLeft: mayHaveLeft)
    let found = Set(members.map(\.invitee.person))
    let absent = named.filter { !found.contains($0.code) }.map { $0.fault(.notEmployed(on: day)) }
    guard absent.isEmpty else { throw Refusal(audienceFaults: absent) }
    guard !members.isEmpty else {
      throw Refusal.invalid(
        "nobody-invited", field: "audience", en: "Nobody employed on \(day) is of this audience. Widen it.",
        zh: "\(day) 没有符合条件的在职人员。请扩大范围。")
    }
    return members
  }

  private func members(
    of codes: AudienceCodes, everyone: Bool, on day: Day, mayHaveLeft: Bool
  ) throws -> [AudienceMember] {
    try tx.all(
      """
      SELECT p.id, p.external_id, p.name, u.code AS unit
      FROM person p
      LEFT JOIN employment e ON e.organisation_id = p.organisation_id AND e.person_id = p.id
        AND e.valid_from <= \(day) AND (e.valid_to IS NULL OR e.valid_to > \(day))
      LEFT JOIN unit u ON u.organisation_id = e.organisation_id AND u.id = e.unit_id
      WHERE p.organisation_id = \(actor.organisation) AND (e.person_id IS NOT NULL OR \(mayHaveLeft))
        AND (p.id = ANY (\(codes.people)) OR e.person_id IS NOT NULL AND (\(everyone)
          OR (cardinality(\(codes.units)) > 0 OR cardinality(\(codes.roles)) > 0)
            AND (cardinality(\(codes.units)) = 0
              OR e.unit_id IN (SELECT unit_subtree(top, \(day)) FROM unnest(\(codes.units)) AS t (top)))
            AND (cardinality(\(codes.roles)) = 0 OR e.role_id = ANY (\(codes.roles)))))
      ORDER BY p.external_id
      """
    ) { row in
      AudienceMember(
        id: try row.decode("id"),
        invitee: Invitee(
          person: try row.decode("external_id"), name: try row.decode("name"), unit: try row.decode("unit")))
    }
  }

  /// - Returns: those whose invitation is new, or was withdrawn.
  func invite(_ members: [AudienceMember], to campaign: CampaignID) throws -> Set<PersonID> {
    let invited = try tx.all(
      """
      INSERT INTO campaign_invitation (organisation_id, campaign_id, person_id, invited_at)
      SELECT \(actor.organisation), \(campaign), person, \(now) FROM unnest(\(members.map(\.id))) AS n (person)
      ON CONFLICT (organisation_id, campaign_id, person_id) DO UPDATE
        SET invited_at = excluded.invited_at, withdrawn_at = NULL
        WHERE campaign_invitation.withdrawn_at IS NOT NULL
      RETURNING person_id
      """
    ) { try $0.decode("person_id", as: PersonID.self) }
    return Set(invited)
  }

  /// - Returns: those whose invitation was taken back.
  /// - Throws: `invalid-audience` with everyone who has begun.
  fileprivate func withdraw(_ members: [AudienceMember], from campaign: CampaignID) throws -> Set<PersonID> {
    let begun = try tx.all(
      """
      SELECT p.external_id FROM attempt a
      JOIN person p ON p.organisation_id = a.organisation_id AND p.id = a.person_id
      WHERE a.organisation_id = \(actor.organisation) AND a.campaign_id = \(campaign) AND a.status <> 'voided'
        AND a.person_id = ANY (\(members.map(\.id)))
      ORDER BY p.external_id
      """
    ) { try $0.decode("external_id", as: String.self) }
    guard begun.isEmpty else {
      throw Refusal(audienceFaults: begun.map { AudienceName(code: $0, row: nil, field: "people").fault(.begun) })
    }
    let withdrawn = try tx.all(
      """
      UPDATE campaign_invitation SET withdrawn_at = \(now)
      WHERE organisation_id = \(actor.organisation) AND campaign_id = \(campaign) AND withdrawn_at IS NULL
        AND person_id = ANY (\(members.map(\.id)))
      RETURNING person_id
      """
    ) { try $0.decode("person_id", as: PersonID.self) }
    return Set(withdrawn)
  }
}

extension InviteToCampaign: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let stored = try session.unclosedCampaign(code: campaign)
    let withdraws = withdraw == true
    if !withdraws, stored.phase(on: session.today) == .over {
      throw Refusal.conflict(
        "campaign-over", field: "campaign",
        en: "The campaign closed on \(stored.closesOn). Extend it first, then invite.",
        zh: "活动已于 \(stored.closesOn) 截止。请先延期，再邀请。")
    }
    let members = try session.members(
      of: audience, on: max(session.today, stored.opensOn), mayHaveLeft: withdraws)
    let changed =
      withdraws ? try session.withdraw(members, from: stored.id) : try session.invite(members, to: stored.id)
    if changed.isEmpty, withdraws {
      throw Refusal.invalid(
        "not-invited", field: "audience", en: "Nobody of these has an invitation to take back.",
        zh: "这些人员均没有可撤回的邀请。")
    }
    return Result(
      changed: changed.count, unchanged: members.count - changed.count,
      people: members.filter { changed.contains($0.id) }.prefix(500).map(\.invitee))
  }
}

extension AccommodatePerson: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    try check()
    let stored = try session.unclosedCampaign(code: campaign)
    let person = try session.person(externalID: person)
    let changed = try session.tx.run(
      """
      UPDATE campaign_invitation SET extra_time_percent = \(extraTimePercent), accommodation_reason = \(reason),
        accommodation_note = \(note)
      WHERE organisation_id = \(session.actor.organisation) AND campaign_id = \(stored.id) AND person_id = \(person)
        AND withdrawn_at IS NULL
      """)
    if changed == 0 {
      throw Refusal.invalid(
        "not-invited", field: "person",
        en: "“\(self.person)” is not invited to the campaign “\(campaign)”. Invite them first.",
        zh: "“\(self.person)”未受邀参加活动“\(campaign)”。请先邀请。")
    }
    try session.renewDeadlines(of: stored, closesOn: stored.closesOn, person: person)
    return Done()
  }
}
