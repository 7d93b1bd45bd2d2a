import FoundationEssentials
import Postgres
public import Readiness

extension InviteDevices: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    guard (1...168).contains(hours) else {
      throw Refusal.invalid(
        "out-of-range", field: "hours", en: "An enrolment code is good for 1 to 168 hours; \(hours) is not.",
        zh: "注册码有效期为 1 到 168 小时，\(hours) 不符合。")
    }
    let invited = try session.invitees(people: people, units: units)
    try session.createAccounts(for: invited.filter { $0.account == nil })
    let expiresAt = session.now.addingTimeInterval(Double(hours) * 3_600)
    return Result(
      invitations: try invited.map { invitee in
        let code = try session.insertInvitation(for: invitee, expiresAt: expiresAt)
        return Invitation(
          person: invitee.externalID, name: invitee.name, email: invitee.email, code: code,
          expiresAt: expiresAt)
      })
  }
}

extension RevokeDevice: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    let isTheirs: SQL =
      session.reach == .organisation ? "true" : "account_id = \(session.actor.account)"
    let revoked = try session.tx.run(
      """
      UPDATE device SET revoked_at = \(session.now), revoked_by = \(session.actor.account), revocation = \(reason)
      WHERE organisation_id = \(session.actor.organisation) AND id = \(device) AND revoked_at IS NULL
        AND \(fragment: isTheirs)
      """)
    if revoked == 0 {
      throw Refusal.notFound(
        LocalizedText(en: "device in use", zh: "在用设备"), device.description, field: "device")
    }
    return Done()
  }
}

extension SetDeviceLease: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    guard (1...365).contains(days) else {
      throw Refusal.invalid(
        "out-of-range", field: "days", en: "A lease is 1 to 365 days; \(days) is not.",
        zh: "离线租约为 1 到 365 天，\(days) 不符合。")
    }
    try session.tx.run(
      "UPDATE sync_settings SET lease_days = \(days) WHERE organisation_id = \(session.actor.organisation)")
    return Done()
  }
}

extension ClearTombstones: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let organisation = session.actor.organisation
    try session.tx.run(
      """
      INSERT INTO sync_mark (organisation_id, day, version)
      SELECT organisation_id, \(session.today), version FROM organisation_version
      WHERE organisation_id = \(organisation) ON CONFLICT DO NOTHING
      """)
    let mark = try session.tx.first(
      """
      SELECT version FROM sync_mark
      WHERE organisation_id = \(organisation) AND day <= \(session.today.adding(days: -ClearTombstones.keptDays - 1))
      ORDER BY day DESC LIMIT 1
      """
    ) { try $0.decode("version", as: Int64.self) }
    guard let mark else { return Result(cleared: 0) }
    return Result(
      cleared: try session.tx.one("SELECT clear_tombstones(\(mark)) AS n") { try $0.decode("n", as: Int.self) })
  }
}

/// A person who is to be invited, and the account they have.
private struct Invitee {
  let person: PersonID
  let externalID: String
  let name: String
  let email: String
  let account: AccountID?
}

/// Somebody who works here today, as the database has them.
private struct Candidate {
  let person: PersonID
  let externalID: String
  let name: String
  let email: String?
  let account: AccountID?
  /// What their account may do; nil without an account.
  let role: AccountRole?
}

extension Session {
  /// Those who are named, and those of the units whom the caller may invite: unless it is an owner, nobody but themselves
  /// whose account may do more than an employee's or a manager's.
  ///
  /// - Throws: a fault for each person who is not there today, is not to be invited by the caller, or has neither an account
  ///   nor an e-mail address.
  fileprivate func invitees(people: [String], units: [String]) throws -> [Invitee] {
    let found = try candidates(people: people, units: units)
    // A code lets whoever holds it act as the account: nobody is to gain by it what they may not do.
    let isBeyond = { (candidate: Candidate) in
      let isOrdinary = candidate.role.map { [.employee, .manager].contains($0) } ?? true
      return self.actor.account != nil && self.actor.role != .owner && !isOrdinary
        && candidate.account != self.actor.account
    }
    let missing = Set(people).subtracting(found.map(\.externalID)).sorted().map { InviteFault.unknown($0) }
    let beyond = found.filter { people.contains($0.externalID) && isBeyond($0) }.map {
      InviteFault.beyond($0.externalID)
    }
    let invited = found.filter { !isBeyond($0) }
    let mute = invited.filter { $0.email == nil }.map { InviteFault.noEmail($0.externalID) }
    guard missing.isEmpty, beyond.isEmpty, mute.isEmpty, !invited.isEmpty else {
      throw Refusal(inviting: (missing + beyond + mute).map(\.fault))
    }
    return invited.map {
      Invitee(
        person: $0.person, externalID: $0.externalID, name: $0.name, email: $0.email ?? "", account: $0.account)
    }
  }

  private func candidates(people: [String], units: [String]) throws -> [Candidate] {
    let tops = try units.map { try unit(code: $0) }
    return try tx.all(
      """
      SELECT p.id, p.external_id, p.name, coalesce(a.email, p.email) AS email, a.id AS account_id, g.role
      FROM person p
      JOIN employment e ON e.organisation_id = p.organisation_id AND e.person_id = p.id AND e.valid_from <= \(today)
        AND (e.valid_to IS NULL OR e.valid_to > \(today))
      LEFT JOIN account a ON a.organisation_id = p.organisation_id AND a.person_id = p.id AND a.disabled_at IS NULL
      LEFT JOIN access_grant g ON g.organisation_id = a.organisation_id AND g.account_id = a.id AND g.revoked_at IS NULL
      WHERE p.organisation_id = \(actor.organisation) AND (p.external_id = ANY (\(people))
        OR e.unit_id IN (SELECT s FROM unnest(\(tops)) AS top CROSS JOIN LATERAL unit_subtree(top, \(today)) AS s))
      ORDER BY p.external_id
      """
    ) { row in
      Candidate(
        person: try row.decode("id"), externalID: try row.decode("external_id"), name: try row.decode("name"),
        email: try row.decode("email"), account: try row.decode("account_id"), role: try row.decode("role"))
    }
  }

  fileprivate func createAccounts(for invitees: [Invitee]) throws {
    for invitee in invitees {
      _ = try CreateAccount(
        email: invitee.email, displayName: invitee.name, role: .employee, person: invitee.externalID
      ).apply(in: self)
    }
  }

  fileprivate func insertInvitation(for invitee: Invitee, expiresAt: Date) throws -> String {
    let secret = Secret(organisation: actor.organisation, kind: .enrolment)
    try tx.run(
      """
      INSERT INTO device_invitation (organisation_id, id, account_id, hash, created_at, created_by, expires_at)
      SELECT organisation_id, \(UUID(version7: now)), id, \(secret.hash), \(now), \(actor.account), \(expiresAt)
      FROM account WHERE organisation_id = \(actor.organisation) AND person_id = \(invitee.person)
        AND disabled_at IS NULL
      """)
    return secret.text
  }
}

/// Why somebody cannot be invited.
private enum InviteFault {
  case unknown(String)
  case noEmail(String)
  case beyond(String)

  var fault: Refusal.Fault {
    switch self {
    case .unknown(let id):
      Refusal.Fault(
        field: "people", code: "unknown-person",
        message: LocalizedText(
          en: "Nobody with the external id “\(id)” works here today.", zh: "今日在职人员中没有外部编号为“\(id)”的人员。"))
    case .beyond(let id):
      Refusal.Fault(
        field: "people", code: "owner-required",
        message: LocalizedText(
          en: "“\(id)” has an account with a role of its own, and a code acts as it. Ask an owner to invite them.",
          zh: "“\(id)”的账户拥有特定角色，注册码等同于该账户。请由所有者邀请。"))
    case .noEmail(let id):
      Refusal.Fault(
        field: "people", code: "no-email",
        message: LocalizedText(
          en: "“\(id)” has neither an account nor an e-mail address. Import the address, or create an account.",
          zh: "“\(id)”既没有账户也没有邮箱。请先导入邮箱或创建账户。"))
    }
  }
}

extension Refusal {
  fileprivate init(inviting faults: [Fault]) {
    self.init(
      .invalid, "cannot-invite", field: "people",
      faults.isEmpty
        ? LocalizedText(en: "Nobody was named. Name people or units.", zh: "未指定任何人员。请指定人员或部门。")
        : LocalizedText(en: "Some cannot be invited; nobody was.", zh: "部分人员无法邀请，因此未邀请任何人。"),
      faults: faults)
  }
}
