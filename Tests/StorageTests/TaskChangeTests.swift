import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Tasks added, dropped and merged` {
  private let day = Day(number: TestStore.today.number - 10)

  private func shares(_ test: TestStore, _ role: String, asOf day: Day? = nil) async throws -> [String: Double] {
    let tasks = try await test.ask(ListTasks(role: role, asOf: day))
    return Dictionary(uniqueKeysWithValues: tasks.map { ($0.code, $0.timeShare) })
  }

  private func keeper(_ test: TestStore) async throws {
    try await test.run(try PublishedRelease(occupations: 1, tasks: 2).command())
    try await test.run(BuildRole(code: "KEEP", occupation: PublishedRelease.code(0), effective: day))
  }

  @Test func `an added task takes its time from the others, from its day on`() async throws {
    let test = try await TestStore.make()
    try await keeper(test)
    let (role, first, second) = (test.first.code("REP"), test.first.code("REP-1"), test.first.code("REP-2"))
    let full = try await refusal { try await test.run(AddTask(role: role, task: "KEEP-01", timeShare: 0.1)) }
    #expect(full?.code == "time-over-100-percent" && full?.message.en.contains("110.0 %") == true)
    let time = try await test.run(
      AddTask(role: role, task: "KEEP-01", timeShare: 0.1, rebalance: true, effective: day))
    #expect(time == RoleTime(tasks: 3, timeShare: 1))
    #expect(try await shares(test, role) == [first: 0.45, second: 0.45, "KEEP-01": 0.1])
    #expect(try await shares(test, role, asOf: day.adding(days: -1)) == [first: 0.5, second: 0.5])
    let twice = try await refusal { try await test.run(AddTask(role: role, task: "KEEP-01", timeShare: 0)) }
    #expect(twice?.code == "has-task")
    #expect(
      try await refusal { try await test.run(AddTask(role: role, task: "NONE", timeShare: 0)) }?.kind == .notFound)
    let huge = try await refusal { try await test.run(AddTask(role: role, task: "KEEP-02", timeShare: 1e300)) }
    #expect(huge?.code == "invalid")
  }

  @Test func `a dropped task stays on record, and its time is missing until the role is rebalanced`() async throws {
    let test = try await TestStore.make()
    let (role, first, second) = (test.first.code("REP"), test.first.code("REP-1"), test.first.code("REP-2"))
    #expect(try await test.run(DropTask(role: role, task: first, effective: day)) == RoleTime(tasks: 1, timeShare: 0.5))
    #expect(try await shares(test, role, asOf: day.adding(days: -1)) == [first: 0.5, second: 0.5])
    #expect(try await shares(test, role) == [second: 0.5])
    #expect(try await test.ask(FindRole(code: role)).timeShare == 0.5)
    #expect(try await test.run(RebalanceRole(role: role)) == RoleTime(tasks: 1, timeShare: 1))
    #expect(try await shares(test, role, asOf: day) == [second: 0.5])
    #expect(try await shares(test, role) == [second: 1])
    #expect(try await refusal { try await test.run(DropTask(role: role, task: first)) }?.kind == .notFound)
  }

  @Test func `tasks are merged in every role that has them, and the past keeps them`() async throws {
    let test = try await TestStore.make()
    try await keeper(test)
    let (role, first, second) = (test.first.code("REP"), test.first.code("REP-1"), test.first.code("REP-2"))
    let before = try await shares(test, "KEEP")
    let result = try await test.run(MergeTasks(tasks: [first, second], into: "KEEP-01"))
    #expect(result == .init(roles: 1))
    #expect(try await shares(test, role) == ["KEEP-01": 1])
    #expect(try await shares(test, "KEEP") == before)
    #expect(try await shares(test, role, asOf: day) == [first: 0.5, second: 0.5])
    let again = try await refusal { try await test.run(AddTask(role: role, task: first, timeShare: 0)) }
    #expect(again?.code == "merged-task")
    let chain = try await refusal { try await test.run(MergeTasks(tasks: ["KEEP-02"], into: second)) }
    #expect(chain?.code == "merged-task")
    for (tasks, into) in [([], "KEEP-01"), (["KEEP-01"], "KEEP-01"), (["KEEP-02", "KEEP-02"], "KEEP-01")] {
      #expect(try await refusal { try await test.run(MergeTasks(tasks: tasks, into: into)) }?.code == "invalid")
    }
    let imported = try await refusal {
      try await test.run(
        ImportTasks(sheet: Sheet(TaskRecord.columns.joined(separator: ","), "\(first),\(role),A,甲,3,0.1,internal")))
    }
    #expect(imported?.faults.map { "\($0.row ?? 0) \($0.code)" } == ["2 merged-task"])
  }

  @Test func `a share that is to begin later gives way to one that begins before`() async throws {
    let test = try await TestStore.make()
    let (role, first) = (test.first.code("REP"), test.first.code("REP-1"))
    try await test.run(DropTask(role: role, task: first, effective: TestStore.today.adding(days: 30)))
    #expect(try await shares(test, role, asOf: TestStore.today.adding(days: 31)).count == 1)
    try await test.run(RebalanceRole(role: role))
    #expect(try await shares(test, role, asOf: TestStore.today.adding(days: 31)).count == 2)
  }
}
