import Crypto
public import FoundationEssentials
public import Postgres
public import Readiness

/// What only the operator at the server's host does; none of it is behind the network.
extension Store {
  /// Makes an organisation, empty but for the competency framework of the AI quotient.
  public func createOrganisation(name: LocalizedText, now: Date) async throws -> OrganisationID {
    let organisation = OrganisationID(UUID(version7: now))
    try await database.write { tx in
      let session = try session(of: .operatorOf(organisation), tx: tx, now: now)
      try tx.run(
        """
        INSERT INTO organisation (organisation_id, name_en, name_zh, created_at)
        VALUES (\(organisation), \(name.en), \(name.zh), \(now))
        """)
      try tx.run(
        "INSERT INTO organisation_version (organisation_id, epoch) VALUES (\(organisation), \(UUID()))")
      try tx.run(
        """
        INSERT INTO sync_settings (organisation_id, cursor_key)
        VALUES (\(organisation), \(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }))
        """)
      try session.insertFramework()
      try session.audit([
        AuditEvent(action: "organisation.create", outcome: .applied, subject: organisation.uuid, detail: name)
      ])
    }
    return organisation
  }

  /// - Throws: `DatabaseRoleError` when row-level security would not bind this connection.
  public func requireConfinedRole() async throws {
    let role = try await database.read { tx in
      try tx.one(
        """
        SELECT current_user::text AS name, r.rolsuper OR r.rolbypassrls AS bypasses,
          EXISTS (SELECT FROM pg_class WHERE relname = 'sync_row' AND pg_has_role(current_user, relowner, 'USAGE')) AS owns
        FROM pg_roles r WHERE r.rolname = current_user
        """
      ) { row in
        (
          name: try row.decode("name", as: String.self), bypasses: try row.decode("bypasses", as: Bool.self),
          owns: try row.decode("owns", as: Bool.self)
        )
      }
    }
    if role.bypasses || role.owns { throw DatabaseRoleError(role: role.name) }
  }
}

/// The server was given a role that sees every organisation.
public struct DatabaseRoleError: Error, CustomStringConvertible {
  public let role: String

  public var description: String {
    "The database role “\(role)” can pass over row-level security: it is a superuser or owns the tables. "
      + "Connect the server as readiness_app (READINESS_DATABASE_URL); keep the owner for READINESS_DATABASE_ADMIN_URL."
  }
}

extension Session {
  /// The framework of the AI quotient: overall, and the six domains below it, at five levels.
  fileprivate func insertFramework() throws {
    let framework = UUID(version7: now)
    let overall = UUID(version7: now)
    let name = LocalizedText(en: "AI quotient", zh: "AI 商")
    try tx.run(
      """
      INSERT INTO framework (organisation_id, id, code, name_en, name_zh)
      VALUES (\(actor.organisation), \(framework), 'aiq', \(name.en), \(name.zh))
      """)
    for level in QuotientLevel.allCases {
      try tx.run(
        """
        INSERT INTO proficiency_level (organisation_id, framework_id, level, name_en, name_zh)
        VALUES (\(actor.organisation), \(framework), \(level), \(level.name.en), \(level.name.zh))
        """)
    }
    try insertCompetency(overall, framework: framework, parent: nil, code: "overall", name: name)
    for domain in QuotientDomain.allCases {
      try insertCompetency(
        UUID(version7: now), framework: framework, parent: overall, code: domain.rawValue, name: domain.name)
    }
  }

  private func insertCompetency(
    _ id: UUID, framework: UUID, parent: UUID?, code: String, name: LocalizedText
  ) throws {
    try tx.run(
      """
      INSERT INTO competency (organisation_id, id, framework_id, parent_id, code, name_en, name_zh)
      VALUES (\(actor.organisation), \(id), \(framework), \(parent), \(code), \(name.en), \(name.zh))
      """)
  }
}

/// What the owner of the schema may ask across organisations.
public enum HostQueries {
  /// - Parameter database: connected as the owner of the schema.
  public static func organisations(_ database: Database) async throws -> [(id: OrganisationID, name: LocalizedText)] {
    try await database.read { tx in
      try tx.all("SELECT organisation_id, name_en, name_zh FROM organisation ORDER BY created_at") { row in
        (id: try row.decode("organisation_id"), name: try row.localized("name"))
      }
    }
  }

  /// Walks each organisation's audit chain and compares its end with the head.
  ///
  /// - Parameter database: connected as the owner of the schema.
  public static func verifyAudit(_ database: Database) async throws -> [AuditVerdict] {
    try await database.read(deadline: .seconds(3_600)) { tx in
      try tx.all(
        """
        SELECT v.organisation_id, v.audit_position AS events, min(e.position) FILTER (WHERE NOT e.sound) AS broken,
          count(e.position) = v.audit_position AND coalesce(max(e.position), 0) = v.audit_position
            AND coalesce((array_agg(e.hash ORDER BY e.position DESC))[1], '') = v.audit_hash AS complete
        FROM organisation_version v
        LEFT JOIN (
          SELECT a.organisation_id, a.position, a.hash,
            a.previous_hash = coalesce(lag(a.hash) OVER (PARTITION BY a.organisation_id ORDER BY a.position), '')
              AND a.hash = audit_digest(a, a.previous_hash) AS sound
          FROM audit_event a) e ON e.organisation_id = v.organisation_id
        GROUP BY v.organisation_id, v.audit_position, v.audit_hash ORDER BY v.organisation_id
        """
      ) { row in
        AuditVerdict(
          organisation: try row.decode("organisation_id"), events: try row.decode("events"),
          firstBroken: try row.decode("broken"), isComplete: try row.decode("complete"))
      }
    }
  }

  /// Tells devices that they face another history: the last statements of a restore from a backup, so that the past never
  /// stands there under the present's epoch.
  public static let epochRenewal = """
    DO $renewal$
    BEGIN
      IF to_regclass('public.organisation_version') IS NOT NULL THEN
        UPDATE public.organisation_version SET epoch = gen_random_uuid();
      END IF;
    END
    $renewal$;
    """
}

/// What became of the check of one organisation's audit.
public struct AuditVerdict: Codable, Sendable, Equatable {
  public var organisation: OrganisationID
  public var events: Int
  /// The position of the first event that was altered, or whose predecessor was; nil: none.
  public var firstBroken: Int?
  /// Whether all events up to the head are there.
  public var isComplete: Bool

  public var isSound: Bool { firstBroken == nil && isComplete }
}
