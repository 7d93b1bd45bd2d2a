public import FoundationEssentials
import Postgres
public import Readiness
public import Storage
public import Wire

/// A device of one of a test store's accounts, with a replica.
public struct TestDevice: Sendable {
  public let test: TestStore
  public let id: DeviceID
  public var tokens: DeviceTokens
  public var replica = ReferenceReplica()
  private var sequence: Int64 = 0

  /// Enrols a device for a person of the first organisation, who gets an account as an employee if they have none.
  public static func enrol(
    _ person: String, in test: TestStore, organisation: TestOrganisation? = nil, now: Date = TestStore.now
  ) async throws -> TestDevice {
    let organisation = organisation ?? test.first
    _ = try await test.owner.write { tx in
      try tx.run(
        """
        UPDATE person SET email = lower(external_id) || '@example.org'
        WHERE organisation_id = \(organisation.id) AND external_id = \(organisation.code(person)) AND email IS NULL
        """)
    }
    let invited = try await test.store.execute(
      InviteDevices(people: [organisation.code(person)]), by: .operatorOf(organisation.id), now: now)
    let tokens = try await test.store.enrol(
      code: invited.invitations[0].code, name: "Phone of \(person)", platform: "test", now: now)
    return TestDevice(test: test, id: tokens.device, tokens: tokens)
  }

  public var caller: Caller { .token(tokens.accessToken) }

  /// One page, as it is sent.
  public func page(
    cursor: String?, limit: Int? = nil, purged: [SyncScope]? = nil, schema: Int = SyncProtocol.schema,
    now: Date = TestStore.now
  ) async throws -> [UInt8] {
    try await test.store.pull(
      PullRequest(cursor: cursor, limit: limit, lastSequence: sequence, purged: purged), schema: schema, device: id,
      by: caller, now: now)
  }

  /// Pulls until the replica is up to date.
  ///
  /// - Returns: how many pages it took.
  @discardableResult
  public mutating func pull(limit: Int? = nil, now: Date = TestStore.now) async throws -> Int {
    var pages = 0
    while true {
      let purged = Array(replica.dropped)
      let page = try await page(cursor: replica.cursor, limit: limit, purged: purged.isEmpty ? nil : purged, now: now)
      replica.forgetDropped()
      pages += 1
      if try replica.take(page) { return pages }
    }
  }

  /// Pushes commands with the next sequences.
  public mutating func push(
    _ commands: [any Command], base: Mutation.Base? = nil, epoch: String? = nil, now: Date = TestStore.now
  ) async throws -> PushOutcome {
    let mutations = commands.enumerated().map { index, command in
      Mutation(command: SubmittedCommand(sequence: sequence + Int64(index) + 1, command: command), base: base)
    }
    let outcome = try await send(mutations, epoch: epoch, now: now)
    sequence += Int64(commands.count)
    return outcome
  }

  /// Pushes mutations as they are.
  public func send(
    _ mutations: [Mutation], epoch: String? = nil, now: Date = TestStore.now
  ) async throws -> PushOutcome {
    let device = id
    let current = try await test.owner.read { tx in
      try tx.one(
        """
        SELECT v.epoch FROM organisation_version v JOIN device d ON d.organisation_id = v.organisation_id
        WHERE d.id = \(device)
        """
      ) { try $0.decode("epoch", as: UUID.self) }
    }
    return try await test.store.push(
      PushRequest(epoch: epoch ?? current.uuidString.lowercased(), mutations: mutations), device: id, by: caller,
      now: now)
  }

  /// What row by row a device may hold on a day, asked of the database itself, with the version at which that is so.
  public func oracle(
    on day: Day = TestStore.today
  ) async throws -> (head: Int64, rows: [PullLine.RowKey: ReferenceReplica.Row]) {
    let device = id
    return try await test.owner.read { tx in
      let head = try tx.one(
        """
        SELECT v.version FROM organisation_version v JOIN device d ON d.organisation_id = v.organisation_id
        WHERE d.id = \(device)
        """
      ) { try $0.decode("version", as: Int64.self) }
      let rows = try tx.all(
        """
        WITH RECURSIVE me AS (
          SELECT d.organisation_id, a.person_id, g.role FROM device d
          JOIN account a ON a.organisation_id = d.organisation_id AND a.id = d.account_id
          JOIN access_grant g ON g.organisation_id = a.organisation_id AND g.account_id = a.id AND g.revoked_at IS NULL
          WHERE d.id = \(device)
        ), team AS (
          SELECT e.person_id FROM employment e JOIN me ON e.organisation_id = me.organisation_id
            AND e.manager_id = me.person_id AND e.valid_to IS NULL
          UNION
          SELECT e.person_id FROM employment e JOIN team t ON e.manager_id = t.person_id AND e.valid_to IS NULL
        )
        SELECT s.scope, s.table_name, s.id, s.version, s.wire FROM sync_row s JOIN me USING (organisation_id)
        WHERE NOT s.deleted AND (s.scope = 'o' OR s.scope = 's:' || me.person_id || '#self'
          OR s.scope = 'all#hr' AND me.role IN ('owner', 'hr_admin')
          OR me.role = 'manager' AND s.scope IN (SELECT 's:' || t.person_id || '#manager' FROM team t)
          OR s.scope IN (
            SELECT 'c:' || c.id FROM campaign c JOIN campaign_invitation n ON n.campaign_id = c.id
            WHERE n.person_id = me.person_id AND n.withdrawn_at IS NULL AND c.mode = 'fixed'
              AND (EXISTS (SELECT FROM attempt a
                  WHERE a.campaign_id = c.id AND a.person_id = me.person_id AND a.status = 'in_progress')
                OR c.closed_at IS NULL AND \(day) BETWEEN c.opens_on AND c.closes_on
                  AND NOT EXISTS (SELECT FROM attempt a
                    WHERE a.campaign_id = c.id AND a.person_id = me.person_id AND a.status <> 'voided'))))
        """
      ) { row in
        (
          PullLine.RowKey(
            scope: SyncScope(try row.decode("scope", as: String.self)) ?? .organisation,
            table: try row.decode("table_name"), id: try row.decode("id")),
          ReferenceReplica.Row(version: try row.decode("version"), text: try row.decode("wire"))
        )
      }
      return (head, Dictionary(rows, uniquingKeysWith: { first, _ in first }))
    }
  }
}
