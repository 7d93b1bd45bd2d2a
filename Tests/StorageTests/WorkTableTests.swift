import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Tables of work` {
  @Test func `what is exported changes nothing when it is imported again`() async throws {
    let test = try await TestStore.make()
    try await test.run(try PublishedRelease(occupations: 1, tasks: 4).command())
    try await test.run(BuildRole(code: "KEEP", occupation: PublishedRelease.code(0)))
    try await test.run(
      RecordExposure(task: test.first.code("REP-1"), source: .model, labeller: "m-3", exposure: .e2))
    let roles = Sheet(roles: try await test.ask(ListRoles()), attributions: [.onet: "Of O*NET."])
    #expect(try await test.run(ImportRoles(sheet: roles)) == ImportCounts(unchanged: 2))
    let systems = Sheet(aiSystems: try await test.ask(ListAISystems()))
    #expect(try await test.run(ImportAISystems(sheet: systems)) == ImportCounts(unchanged: 1))
    let listed = try await test.ask(ListTasks())
    let tasks = Sheet(tasks: listed, attributions: [.onet: "Of O*NET."])
    #expect(try await test.run(ImportTasks(sheet: tasks)) == ImportCounts(unchanged: 6))
    #expect(try await test.ask(ListExposure()).entries.map(\.labels.count) == [2, 1, 0, 0, 0, 0])
    let column = try #require(tasks.header.firstIndex(of: "attribution"))
    #expect(tasks.rows.map { $0.cells[column] } == ["", ""] + Array(repeating: "Of O*NET.", count: 4))
  }

  @Test func `a table fills in what is not known yet, and an empty cell takes nothing away`() async throws {
    let test = try await TestStore.make()
    try await test.run(try PublishedRelease(occupations: 1, tasks: 1).command())
    try await test.run(BuildRole(code: "KEEP", occupation: PublishedRelease.code(0)))
    let header = TaskRecord.columns.joined(separator: ",")
    let desk = test.first.code("DESK")
    let filled = Sheet(
      header + ",physical,interpersonal,uncertainty,expertise,enjoyment,irreversible,affects_person,ai_system",
      "KEEP-01,KEEP,Put,放,1,1,internal,4,1,2,2,3,yes,no,\(desk)")
    #expect(try await test.run(ImportTasks(sheet: filled)) == ImportCounts(changed: 1))
    let bare = Sheet(header, "KEEP-01,KEEP,Put,放,1,1,internal")
    #expect(try await test.run(ImportTasks(sheet: bare)) == ImportCounts(unchanged: 1))
    let task = try #require(try await test.ask(ListTasks(role: "KEEP")).first)
    #expect(task.traits?.physical == 4 && task.irreversible == true && task.affectsPerson == false)
    #expect(task.aiSystem == desk && task.source == .onet && task.sourceCode == "1000")
    let partial = try await refusal {
      try await test.run(
        ImportTasks(sheet: Sheet(header + ",physical,enjoyment", "KEEP-01,KEEP,Put,放,1,1,internal,4,")))
    }
    #expect(
      Set(partial?.faults.compactMap(\.field) ?? []) == ["interpersonal", "uncertainty", "expertise", "enjoyment"])
  }

  @Test func `a task can have several AI systems, and stand in a table for several roles`() async throws {
    let test = try await TestStore.make()
    try await test.run(
      ImportAISystems(sheet: Sheet(AISystemRecord.columns.joined(separator: ","), "BOT,Bot,V,p,p,high,api,public")))
    try await test.run(
      ImportRoles(
        sheet: Sheet("code,source,name_en,name_zh,required_level", "ONE,custom,One,一,L2", "TWO,custom,Two,二,L2")))
    let header = TaskRecord.columns.joined(separator: ",") + ",ai_system"
    let desk = test.first.code("DESK")
    let sheet = Sheet(header, "T,ONE,Do,做,3,0.4,internal,BOT \(desk)", "T,TWO,Do,做,3,0.7,internal,BOT \(desk)")
    #expect(try await test.run(ImportTasks(sheet: sheet)) == ImportCounts(created: 1))
    #expect(try await test.ask(ListTasks(role: "TWO")).map(\.aiSystem) == ["\(desk) BOT"])
    #expect(try await test.run(ImportTasks(sheet: sheet)) == ImportCounts(unchanged: 1))
    let conflicting = Sheet(
      header, "T,ONE,Do,做,3,0.4,internal,BOT", "T,TWO,Do it,做,3,0.7,internal,BOT", "T,ONE,Do,做,3,0.4,internal,NONE")
    let refused = try await refusal { try await test.run(ImportTasks(sheet: conflicting)) }
    #expect(
      refused?.faults.map { "\($0.row ?? 0) \($0.code)" } == ["3 duplicate", "4 duplicate", "4 unknown-ai-system"])
    let none = Sheet(header, "T,ONE,Do,做,3,0.4,internal,", "T,TWO,Do,做,3,0.7,internal,")
    #expect(try await test.run(ImportTasks(sheet: none)) == ImportCounts(changed: 1))
    #expect(try await test.ask(ListTasks(role: "TWO")).map(\.aiSystem) == [nil])
  }
}
