import FoundationEssentials
import Logging
import Postgres
import Readiness
import Storage
import Tables
import Wire
import Yams

/// An organisation of ten thousand people, with devices that are let in as phones are.
struct SyncFixture {
  static let people = 10_000
  static let changed = 100

  let store: Store
  let organisation: OrganisationID
  private let owner: Database

  /// A device with a token in force.
  struct Phone {
    var tokens: DeviceTokens
    var caller: Caller { .token(tokens.accessToken) }

    /// What wrk sends with each request, as Lua.
    var headers: String {
      """
      wrk.headers["Authorization"] = "Bearer \(tokens.accessToken)"
      wrk.headers["Sync-Protocol"] = "\(SyncProtocol.version)"
      wrk.headers["Sync-Schema"] = "\(SyncProtocol.schema)"
      wrk.headers["Sync-Device"] = "\(tokens.device)"
      wrk.headers["Content-Type"] = "application/json"

      """
    }
  }

  /// - Parameters:
  ///   - cluster: running, new and empty.
  ///   - share: the folder that has `schema` and `seed`.
  init(cluster: EmbeddedCluster, share: String, logger: Logger) async throws {
    owner = Database(
      configuration: .init(conninfo: cluster.conninfo(), connections: 1, statementTimeout: .seconds(600)),
      logger: logger)
    _ = try await Migrator(migrations: try Migration.all(in: "\(share)/schema")).migrate(owner, now: Date())
    store = Store(
      database: Database(
        configuration: .init(
          conninfo: cluster.conninfo(user: "readiness_app"), connections: 2, statementTimeout: .seconds(600)),
        logger: logger))
    organisation = try await store.createOrganisation(name: LocalizedText(en: "Benchmark", zh: "基准"), now: Date())
    try await execute(ImportUnits(sheet: try .seed("demo/units", in: share), effective: Day("2020-01-01")))
    try await execute(ImportRoles(sheet: try .seed("demo/roles", in: share), effective: Day("2020-01-01")))
    let activities = try YAMLDecoder().decode(
      [Activity].self, from: try String(contentsOfFile: "\(share)/seed/activities.yaml", encoding: .utf8))
    try await execute(ImportActivities(sheet: Sheet(activities)))
    try await importPeople(0..<SyncFixture.people, share: share, suffix: "")
  }

  func close() async {
    await store.database.close()
    await owner.close()
  }

  @discardableResult
  private func execute<C: AppliedCommand>(_ command: C) async throws -> C.Result {
    try await store.execute(command, by: .operatorOf(organisation), now: Date())
  }

  /// Changes the names of people all over the table.
  func changePeople(share: String) async throws {
    let step = SyncFixture.people / SyncFixture.changed
    // Not HR’s own, which is in two of the scopes that they hold.
    try await importPeople(stride(from: 1, to: SyncFixture.people, by: step), share: share, suffix: " II")
    try await analyze()
  }

  /// As the database itself does a minute after so much has changed.
  private func analyze() async throws { try await owner.write { tx in _ = try tx.run("ANALYZE") } }

  private func importPeople(_ people: some Sequence<Int>, share: String, suffix: String) async throws {
    let units = try Sheet.seed("demo/units", in: share).rows.map { $0.cells[0] }
    let roles = try Sheet.seed("demo/roles", in: share).rows.map { $0.cells[0] }
    let header = ["external_id", "name", "email", "unit", "role", "manager", "start_date"]
    let rows = people.map { person in
      Sheet.Row(
        row: person + 2,
        cells: [
          "E\(person)", "Person \(person)\(suffix)", "e\(person)@benchmark.example", units[person % units.count],
          roles[person % roles.count], person == 0 ? "" : "E\(person / 10)", "2021-0\(person % 9 + 1)-01",
        ])
    }
    try await execute(ImportPeople(sheet: Sheet(header: header, rows: rows)))
  }
}

// Devices.
extension SyncFixture {
  /// Lets in a device of HR's, which holds everyone.
  func enrolAdministrator() async throws -> Phone {
    try await execute(
      CreateAccount(email: "e0@benchmark.example", displayName: "HR", role: .hrAdmin, person: "E0"))
    guard let phone = try await enrol(["E0"])["E0"] else { throw BenchmarkFailure("HR was not invited.") }
    return phone
  }

  /// Lets in a device for each person.
  private func enrol(_ people: [String]) async throws -> [String: Phone] {
    var phones: [String: Phone] = [:]
    for invitation in try await execute(InviteDevices(people: people)).invitations {
      let tokens = try await store.enrol(code: invitation.code, name: "Phone", platform: "benchmark", now: Date())
      phones[invitation.person] = Phone(tokens: tokens)
    }
    return phones
  }

  /// Trades the device's refresh token, so that its access token is good for a quarter of an hour.
  func refresh(_ phone: inout Phone) async throws {
    phone.tokens = try await store.refresh(token: phone.tokens.refreshToken, now: Date())
  }

  /// A first synchronisation.
  ///
  /// - Returns: the body of each page's request, the pages, and the cursor at the end.
  func synchronise(_ phone: Phone, limit: Int) async throws -> (requests: [String], pages: [[UInt8]], cursor: String) {
    var requests: [String] = []
    var pages: [[UInt8]] = []
    var cursor: String?
    while true {
      let request = PullRequest(cursor: cursor, limit: limit)
      requests.append(String(decoding: try JSONEncoder.wire.encode(request), as: UTF8.self))
      let page = try await store.pull(
        request, schema: SyncProtocol.schema, device: phone.tokens.device, by: phone.caller, now: Date())
      pages.append(page)
      let last = page.dropLast().split(separator: UInt8(ascii: "\n")).last ?? []
      let line = try JSONDecoder.wire.decode(LastLine.self, from: Data(last))
      if let end = line.done { return (requests, pages, end.cursor) }
      guard let end = line.page else { throw BenchmarkFailure("A page has no end.") }
      cursor = end.cursor
    }
  }

  private struct LastLine: Decodable {
    struct End: Decodable { var cursor: String }
    var page: End?
    var done: End?
  }

  func head(_ phone: Phone) async throws -> SyncHead {
    try await store.syncHead(device: phone.tokens.device, by: phone.caller, now: Date())
  }
}

// What phones write.
extension SyncFixture {
  /// Somebody with a device and an active plan, who logs hours on its items.
  struct Learner {
    let phone: Phone
    let epoch: UUID
    let items: [PlanItemID]
  }

  /// Everyone's plan has all activities that are shipped: as rows, since making plans is not what is measured here.
  func enrolLearners(_ people: Range<Int>) async throws -> [Learner] {
    let codes = people.map { "E\($0)" }
    let organisation = organisation
    try await owner.write { tx in
      try tx.run(
        """
        INSERT INTO plan (organisation_id, id, person_id, status, starts_on, due_on, weekly_hours, created_on, activated_on)
        SELECT organisation_id, gen_random_uuid(), id, 'active', current_date, current_date + 90, 3, current_date,
          current_date
        FROM person WHERE organisation_id = \(organisation) AND external_id = ANY (\(codes))
        """)
      try tx.run(
        """
        INSERT INTO plan_item (organisation_id, id, plan_id, person_id, activity_id, ordinal, status, starts_on, due_on,
          hours, cost, lifts, reason_en, reason_zh)
        SELECT p.organisation_id, gen_random_uuid(), p.id, p.person_id, a.id, row_number() OVER (PARTITION BY p.id ORDER BY a.code),
          'planned', p.starts_on, p.due_on, a.hours, a.cost, '[]', 'Why', '理由'
        FROM plan p JOIN person n ON n.organisation_id = p.organisation_id AND n.id = p.person_id
        JOIN activity a ON a.organisation_id = p.organisation_id
        WHERE p.organisation_id = \(organisation) AND n.external_id = ANY (\(codes))
        """)
    }
    var learners: [Learner] = []
    for (code, phone) in try await enrol(codes) {
      let items = try await owner.read { tx in
        try tx.all(
          """
          SELECT i.id FROM plan_item i JOIN person n ON n.organisation_id = i.organisation_id AND n.id = i.person_id
          WHERE i.organisation_id = \(organisation) AND n.external_id = \(code) ORDER BY i.ordinal
          """
        ) { try $0.decode("id", as: PlanItemID.self) }
      }
      _ = try await synchronise(phone, limit: SyncProtocol.pageRows)
      learners.append(Learner(phone: phone, epoch: try await head(phone).epoch, items: items))
    }
    return learners
  }

  /// What became of all that learners pushed.
  struct Settled {
    var applied: Int
    var refused: Int
    /// Rows of evidence: one for each that was applied, if each was applied once.
    var evidence: Int
    /// Events of the audit.
    var audited: Int
  }

  func settled(_ learners: [Learner]) async throws -> Settled {
    let devices = learners.map(\.phone.tokens.device)
    let items = learners.flatMap(\.items)
    let organisation = organisation
    return try await owner.read { tx in
      try tx.one(
        """
        SELECT count(*) FILTER (WHERE outcome = 'applied') AS applied, count(*) FILTER (WHERE outcome <> 'applied') AS refused,
          (SELECT count(*) FROM evidence WHERE organisation_id = \(organisation) AND plan_item_id = ANY (\(items))) AS evidence,
          (SELECT count(*) FROM audit_event e WHERE e.organisation_id = \(organisation) AND e.action = 'evidence.add'
            AND e.account_id IN (SELECT account_id FROM device WHERE id = ANY (\(devices)))) AS audited
        FROM command_ledger WHERE organisation_id = \(organisation) AND client_id = ANY (\(devices))
        """
      ) { row in
        Settled(
          applied: try row.decode("applied"), refused: try row.decode("refused"), evidence: try row.decode("evidence"),
          audited: try row.decode("audited"))
      }
    }
  }
}

extension Sheet {
  fileprivate static func seed(_ name: String, in share: String) throws -> Sheet {
    try Sheet(csv: [UInt8](try Data(contentsOf: URL(filePath: "\(share)/seed/\(name).csv"))))
  }
}
