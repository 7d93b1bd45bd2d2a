import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Published occupations` {
  @Test func `a release of full size is taken in at once, and again changes nothing`() async throws {
    let test = try await TestStore.make()
    let command = try PublishedRelease(occupations: 923, tasks: 20).command()
    let first = try await test.run(command)
    #expect(first.occupations == ImportCounts(created: 923))
    #expect(first.tasks == ImportCounts(created: 18_460))
    let again = try await test.run(command)
    #expect(again.occupations == ImportCounts(unchanged: 923) && again.tasks == ImportCounts(unchanged: 18_460))
    let page = try await test.ask(ListOccupations(source: .onet, after: PublishedRelease.code(900), limit: 50))
    #expect(page.occupations.map(\.code) == (901..<923).map(PublishedRelease.code))
    let found = try await test.ask(ListOccupations(search: "BOX shelf 77."))
    #expect(found.occupations.first?.code == PublishedRelease.code(77))
    #expect(found.occupations.count == 9, "77., 177., … 877. and what holds the words apart")
  }

  @Test func `a newer release changes what differs and removes what it has no more`() async throws {
    let test = try await TestStore.make()
    try await test.run(try PublishedRelease(occupations: 3, tasks: 4).command())
    var newer = try PublishedRelease(occupations: 4, tasks: 3).command(release: "30.0")
    newer.occupations.rows[0].cells[1] = "Keepers of the first shelf"
    newer.tasks?.rows[0].cells[2] = "Put the first box away."
    let result = try await test.run(newer)
    #expect(result.occupations == ImportCounts(created: 1, changed: 1, unchanged: 2))
    #expect(result.tasks == ImportCounts(created: 3, changed: 1, unchanged: 8))
    #expect(result.removedTasks == 3 && result.withoutTasks == 0)
    let found = try await test.ask(FindOccupation(code: PublishedRelease.code(0)))
    #expect(found.title == "Keepers of the first shelf" && found.tasks.count == 3)
    #expect(found.attributions.map(\.source) == [.onet])
    #expect(found.attributions.first?.text.en.contains("O*NET® 30.0 Database") == true)
  }

  @Test func `what is wrong is told by table, row and column, and nothing is taken in`() async throws {
    let test = try await TestStore.make()
    var command = try PublishedRelease(occupations: 2, tasks: 2).command()
    command.tasks?.rows[0].cells[2] = String(repeating: "x", count: 1_001)
    command.tasks?.rows[1].cells[3] = "vital"
    let refused = try await refusal { try await test.run(command) }
    #expect(
      refused?.faults.map { "\($0.row ?? 0) \($0.field ?? "") \($0.code)" } == [
        "2 tasks.statement too-long", "3 tasks.kind invalid",
      ])
    var other = try PublishedRelease(occupations: 2, tasks: 2).command()
    other.occupations.rows[1].cells[0] = other.occupations.rows[0].cells[0]
    let doubled = try await refusal { try await test.run(other) }
    #expect(
      doubled?.faults.map { "\($0.row ?? 0) \($0.field ?? "") \($0.code)" } == [
        "3 occupations.code duplicate", "4 tasks.occupation unknown-occupation",
        "5 tasks.occupation unknown-occupation",
      ])
    other.source = .custom
    #expect(try await refusal { try await test.run(other) }?.code == "not-published")
    #expect(try await test.ask(ListOccupations()).occupations.isEmpty)
    #expect(try await test.ask(ListOccupations()).attributions.isEmpty)
  }

  @Test func `a role built from an occupation has its tasks, and all of its time is accounted for`() async throws {
    let test = try await TestStore.make()
    try await test.run(try PublishedRelease(occupations: 1, tasks: 7).command())
    let occupation = PublishedRelease.code(0)
    let time = try await test.run(
      BuildRole(code: "KEEP", occupation: occupation, dataClass: .internal, effective: Day("2026-03-01")))
    #expect(time == RoleTime(tasks: 7, timeShare: 1))
    let role = try await test.ask(FindRole(code: "KEEP"))
    #expect(role.source == .onet && role.occupation == occupation && role.timeShare == 1)
    #expect(role.name == LocalizedText(en: "Keepers of shelf 0", zh: "Keepers of shelf 0"))
    #expect(role.required == ["overall": .l2])
    #expect(role.attributions.count == 1)
    #expect(try await test.ask(ReadBoundaryRegister(role: "KEEP")).attributions == role.attributions)
    #expect(try await test.ask(ReadBoundaryRegister(role: test.first.code("REP"))).attributions.isEmpty)
    #expect(role.tasks.map(\.code) == (1...7).map { "KEEP-0\($0)" })
    #expect(role.tasks.allSatisfy { $0.source == .onet && $0.traits == nil && $0.irreversible == nil })
    #expect(Set(role.tasks.map(\.sourceCode)) == Set((1_000...1_006).map { String($0) }))
    #expect(try await test.ask(FindRole(code: "KEEP", asOf: Day("2026-02-28"))).tasks.isEmpty)
    #expect(try await test.ask(ListAttributions(role: test.first.code("REP"))).attributions.isEmpty)
    let again = try await refusal { try await test.run(BuildRole(code: "KEEP", occupation: occupation)) }
    #expect(again?.code == "code-taken")
    let core = try await test.run(BuildRole(code: "CORE", occupation: occupation, coreOnly: true))
    #expect(core == RoleTime(tasks: 5, timeShare: 1))
    #expect(try await refusal { try await test.run(BuildRole(code: "X", occupation: "none")) }?.code == "not-found")
  }

  @Test func `a boundary can be proposed for tasks of which nothing is known yet, and says so`() async throws {
    let test = try await TestStore.make()
    try await test.run(try PublishedRelease(occupations: 1, tasks: 2).command())
    try await test.run(BuildRole(code: "KEEP", occupation: PublishedRelease.code(0)))
    try await test.run(ProposeBoundaries(role: "KEEP"))
    let proposed = try await test.ask(ListBoundaries(filter: .proposed, role: "KEEP"))
    #expect(proposed.map(\.task) == ["KEEP-01", "KEEP-02"])
    #expect(proposed.allSatisfy { $0.proposedLevel >= .h4 })
  }

  @Test func `roles are found by their occupation's title, their tasks and parts of Chinese words`() async throws {
    let test = try await TestStore.make()
    try await test.run(try PublishedRelease(occupations: 2, tasks: 2).command())
    try await test.run(
      BuildRole(code: "KEEP", occupation: PublishedRelease.code(1), name: LocalizedText(en: "Keeper", zh: "仓储管理员")))
    for search in ["keep", "KEEPERS shelf", "管理", "box 1"] {
      #expect(try await test.ask(ListRoles(search: search)).map(\.code) == ["KEEP"], "\(search)")
    }
    #expect(try await test.ask(ListRoles(search: "%")).isEmpty)
    let tasks = try await test.ask(ListTasks(search: "报价"))
    #expect(tasks.map(\.code) == [test.first.code("REP-1")])
    #expect(try await test.ask(ListTasks(search: "shelf", limit: 1)).count == 1)
    #expect(try await test.ask(ListOccupations(search: "shelf 1")).occupations.first?.code == PublishedRelease.code(1))
  }
}
