import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `What is due of learning` {
  private let today = TestStore.today

  private func dues(_ test: TestStore, as role: AccountRole = .hrAdmin, on day: Day, days: Int = 30) async throws
    -> [String]
  {
    // The operator needs no token, which would be over by some of the days that are asked for.
    let caller = role == .hrAdmin ? Caller.operatorOf(test.first.id) : .token(test.first.token(role))
    return try await test.store.answer(ListLearningDues(days: days), by: caller, now: day.instant).map {
      "\($0.kind.rawValue) \($0.person.dropFirst(2)) \($0.activity?.dropFirst(2) ?? "-") \($0.day)"
    }
  }

  @Test func `an item is due and then overdue and what was learnt lapses`() async throws {
    let test = try await TestStore.make()
    _ = try await test.insertPlan(for: "COLLEAGUE", activities: ["FIRST"])
    let due = today.adding(days: 6)
    #expect(try await dues(test, on: today, days: 5).isEmpty)
    #expect(try await dues(test, on: today) == ["item_due COLLEAGUE FIRST \(due)"])
    #expect(try await dues(test, on: due.adding(days: 1), days: 0) == ["item_overdue COLLEAGUE FIRST \(due)"])
    try await test.finish(on: due)
    let lapse = due.adding(months: 12)
    #expect(try await dues(test, on: lapse.adding(days: -30)) == ["lapsing COLLEAGUE FIRST \(lapse)"])
    #expect(try await dues(test, on: lapse.adding(days: 1)).isEmpty)
  }

  @Test func `a score expires on its last day for those within reach`() async throws {
    let test = try await TestStore.make()
    let last = today.adding(months: 10)
    let employee = "score_expiring EMPLOYEE - \(last)"
    #expect(try await dues(test, on: last.adding(days: -5)) == [employee, "score_expiring OUTSIDER - \(last)"])
    #expect(try await dues(test, as: .manager, on: last.adding(days: -5)) == [employee])
    #expect(try await dues(test, as: .employee, on: last.adding(days: -5)) == [employee])
    #expect(try await dues(test, on: last.adding(days: 1)).isEmpty)
  }

  @Test func `whoever completed a plan is asked to be assessed again until they are`() async throws {
    let test = try await TestStore.make()
    let plan = try await test.insertPlan(for: "EMPLOYEE", activities: ["FIRST"])
    try await test.run(CompletePlanItem(item: plan.items[0], text: "Nine of ten"), as: .employee)
    #expect(try await dues(test, on: today) == ["reassessment EMPLOYEE - \(today)"])
    let answer = Sheet("person,item,answer", "\(test.first.code("EMPLOYEE")),UND-01,b")
    try await test.run(ImportResponses(instrument: "aiq-core", sheet: answer, takenOn: today))
    #expect(try await dues(test, on: today).isEmpty)
  }

  @Test func `reminders are told once a day and again after some days`() async throws {
    let test = try await TestStore.make()
    _ = try await test.insertPlan(for: "COLLEAGUE", activities: ["FIRST"])
    func remind(on day: Day, as role: AccountRole = .service) async throws -> [String] {
      try await test.run(RemindLearners(days: 30, again: 7), as: role, at: day.instant).reminders.map {
        "\($0.due.kind.rawValue) \($0.due.person) \($0.due.activityName?.zh ?? "")"
      }
    }
    let due = ["item_due \(test.first.code("COLLEAGUE")) 入门"]
    #expect(try await remind(on: today) == due)
    #expect(try await remind(on: today, as: .hrAdmin).isEmpty)
    #expect(try await remind(on: today.adding(days: 6)).isEmpty)
    let overdue = ["item_overdue \(test.first.code("COLLEAGUE")) 入门"]
    #expect(try await remind(on: today.adding(days: 8)) == overdue)
    #expect(try await remind(on: today.adding(days: 14)).isEmpty)
    #expect(try await remind(on: today.adding(days: 15)) == overdue)
    let refused = try await refusal { try await test.run(RemindLearners(days: -1), as: .service) }
    #expect(refused?.code == "out-of-range" && refused?.field == "days")
  }
}

extension TestStore {
  /// Finishes the only plan item of the first organisation, written as the schema's owner.
  fileprivate func finish(on day: Day) async throws {
    _ = try await owner.write { tx in
      try tx.run("UPDATE plan_item SET status = 'done', ended_on = \(day) WHERE organisation_id = \(first.id)")
    }
  }
}
