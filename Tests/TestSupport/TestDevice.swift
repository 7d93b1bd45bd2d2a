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

  /// As `TestStore.oracle(of:on:)`.
  public func oracle(on day: Day = TestStore.today) async throws -> TestStore.Oracle {
    try await test.oracle(of: id, on: day)
  }
}

extension TestStore {
  /// What a device may hold, asked of the database itself, with the version at which that is so.
  public struct Oracle: Sendable {
    public var head: Int64 = 0
    /// Also scopes without a row.
    public var granted: Set<SyncScope> = []
    public var rows: [PullLine.RowKey: ReferenceReplica.Row] = [:]
  }

  /// - Parameter day: on which the device asks; whom a manager has is taken from the newest employments.
  public func oracle(of device: DeviceID, on day: Day = TestStore.today) async throws -> Oracle {
    try await owner.read { tx in
      var oracle = Oracle()
      oracle.head = try tx.one(
        """
        SELECT v.version FROM organisation_version v JOIN device d ON d.organisation_id = v.organisation_id
        WHERE d.id = \(device)
        """
      ) { try $0.decode("version", as: Int64.self) }
      let held = try tx.all(
        """
        \(fragment: TestStore.granted(to: device, on: day))
        SELECT g.scope, s.table_name, s.id, s.version, s.wire FROM granted g
        LEFT JOIN sync_row s ON s.organisation_id = g.organisation_id AND s.scope = g.scope AND NOT s.deleted
        """
      ) { row in
        (
          scope: SyncScope(try row.decode("scope", as: String.self)) ?? .organisation,
          table: try row.decode("table_name", as: String?.self), id: try row.decode("id", as: UUID?.self),
          version: try row.decode("version", as: Int64?.self), wire: try row.decode("wire", as: String?.self)
        )
      }
      for row in held {
        oracle.granted.insert(row.scope)
        guard let table = row.table, let id = row.id, let version = row.version, let wire = row.wire else { continue }
        oracle.rows[PullLine.RowKey(scope: row.scope, table: table, id: id)] = .init(version: version, text: wire)
      }
      return oracle
    }
  }

  /// What a device may hold, as `oracle` has it.
  public func granted(to device: DeviceID, on day: Day = TestStore.today) async throws -> Set<SyncScope> {
    let scopes = try await owner.read { tx in
      try tx.all("\(fragment: TestStore.granted(to: device, on: day)) SELECT scope FROM granted") {
        try $0.decode("scope", as: String.self)
      }
    }
    return Set(scopes.compactMap(SyncScope.init))
  }

  /// The beginning of a query that has each scope in `granted`.
  private static func granted(to device: DeviceID, on day: Day) -> SQL {
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
    ), granted AS (
      SELECT organisation_id, 'o' AS scope FROM me
      UNION SELECT organisation_id, 's:' || person_id || '#self' FROM me WHERE person_id IS NOT NULL
      UNION SELECT organisation_id, 'all#hr' FROM me WHERE role IN ('owner', 'hr_admin')
      UNION SELECT organisation_id, 's:' || t.person_id || '#manager' FROM me, team t WHERE role = 'manager'
      UNION SELECT c.organisation_id, 'c:' || c.id FROM me JOIN campaign_invitation n USING (person_id)
        JOIN campaign c ON c.id = n.campaign_id
        WHERE n.withdrawn_at IS NULL AND c.mode = 'fixed'
          AND (EXISTS (SELECT FROM attempt a
              WHERE a.campaign_id = c.id AND a.person_id = me.person_id AND a.status = 'in_progress')
            OR c.closed_at IS NULL AND \(day) BETWEEN c.opens_on AND c.closes_on
              AND NOT EXISTS (SELECT FROM attempt a
                WHERE a.campaign_id = c.id AND a.person_id = me.person_id AND a.status <> 'voided'))
    )
    """
  }
}
