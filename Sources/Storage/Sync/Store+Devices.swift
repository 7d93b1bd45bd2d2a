public import FoundationEssentials
import Postgres
import Readiness
public import Wire

extension Store {
  /// Lets a device in by an enrolment code, which is used up.
  ///
  /// - Throws: `unauthenticated` for a code that is unknown, used or expired.
  public func enrol(code: String, name: String, platform: String, now: Date) async throws -> DeviceTokens {
    guard let secret = Secret(code, kind: .enrolment) else { throw Refusal.wrongEnrolmentCode }
    return try await database.write { tx in
      let session = try session(of: .operatorOf(secret.organisation), tx: tx, now: now)
      let account = try tx.first(
        """
        UPDATE device_invitation i SET used_at = \(now) FROM account a
        WHERE i.organisation_id = \(secret.organisation) AND i.hash = \(secret.hash) AND i.used_at IS NULL
          AND i.expires_at > \(now) AND a.organisation_id = i.organisation_id AND a.id = i.account_id
          AND a.disabled_at IS NULL
        RETURNING i.account_id
        """
      ) { try $0.decode("account_id", as: AccountID.self) }
      guard let account else { throw Refusal.wrongEnrolmentCode }
      let device: DeviceID = session.newID()
      try tx.run(
        """
        INSERT INTO device (organisation_id, id, account_id, name, platform, enrolled_at)
        VALUES (\(secret.organisation), \(device), \(account), \(name), \(platform), \(now))
        """)
      let tokens = try session.issueTokens(to: device, of: account, after: nil)
      // The event is the account's own.
      try self.session(of: .token(tokens.accessToken), tx: tx, now: now).audit([
        AuditEvent(
          action: "device.enrol", outcome: .applied, subject: device.uuid, detail: ["name": name, "platform": platform])
      ])
      return tokens
    }
  }

  /// Trades a refresh token for the next pair. Until the successor is used the trade may be repeated; after that a second
  /// trade is a theft or a copy, and ends the device.
  ///
  /// - Throws: `device-revoked`; `unauthenticated` for a token that is unknown or expired.
  public func refresh(token: String, now: Date) async throws -> DeviceTokens {
    guard let secret = Secret(token, kind: .refresh) else { throw Refusal.unauthenticated }
    let traded: DeviceTokens? = try await database.write { tx in
      let session = try session(of: .operatorOf(secret.organisation), tx: tx, now: now)
      let known = try session.refreshToken(secret)
      guard !known.isEnded else { throw Refusal.deviceRevoked }
      guard !known.successorIsUsed, !known.isReplaced else {
        try session.end(known.device, as: .tokenReused)
        return nil
      }
      try tx.run(
        """
        UPDATE refresh_token SET used_at = \(now) WHERE organisation_id = \(secret.organisation) AND id = \(known.id)
        """)
      return try session.issueTokens(to: known.device, of: known.account, after: known.id)
    }
    guard let traded else { throw Refusal.deviceRevoked }
    return traded
  }

  /// Takes the word of a device that was let in no longer that it has deleted all it held.
  ///
  /// - Parameter token: the last refresh token that it had.
  /// - Throws: `unauthenticated` for a token that is unknown or expired, or of a device that is still let in.
  public func confirmPurge(token: String, now: Date) async throws {
    guard let secret = Secret(token, kind: .refresh) else { throw Refusal.unauthenticated }
    try await database.write { tx in
      let session = try session(of: .operatorOf(secret.organisation), tx: tx, now: now)
      let known = try session.refreshToken(secret)
      guard known.isEnded else { throw Refusal.unauthenticated }
      let purged = try tx.run(
        """
        UPDATE device_holding
        SET dropped_at = coalesce(dropped_at, greatest(\(now), granted_at)), purged_at = greatest(\(now), granted_at)
        WHERE organisation_id = \(secret.organisation) AND device_id = \(known.device) AND purged_at IS NULL
        """)
      if purged > 0 {
        try session.audit([
          AuditEvent(
            action: "device.purge", outcome: .applied, subject: known.device.uuid, detail: ["scopes": "\(purged)"])
        ])
      }
    }
  }
}

/// A refresh token as it is stored.
private struct StoredRefreshToken {
  let id: UUID
  let device: DeviceID
  let account: AccountID
  /// Its device is revoked, or its account disabled.
  let isEnded: Bool
  /// A token that came of it has been traded itself.
  let successorIsUsed: Bool
  /// Its predecessor was traded again after it was made, so that it was never to be used.
  let isReplaced: Bool
}

extension Session {
  /// Locks the device, so that two trades of one token come one after the other.
  fileprivate func refreshToken(_ secret: Secret) throws -> StoredRefreshToken {
    // In a statement of its own: what the next one reads is of after the lock.
    try tx.run(
      """
      SELECT FROM refresh_token r JOIN device d ON d.organisation_id = r.organisation_id AND d.id = r.device_id
      WHERE r.organisation_id = \(secret.organisation) AND r.hash = \(secret.hash) FOR UPDATE OF d
      """)
    let found = try tx.first(
      """
      SELECT r.id, r.device_id, d.account_id, d.revoked_at IS NOT NULL OR a.disabled_at IS NOT NULL AS ended,
        EXISTS (SELECT FROM refresh_token s WHERE s.organisation_id = r.organisation_id AND s.predecessor = r.id
          AND s.used_at IS NOT NULL) AS successor_used,
        EXISTS (SELECT FROM refresh_token s WHERE s.organisation_id = r.organisation_id
          AND s.predecessor = r.predecessor AND s.created_at > r.created_at) AS replaced
      FROM refresh_token r
      JOIN device d ON d.organisation_id = r.organisation_id AND d.id = r.device_id
      JOIN account a ON a.organisation_id = d.organisation_id AND a.id = d.account_id
      WHERE r.organisation_id = \(secret.organisation) AND r.hash = \(secret.hash) AND r.expires_at > \(now)
      """
    ) { row in
      StoredRefreshToken(
        id: try row.decode("id"), device: try row.decode("device_id"), account: try row.decode("account_id"),
        isEnded: try row.decode("ended"), successorIsUsed: try row.decode("successor_used"),
        isReplaced: try row.decode("replaced"))
    }
    guard let found else { throw Refusal.unauthenticated }
    return found
  }

  fileprivate func issueTokens(to device: DeviceID, of account: AccountID, after predecessor: UUID?) throws
    -> DeviceTokens
  {
    let access = Secret(organisation: actor.organisation, kind: .token)
    let refresh = Secret(organisation: actor.organisation, kind: .refresh)
    let accessExpiresAt = now.addingTimeInterval(DeviceTokens.accessLifetime)
    let refreshExpiresAt = now.addingTimeInterval(DeviceTokens.refreshLifetime)
    try tx.run(
      """
      INSERT INTO token (organisation_id, id, account_id, device_id, hash, label, created_at, expires_at)
      VALUES (\(actor.organisation), \(UUID(version7: now)), \(account), \(device), \(access.hash), 'device', \(now),
        \(accessExpiresAt))
      ON CONFLICT (organisation_id, device_id) WHERE device_id IS NOT NULL DO UPDATE
        SET hash = excluded.hash, created_at = excluded.created_at, expires_at = excluded.expires_at
      """)
    try tx.run(
      """
      INSERT INTO refresh_token (organisation_id, id, device_id, hash, predecessor, created_at, expires_at)
      SELECT \(actor.organisation), \(UUID(version7: now)), \(device), \(refresh.hash), \(predecessor),
        -- Later than every other of the device, whatever the clocks of several servers say.
        greatest(\(now), (SELECT max(created_at) + interval '1 microsecond' FROM refresh_token
          WHERE organisation_id = \(actor.organisation) AND device_id = \(device))),
        \(refreshExpiresAt)
      """)
    try tx.run(
      "UPDATE device SET last_seen_at = \(now) WHERE organisation_id = \(actor.organisation) AND id = \(device)")
    return DeviceTokens(
      device: device, accessToken: access.text, accessExpiresAt: accessExpiresAt, refreshToken: refresh.text,
      refreshExpiresAt: refreshExpiresAt)
  }

  fileprivate func end(_ device: DeviceID, as reason: DeviceRevocation) throws {
    try tx.run(
      """
      UPDATE device SET revoked_at = \(now), revocation = \(reason)
      WHERE organisation_id = \(actor.organisation) AND id = \(device)
      """)
    try audit([
      AuditEvent(
        action: CommandName.revokeDevice.rawValue, outcome: .applied, subject: device.uuid,
        detail: ["reason": reason.rawValue])
    ])
  }
}

extension DeviceTokens {
  /// Seconds: a quarter of an hour.
  static let accessLifetime: TimeInterval = 900
  /// Seconds: half a year. A device that is away for longer is enrolled anew.
  static let refreshLifetime: TimeInterval = 183 * 86_400
}

extension Refusal {
  fileprivate static let wrongEnrolmentCode = Refusal(
    .unauthenticated, "wrong-code", field: "code",
    LocalizedText(
      en: "The enrolment code is unknown, used or expired. Ask HR for a new one.", zh: "注册码未知、已使用或已过期。请向人力资源部门索取新的注册码。")
  )

  /// The device has to lock and purge its replica; what waits to be sent stays, for the user to see.
  static let deviceRevoked = Refusal(
    .unauthenticated, "device-revoked",
    LocalizedText(
      en: "This device is let in no longer. What it holds is to be deleted; ask HR to enrol it anew.",
      zh: "此设备已被吊销，须删除其保存的数据。如需继续使用，请联系人力资源部门重新注册。"))
}
