import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

/// What is published, asked of the database itself.
extension TestStore {
  /// An expression over each row `w` of a table in a scope of the first organisation, by its text; tombstones are none.
  func rows(_ table: String, in scope: SyncScope, _ expression: String = "w::text") async throws -> [String] {
    try await owner.read { tx in
      try tx.all(
        """
        SELECT coalesce((\(unsafeRaw: expression))::text, 'null') AS line FROM (
          SELECT wire::jsonb AS w FROM sync_row WHERE organisation_id = \(first.id) AND table_name = \(table)
            AND scope = \(scope.description) AND NOT deleted) r
        ORDER BY 1
        """
      ) { try $0.decode("line", as: String.self) }
    }
  }

  /// How many rows of a table are published in any scope.
  func count(_ table: String, like scope: String = "%") async throws -> Int {
    try await owner.read { tx in
      try tx.one(
        """
        SELECT count(*) AS n FROM sync_row WHERE organisation_id = \(first.id) AND table_name = \(table)
          AND scope LIKE \(scope) AND NOT deleted
        """
      ) { try $0.decode("n", as: Int.self) }
    }
  }

  /// Each row that is published otherwise than its view has it, or would break a page: none, ever.
  func discrepancies() async throws -> [String] {
    try await owner.read { tx in
      let tables = try tx.all(
        "SELECT substr(relname, 6) AS name FROM pg_class WHERE relkind = 'v' AND relname LIKE 'wire\\_%' ORDER BY 1"
      ) { try $0.decode("name", as: String.self) }
      let astray = try tx.all(
        """
        SELECT DISTINCT 'no view of ' || table_name AS line FROM sync_row WHERE NOT table_name = ANY (\(tables))
        UNION ALL
        SELECT 'unstamped or broken: ' || table_name || ' ' || scope FROM sync_row
        WHERE version IS NULL OR wire LIKE E'%\\n%' OR deleted <> (wire = '')
        """
      ) { try $0.decode("line", as: String.self) }
      return try tables.reduce(into: astray) { lines, table in
        lines += try tx.all(
          """
          SELECT \(table) || ' ' || scope || ' ' || id || CASE
              WHEN s.wire IS NULL THEN ' is missing' WHEN w.wire IS NULL THEN ' is left' ELSE ' is stale' END AS line
          FROM (SELECT * FROM sync_row WHERE table_name = \(table) AND NOT deleted) s
          FULL JOIN \(identifier: "wire_\(table)") w USING (organisation_id, scope, id)
          WHERE s.wire IS DISTINCT FROM w.wire
          """
        ) { try $0.decode("line", as: String.self) }
      }
    }
  }

  /// A campaign of the core instrument's fixed form for SALES: MANAGER, EMPLOYEE and COLLEAGUE.
  func fixedCampaign(_ code: String = "wave", opensOn: Day? = nil) -> OpenCampaign {
    OpenCampaign(
      code: code, title: LocalizedText(en: "First wave", zh: "第一批"), instrument: "aiq-core", form: "fixed",
      mode: .fixed, opensOn: opensOn, closesOn: TestStore.today.adding(days: 30),
      audience: CampaignAudience(units: [first.code("SALES")]))
  }

  func campaignID(_ code: String = "wave") async throws -> CampaignID {
    try await owner.read { tx in
      try tx.one("SELECT id FROM campaign WHERE code = \(code)") { try $0.decode("id", as: CampaignID.self) }
    }
  }

  /// The versions in force of REP's boundaries.
  func versionsInForce() async throws -> [BoundaryVersionID] {
    try await rows("boundary", in: .organisation, "w->>'version'").compactMap { BoundaryVersionID($0) }
  }
}

/// A life of the first organisation in which each published table gets a row, by the commands that everyone uses.
struct PublishedLife {
  let test: TestStore
  private var role: String { test.first.code("REP") }
  private var offer: String { test.first.code("REP-1") }

  func live() async throws {
    try await decideBoundaries()
    try await publishPolicies()
    try await consult()
    try await changeWork()
    try await assess()
    try await learn()
    try await movePeople()
  }

  func decideBoundaries() async throws {
    try await test.run(ApproveBoundaries(role: role, tasks: [offer], level: .h5))
    try await test.run(AcknowledgeBoundaries(versions: try await test.versionsInForce()), as: .employee)
    let request = RequestException(
      role: role, task: offer, level: .h4, reason: "Peak season", until: TestStore.today.adding(days: 9))
    try await test.run(GrantException(exception: try await test.run(request).exception), as: .owner)
  }

  static func policy(_ title: String = "Use of AI") -> PolicyDocument {
    PolicyDocument(
      code: "USE", title: LocalizedText(en: title, zh: "AI 使用规范"), text: LocalizedText(en: "Think.\nTwice.", zh: "三思。"))
  }

  func publishPolicies() async throws {
    try await test.run(PublishPolicy(policy: Self.policy()))
    try await test.run(AcknowledgePolicy(policy: "USE"), as: .employee)
    try await test.run(PublishPolicy(policy: Self.policy("Use, again"), effective: TestStore.today.adding(days: 5)))
  }

  func consult() async throws {
    let task = test.first.code("REP-2")
    let round = OpenConsultation(role: role, tasks: [task], closesOn: TestStore.today.adding(days: 10))
    let number = try await test.run(round).number
    for level in [HumanAgencyLevel.h2, .h4] {
      try await test.run(RecordConsultation(role: role, task: task, desiredLevel: level), as: .employee)
    }
    try await test.run(CloseConsultation(number: number))
  }

  func changeWork() async throws {
    try await test.run(try PublishedRelease(occupations: 1, tasks: 2).command())
    try await test.run(BuildRole(code: "KEEP", occupation: PublishedRelease.code(0)))
    try await test.run(AddTask(role: role, task: "KEEP-01", timeShare: 0.1, rebalance: true))
    try await test.run(
      DropTask(role: role, task: "KEEP-01", rebalance: true, effective: TestStore.today.adding(days: 20)))
    try await test.run(RetireActivity(code: test.first.code("SPARE")))
  }

  func assess() async throws {
    try await test.run(test.fixedCampaign())
    let attempt = try await test.run(StartAttempt(campaign: "wave"), as: .employee).attempt
    for (item, answer) in [("UND-01", "a"), ("UND-02", "b")] {
      let response = RecordResponse(attempt: attempt, item: item, answer: [answer], confidence: 0.7, milliseconds: 900)
      try await test.run(response, as: .employee)
    }
    try await test.run(FinishAttempt(attempt: attempt), as: .employee)
    let appeal = try await test.run(FileAppeal(attempt: attempt, grounds: "Noise."), as: .employee).appeal
    try await test.run(DecideAppeal(appeal: appeal, outcome: .dismissed, reason: "None was heard."), as: .assessor)
    try await test.run(PublishInstrument(instrument: try RepositoryFiles.instrument("aiq-self")))
    _ = try await test.handIn(["SELF-01": "5", "SELF-02": "4"], of: "aiq-self")
  }

  func learn() async throws {
    let employee = test.first.code("EMPLOYEE")
    try await test.run(
      ImportPlans(
        sheet: Sheet(
          "person,activity,starts_on,due_on", "\(employee),\(test.first.code("FIRST")),2026-07-06,2026-07-10",
          "\(employee),\(test.first.code("SECOND")),2026-07-13,2026-07-24")), as: .manager)
    let plan = try #require(try await test.ask(ListPlans(PlanSelection(person: employee))).first?.plan)
    try await test.run(SubmitPlan(plan: plan, comment: "Please"), as: .employee)
    try await test.run(TakeUpPlan(plan: plan), as: .manager)
    try await test.run(ApprovePlan(plan: plan, comment: "Between us"), as: .manager)
    for item in try await test.ask(FindPlan(plan: plan)).items.map(\.id) {
      try await test.run(AddEvidence(item: item, hours: 1.5, text: "Chapter one"), as: .employee)
      try await test.run(CompletePlanItem(item: item, text: "Quiz 9 of 10"), as: .employee)
    }
    let prior = FilePriorLearning(
      activity: test.first.code("FIRST"), learntOn: TestStore.today.adding(months: -1), text: "At school")
    let claim = try await test.run(prior, as: .manager).claim
    try await test.run(ReviewPriorLearning(claim: claim, outcome: .rejected, reason: "Another school"))
  }

  func movePeople() async throws {
    try await test.run(
      ImportPeople(
        sheet: Sheet(
          "external_id,name,unit,role,manager",
          "\(test.first.code("COLLEAGUE")),Co Lleague,\(test.first.code("SUPPORT")),\(role),\(test.first.code("LEAD"))"),
        effective: TestStore.today.adding(days: 3)))
  }
}
