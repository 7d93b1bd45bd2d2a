import FoundationEssentials
import Logging
import Postgres
import Readiness
import Storage
import Tables
import Wire
import Yams

/// The product's heaviest jobs, whole: the import of 50,000 people, the brief of 100,000, and the plans of 10,000.
struct ProductBenchmarks {
  private let owner: Database
  private let store: Store
  private let share: String
  private let now = Date()

  /// - Parameters:
  ///   - cluster: running, new and empty.
  ///   - share: the folder that has `schema` and `seed`.
  init(cluster: EmbeddedCluster, share: String, logger: Logger) async throws {
    self.share = share
    owner = Database(
      configuration: .init(
        conninfo: cluster.conninfo(database: "postgres"), connections: 1, statementTimeout: .seconds(600)),
      logger: logger)
    _ = try await Migrator(migrations: try Migration.all(in: "\(share)/schema")).migrate(owner, now: now)
    store = Store(
      database: Database(
        configuration: .init(
          conninfo: cluster.conninfo(user: "readiness_app", database: "postgres"), connections: 2,
          statementTimeout: .seconds(600)),
        logger: logger))
  }

  /// - Returns: seconds and peak memory of each job.
  func run() async throws -> [BenchmarkRow] {
    let organisation = try await prepare()
    let people = csv(of: 0..<50_000)
    let rest = csv(of: 50_000..<100_000)
    let importing = try await measure { try await submitImport(of: people, to: organisation) }
    try await submitImport(of: rest, to: organisation)
    try await insertScores(organisation, ofPeopleLike: "E%")
    let caller = Caller.operatorOf(organisation)
    var headcount = 0
    let briefing = try await measure { headcount = try await store.answer(ReadBrief(), by: caller, now: now).headcount }
    precondition(headcount == 100_000, "the brief is of \(headcount) people")
    let planning = try await measurePlanning(organisation)
    await store.database.close()
    await owner.close()
    return [
      BenchmarkRow(name: "import of 50,000 people", value: importing.seconds, unit: "s", goal: .below(15)),
      BenchmarkRow(
        name: "import of 50,000 people, peak memory", value: importing.megabytes, unit: "MB", goal: .below(500)),
      BenchmarkRow(name: "brief of 100,000 people", value: briefing.seconds, unit: "s", goal: .below(5)),
      BenchmarkRow(
        name: "brief of 100,000 people, peak memory", value: briefing.megabytes, unit: "MB", goal: .below(500)),
      BenchmarkRow(name: "plans of 10,000 people, stored", value: planning.seconds, unit: "s", goal: .below(60)),
      BenchmarkRow(
        name: "plans of 10,000 people, peak memory", value: planning.megabytes, unit: "MB", goal: .below(1_000)),
    ]
  }

  /// Plans a unit of its own with the shipped activities, at less money and seats than everyone would need.
  private func measurePlanning(_ organisation: OrganisationID) async throws -> (seconds: Double, megabytes: Double) {
    let caller = Caller.operatorOf(organisation)
    let units = Sheet(
      header: ["code", "name_en", "name_zh"], rows: [Sheet.Row(row: 2, cells: ["PLANNED", "Planned", "计划"])])
    _ = try await store.execute(ImportUnits(sheet: units, effective: Day("2020-01-01")), by: caller, now: now)
    let activities: [Activity] = try yaml("activities")
    _ = try await store.execute(ImportActivities(sheet: Sheet(activities)), by: caller, now: now)
    try await submitImport(of: csv(of: 100_000..<110_000, prefix: "P", unit: "PLANNED"), to: organisation)
    try await insertScores(organisation, ofPeopleLike: "P%")
    let terms = PlanningTerms(
      unit: "PLANNED", budget: 5_000_000, weeklyHours: 3, dueOn: Day(now).adding(months: 6))
    return try await measure {
      let answer = try await store.execute(GeneratePlans(terms: terms), by: caller, now: now)
      precondition(answer.plans > 1_000 && answer.cost <= 5_000_000, "\(answer.plans) plans at \(answer.cost)")
    }
  }

  /// An organisation with the shipped rules, profile, instrument, units, roles and tasks, and boundaries approved.
  private func prepare() async throws -> OrganisationID {
    let organisation = try await store.createOrganisation(name: LocalizedText(en: "Benchmark", zh: "基准"), now: now)
    func submit<C: AppliedCommand>(_ command: C) async throws {
      _ = try await store.execute(command, by: .operatorOf(organisation), now: now)
    }
    try await submit(PublishRuleSet(ruleSet: try yaml("boundary-rules")))
    try await submit(PublishIndexProfile(profile: try yaml("index-profiles/default"), validFrom: Day("2020-01-01")))
    try await submit(PublishInstrument(instrument: try instrument()))
    try await submit(ImportUnits(sheet: try sheet("demo/units"), effective: Day("2020-01-01")))
    try await submit(ImportAISystems(sheet: try sheet("demo/ai-systems")))
    try await submit(ImportRoles(sheet: try sheet("demo/roles"), effective: Day("2020-01-01")))
    try await submit(ImportTasks(sheet: try sheet("demo/tasks"), effective: Day("2020-01-01")))
    return organisation
  }

  /// From the file's bytes to the commit, through the same steps as a file that is sent to the server.
  private func submitImport(of file: [UInt8], to organisation: OrganisationID) async throws {
    let command = ImportPeople(sheet: try Sheet(csv: file))
    let body = try JSONEncoder.wire.encode(
      Submission(client: UUID(), commands: [SubmittedCommand(sequence: 1, command: command)]))
    let submission = try JSONDecoder.wire.decode(Submission.self, from: body)
    let outcome = try await store.submit(submission, by: .operatorOf(organisation), now: now)[0]
    if case .rejected(let refusal) = outcome.verdict { throw refusal }
  }

  /// - Parameter unit: nil: all units in turn.
  private func csv(of people: Range<Int>, prefix: String = "E", unit: String? = nil) -> [UInt8] {
    let units = ["PROD", "CS", "SALES", "FIN", "HR", "IT"]
    let known = (try? sheet("demo/units").rows.map { $0.cells[0] }) ?? units
    let roles = (try? sheet("demo/roles").rows.map { $0.cells[0] }) ?? []
    var text = "external_id,employee_number,name,email,locale,unit,role,manager,start_date\n"
    for person in people {
      let manager = person == 0 ? "" : "E\(person / 10)"
      text +=
        "\(prefix)\(person),N\(person),Person \(person),e\(person)@benchmark.example,\(person % 2 == 0 ? "en" : "zh"),"
      text +=
        "\(unit ?? known[person % known.count]),\(roles[person % roles.count]),\(manager),2021-0\(person % 9 + 1)-01\n"
    }
    return Array(text.utf8)
  }

  /// Two attempts a person, with their overall scores, over the last nine months: as rows, since a million responses
  /// are not what is measured here.
  private func insertScores(_ organisation: OrganisationID, ofPeopleLike pattern: String) async throws {
    try await owner.write(deadline: .seconds(600)) { tx in
      _ = try tx.run("SET LOCAL session_replication_role = replica")
      _ = try tx.run(
        """
        INSERT INTO attempt (organisation_id, id, person_id, form_id, status, started_at, finished_at)
        SELECT p.organisation_id, gen_random_uuid(), p.id, f.id, 'scored', now() - n * interval '4 months',
          now() - n * interval '4 months'
        FROM person p JOIN form f ON f.organisation_id = p.organisation_id AND f.code = 'fixed'
        CROSS JOIN generate_series(0, 1) n
        WHERE p.organisation_id = \(organisation) AND p.external_id LIKE \(pattern)
        """)
      _ = try tx.run(
        """
        INSERT INTO score (organisation_id, id, attempt_id, person_id, domain, theta, standard_error, quotient,
          quotient_standard_error, level, probabilities, answered, provisional, assessed_on, scored_on,
          valid_until)
        SELECT a.organisation_id, gen_random_uuid(), a.id, a.person_id, 'overall', 0, 0.4, 30 + random() * 60, 5,
          floor(random() * 5), ARRAY[1, 0.9, 0.6, 0.3, 0.1], 36, true, a.finished_at::date, a.finished_at::date,
          (a.finished_at + interval '12 months')::date
        FROM attempt a JOIN person p ON p.organisation_id = a.organisation_id AND p.id = a.person_id
        WHERE a.organisation_id = \(organisation) AND p.external_id LIKE \(pattern)
        """)
    }
    try await owner.write { tx in _ = try tx.run("ANALYZE") }
  }

  private func instrument() throws -> Instrument {
    func text(_ name: String) throws -> String {
      try String(contentsOfFile: "\(share)/seed/instruments/aiq-core/\(name).yaml", encoding: .utf8)
    }
    let lists = try QuotientDomain.allCases.map { try text("items/\($0.rawValue)") }
    return try YAMLDecoder().decode(
      Instrument.self, from: Instrument.document(head: try text("instrument"), items: lists))
  }

  private func yaml<Value: Decodable>(_ name: String) throws -> Value {
    try YAMLDecoder().decode(
      Value.self, from: try String(contentsOfFile: "\(share)/seed/\(name).yaml", encoding: .utf8))
  }

  private func sheet(_ name: String) throws -> Sheet {
    try Sheet(csv: [UInt8](try Data(contentsOf: URL(filePath: "\(share)/seed/\(name).csv"))))
  }
}

extension Sheet {
  init(csv bytes: [UInt8]) throws {
    var table = try TableReader(bytes: bytes)
    var rows: [Row] = []
    while let row = try table.next() { rows.append(Row(row: row.number, cells: row.cells)) }
    self.init(header: table.header, rows: rows)
  }
}

/// Seconds that `job` took, and the most memory that this process held meanwhile.
private func measure(_ job: () async throws -> Void) async throws -> (seconds: Double, megabytes: Double) {
  // Writing 5 resets the kernel's record of the peak (proc(5)).
  try Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
  let seconds = try await ContinuousClock().measure { try await job() } / .seconds(1)
  let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }.flatMap { line in
    line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) }
  }
  return (seconds, (peak ?? 0) / 1_024)
}
