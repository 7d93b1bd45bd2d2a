import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Boundaries as a table` {
  @Test func `it proposes what the rows say, and keeps what empty cells leave out`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    let sheet = Sheet(
      "role,task,overseer,rationale,forbidden_inputs_en,forbidden_inputs_zh,disclosure",
      "\(role),\(task),\(test.first.code("LEAD")),ethical control,Customer names,客户姓名,yes")
    let counts = try await test.run(ImportBoundaries(sheet: sheet))
    #expect(counts == ImportCounts(created: 0, changed: 1, unchanged: 0))
    let version = try #require(try await test.ask(FindBoundary(role: role, task: task)).versions.first)
    #expect(version.terms.rationale == [.control, .ethical])
    #expect(version.terms.forbiddenInputs == LocalizedText(en: "Customer names", zh: "客户姓名"))
    #expect(version.overseer == test.first.code("LEAD"))
    #expect(version.accountable == test.first.code("MANAGER"), "the cell is empty: it is kept")
    #expect(try await test.run(ImportBoundaries(sheet: sheet)).unchanged == 1, "once more it says nothing new")
  }

  @Test func `a table that says what is in force proposes nothing, though the boundary is in review`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    try await test.run(ApproveBoundaries(role: role))
    try await test.run(FileIncident(title: "Wrong price", severity: .medium, task: task))
    let sheet = Sheet("role,task,accountable", "\(role),\(task),\(test.first.code("MANAGER"))")
    #expect(try await test.run(ImportBoundaries(sheet: sheet)) == ImportCounts(unchanged: 1))
    #expect(try await test.ask(ListBoundaries(filter: .proposed)).isEmpty)
    let other = Sheet("role,task,accountable", "\(role),\(task),\(test.first.code("LEAD"))")
    #expect(try await test.run(ImportBoundaries(sheet: other)) == ImportCounts(changed: 1))
  }

  @Test func `every fault is told by row and column, and nothing is proposed`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    let before = try await test.ask(FindBoundary(role: role, task: task)).versions.count
    let sheet = Sheet(
      "role,task,accountable,overseer_level,rationale,ai_systems,stop_procedure_en,logging",
      "\(role),\(task),NOBODY,L2,,GHOST,,yes", "GHOST,\(task),,,,,,", "\(role),GHOST,,,,,,", "\(role),\(task),,,,,,")
    let refused = try #require(try await refusal { try await test.run(ImportBoundaries(sheet: sheet)) })
    #expect(refused.code == "invalid-table")
    #expect(
      refused.faults.map { "\($0.row ?? 0) \($0.field ?? "") \($0.code)" } == [
        "2 accountable unknown-accountable", "2 ai_systems system-not-of-task", "3 role unknown-role",
        "4 task unknown-task", "5 code duplicate",
      ])
    let cells = Sheet(
      "role,task,overseer_level,rationale,stop_procedure_en,logging", "\(role),\(task),L9,mood,Stop it,maybe")
    let badCells = try #require(try await refusal { try await test.run(ImportBoundaries(sheet: cells)) })
    #expect(badCells.faults.map(\.field) == ["overseer_level", "rationale", "stop_procedure_zh", "logging"])
    #expect(try await test.ask(FindBoundary(role: role, task: task)).versions.count == before)
  }

  @Test func `a role of 400 tasks is proposed and approved at once`() async throws {
    let test = try await TestStore.make()
    try await test.run(
      ImportRoles(sheet: Sheet("code,source,name_en,name_zh,required_level", "BIG,custom,Big,大岗位,L1")))
    let rows = (1...400).map { number in
      "BIG-\(number),BIG,Task \(number),任务,3,0.0025,1,2,2,3,3,no,no,internal,E1,T\(number % 5)"
    }
    let header = """
      code,role,name_en,name_zh,importance,time_share,physical,interpersonal,uncertainty,expertise,enjoyment,\
      irreversible,affects_person,data_class,exposure,automation
      """
    var sheet = Sheet(header, rows[0])
    sheet.rows = rows.enumerated().map { index, row in
      Sheet.Row(row: index + 2, cells: row.split(separator: ",").map(String.init))
    }
    try await test.run(ImportTasks(sheet: sheet))
    let result = try await test.run(ProposeBoundaries(role: "BIG", accountable: test.first.code("MANAGER")))
    #expect(result.proposals.count == 400)
    #expect(result.proposals.allSatisfy { $0.proposal.firings.first?.rule == "R1" })
    let approved = try await test.run(ApproveBoundaries(role: "BIG", skippingRefused: true))
    #expect(approved.approved.count == 400)
    #expect(try await test.ask(ListBoundaries(role: "BIG")).count == 400)
    #expect(try await test.ask(ListBoundaryTerms(role: "BIG")).count == 400)
  }
}
