import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `The catalogue of activities` {
  @Test func `an import creates and changes and an equal one changes nothing`() async throws {
    let test = try await TestStore.make()
    var activities = try await test.ask(ListActivities()).map(\.activity)
    #expect(activities.map(\.code) == ["FIRST", "SECOND", "SPARE"].map(test.first.code))
    #expect(try await test.run(ImportActivities(sheet: Sheet(activities))) == ImportCounts(unchanged: 3))
    activities[0].hours = 5.5
    activities[0].lifts.append(.init(domain: .evaluate, from: .l0, to: .l2))
    var new = activities[1]
    new.code = "THIRD"
    new.prerequisites = [test.first.code("SECOND"), test.first.code("FIRST")]
    let counts = try await test.run(ImportActivities(sheet: Sheet(activities + [new])))
    #expect(counts == ImportCounts(created: 1, changed: 1, unchanged: 2))
    let found = try await test.ask(FindActivity(code: test.first.code("FIRST")))
    #expect(found.activity == activities[0])
    #expect(found.requiredBy == [test.first.code("SECOND"), "THIRD"])
    #expect(try await test.ask(FindActivity(code: "THIRD")).activity.prerequisites == new.prerequisites.sorted())
  }

  @Test func `a circle that reaches over what is there is refused by its row and changes nothing`() async throws {
    let test = try await TestStore.make()
    let (first, second) = (test.first.code("FIRST"), test.first.code("SECOND"))
    var changed = try await test.ask(FindActivity(code: first)).activity
    changed.prerequisites = [second]
    changed.hours = 9
    let refused = try await refusal { try await test.run(ImportActivities(sheet: Sheet([changed]))) }
    #expect(refused?.code == "invalid-table")
    #expect(refused?.faults.map { "\($0.row ?? 0) \($0.code)" } == ["1 prerequisite-cycle"])
    #expect(refused?.faults.first?.message.en.contains("\(first) → \(second) → \(first)") == true)
    #expect(try await test.ask(FindActivity(code: first)).activity.hours == 4)
  }

  @Test func `every fault is told at once with row and column`() async throws {
    let test = try await TestStore.make()
    let header = Activity.columns.joined(separator: ",") + ",prerequisites"
    let sheet = Sheet(
      header, "A,A,甲,course,-1,0,direct:L0>L1,quiz,expert,Yes.,有。,",
      "B,B,乙,lecture,2,-5,direct:L0>L1,quiz,expert,Yes.,有。,",
      "B,B,乙,course,2,0,driving:L0>L1,quiz,expert,Yes.,有。,")
    let refused = try await refusal { try await test.run(ImportActivities(sheet: sheet)) }
    #expect(
      refused?.faults.map { "\($0.row ?? 0) \($0.field ?? "")" } == ["2 hours", "3 kind", "3 cost", "4 lifts"])
    let second = Sheet(
      header, "A,A,甲,course,1,0,direct:L2>L1,quiz,expert,Yes.,有。,",
      "B,B,乙,course,2,0,direct:L0>L1,quiz,study,Yes.,有。,NONE")
    let catalogue = try await refusal { try await test.run(ImportActivities(sheet: second)) }
    #expect(
      catalogue?.faults.map { "\($0.row ?? 0) \($0.field ?? "") \($0.code)" } == [
        "2 lifts lifts-downward", "3 effect_source source-missing", "3 prerequisites unknown-prerequisite",
      ])
    #expect(try await test.ask(ListActivities()).count == 3)
  }

  @Test func `one that others need cannot be retired and a retired one returns by import`() async throws {
    let test = try await TestStore.make()
    let (first, second) = (test.first.code("FIRST"), test.first.code("SECOND"))
    let refused = try await refusal { try await test.run(RetireActivity(code: first)) }
    #expect(refused?.code == "still-required" && refused?.message.en.contains(second) == true)
    let whole = try await test.ask(ListActivities()).map(\.activity)
    let templated = try await refusal { try await test.run(RetireActivity(code: second)) }
    #expect(templated?.code == "in-templates" && templated?.message.en.contains(test.first.code("START")) == true)
    try await test.run(RemovePlanTemplate(code: test.first.code("START")))
    try await test.run(RetireActivity(code: second))
    #expect(try await refusal { try await test.run(RetireActivity(code: second)) }?.code == "already-retired")
    #expect(try await test.ask(ListActivities()).map(\.activity.code) == [first, test.first.code("SPARE")])
    #expect(try await test.ask(ListActivities(filter: .retired)).map(\.retiredOn) == [TestStore.today])
    #expect(try await test.run(ImportActivities(sheet: Sheet(whole))) == ImportCounts(changed: 1, unchanged: 2))
    #expect(try await test.ask(ListActivities()).count == 3)
  }

  @Test func `what is measured of an effect is told from five people on`() async throws {
    let test = try await TestStore.make()
    let names = ["BOSS", "HR", "ASSESSOR", "MANAGER"]
    for name in names { try await test.complete("FIRST", by: name, levels: (0, 1)) }
    let activity = FindActivity(code: test.first.code("FIRST"))
    #expect(try await test.ask(activity).measured == [MeasuredEffect(domain: .direct, people: 4, levels: 1, theta: 1)])
    #expect(try await test.ask(activity).measured.first?.people == nil)
    try await test.complete("FIRST", by: "LEAD", levels: (1, 3))
    let measured = try #require(try await test.ask(activity).measured.first)
    #expect(measured.people == 5 && measured.levels == 1.2 && measured.theta == 1.2)
  }
}

extension TestStore {
  /// A person of the first organisation completes an activity between two scores, written as the schema's owner.
  fileprivate func complete(_ activity: String, by name: String, levels: (before: Int, after: Int)) async throws {
    let (plan, item) = (UUID(), UUID())
    let done = TestStore.today.adding(days: -30)
    try await owner.write { tx in
      let person = try tx.one(
        "SELECT id FROM person WHERE organisation_id = \(first.id) AND external_id = \(first.code(name))"
      ) { try $0.decode("id", as: PersonID.self) }
      try tx.run(
        """
        INSERT INTO plan (organisation_id, id, person_id, status, starts_on, due_on, weekly_hours, created_on, activated_on)
        VALUES (\(first.id), \(plan), \(person), 'active', \(done.adding(days: -10)), \(done), 2,
          \(done.adding(days: -10)), \(done.adding(days: -10)))
        """)
      try tx.run(
        """
        INSERT INTO plan_item (organisation_id, id, plan_id, person_id, activity_id, ordinal, status, starts_on, due_on,
          hours, cost, lifts, reason_en, reason_zh, started_on, ended_on)
        SELECT organisation_id, \(item), \(plan), \(person), id, 1, 'done', \(done.adding(days: -10)), \(done), 4, 0, '[]',
          '', '', \(done.adding(days: -10)), \(done) FROM activity
        WHERE organisation_id = \(first.id) AND code = \(first.code(activity))
        """)
      for (level, day) in [(levels.before, done.adding(days: -20)), (levels.after, done.adding(days: 20))] {
        try insertScore(of: person, level: level, on: day, tx)
      }
    }
  }

  private func insertScore(of person: PersonID, level: Int, on day: Day, _ tx: Transaction) throws {
    let attempt = UUID()
    try tx.run(
      """
      INSERT INTO attempt (organisation_id, id, person_id, form_id, status, started_at, finished_at, deadline)
      SELECT organisation_id, \(attempt), \(person), id, 'scored', \(day.instant), \(day.instant), \(day.instant) FROM form
      WHERE organisation_id = \(first.id) LIMIT 1
      """)
    try tx.run(
      """
      INSERT INTO score (organisation_id, id, attempt_id, person_id, domain, theta, standard_error, quotient,
        quotient_standard_error, level, probabilities, answered, provisional, scored_on, assessed_on, valid_until)
      VALUES (\(first.id), \(UUID()), \(attempt), \(person), 'direct', \(Double(level)), 0.3, 50, 3, \(level),
        ARRAY[1, 1, 1, 1, 1]::float8[], 10, false, \(day), \(day), \(day.adding(months: 12)))
      """)
  }
}
