import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `The boundary register of an organisation` {
  @Test func `it has every task with what is decided and who stands behind it`() async throws {
    let test = try await TestStore.make()
    try await test.run(ApproveBoundaries(role: test.first.code("REP"), skippingRefused: true))
    let inForce = try await test.ask(ListBoundaries())
    let register = try await test.ask(ReadBoundaryRegister())
    #expect(register.entries.map(\.task) == [test.first.code("REP-1"), test.first.code("REP-2")])
    for entry in register.entries {
      let boundary = inForce.first { $0.task == entry.task }
      #expect(entry.decided == boundary?.decidedLevel && entry.reviewOn == boundary?.reviewOn)
      #expect(entry.oversight == boundary?.oversight)
      #expect(entry.accountable == (boundary == nil ? nil : "Ma Nager"))
      #expect(entry.overseer == (boundary == nil ? nil : "Em Ployee"))
    }
    let offer = register.entries[0]
    #expect(offer.aiSystems == ["Desk"] && offer.dataClass == .internal && offer.feasible == .h3)
    #expect(register.roles.map(\.headcount) == [9])
    #expect(register.roles[0].levels.reduce(0, +) == inForce.count)
    #expect(register.roles[0].undecided == 2 - inForce.count)
  }

  @Test func `a past day's register is the same after all that came later`() async throws {
    let test = try await TestStore.make()
    let role = test.first.code("REP")
    let day = TestStore.today
    let later = TestStore.now.addingTimeInterval(40 * 86_400)
    let before = try await test.ask(ReadBoundaryRegister(asOf: day))
    #expect(before.entries.allSatisfy { $0.decided == nil && $0.proposed != nil })
    try await test.run(ApproveBoundaries(role: role, skippingRefused: true), at: later)
    try await test.run(ProposeBoundaries(role: role, overseer: test.first.code("LEAD")), at: later)
    try await test.run(OpenConsultation(role: role, closesOn: Day(later).adding(days: 5)), at: later)
    try await test.run(
      RecordConsultation(role: role, task: test.first.code("REP-1"), desiredLevel: .h5), as: .employee, at: later)
    #expect(try await test.ask(ReadBoundaryRegister(asOf: day), at: later) == before)
    #expect(try await test.ask(ReadBoundaryRegister(), at: later) != before)
  }

  @Test func `what employees want is told from five answers on`() async throws {
    let test = try await TestStore.make()
    try await test.insert(answers: ["BOSS": 5, "HR": 5], to: "REP-1")
    #expect(try await test.ask(ReadBoundaryRegister()).entries[0].desired == .h3, "the task's record says H3")
    try await test.insert(answers: ["LEAD": 5, "OUTSIDER": 1], to: "REP-1")
    #expect(try await test.ask(ReadBoundaryRegister()).entries[0].desired == .h3, "two said H3, and two each above")
    try await test.insert(answers: ["STRANGER": 5], to: "REP-1")
    #expect(try await test.ask(ReadBoundaryRegister()).entries[0].desired == .h5)
    #expect(try await test.ask(ReadBoundaryRegister(asOf: TestStore.today.adding(days: -1))).entries[0].desired == .h3)
  }

  @Test func `an exception stands in the level's place for as long as it holds`() async throws {
    let test = try await TestStore.make()
    try await test.run(ApproveBoundaries(role: test.first.code("REP"), skippingRefused: true))
    let decided = try #require(try await test.ask(ReadBoundaryRegister()).entries.first { $0.decided != nil })
    let until = TestStore.today.adding(days: 10)
    try await test.insertException(at: .h5, task: decided.task, until: until, approved: false)
    #expect(try await test.entry(decided.task)?.exception == nil, "nobody has given it yet")
    try await test.insertException(at: .h5, task: decided.task, until: until, approved: true)
    let entry = try await test.entry(decided.task)
    #expect(entry?.decided == .h5)
    #expect(
      entry?.exception == .init(instead: try #require(decided.decided), until: until, reason: "For a while"))
    #expect(try await test.entry(decided.task, asOf: until)?.decided == decided.decided)
  }

  @Test func `a review is open from its day until it was closed`() async throws {
    let test = try await TestStore.make()
    let task = test.first.code("REP-1")
    let today = TestStore.today
    try await test.insertReview(task: task, opened: today.adding(days: -5), closed: today)
    #expect(try await test.entry(task, asOf: today.adding(days: -6))?.reviews.isEmpty == true)
    let reviews = try await test.entry(task, asOf: today.adding(days: -1))?.reviews
    #expect(reviews?.map(\.reason.zh) == ["情况有变。"] && reviews?.map(\.level) == [.h4])
    #expect(try await test.entry(task)?.reviews.isEmpty == true)
  }

  @Test func `it is of a unit's roles, or of one role, and names what there is not`() async throws {
    let test = try await TestStore.make()
    let unit = try await test.ask(ReadBoundaryRegister(unit: test.first.code("SALES")))
    #expect(unit.unit?.en == "Sales" && unit.entries.count == 2)
    #expect(unit.roles.map(\.headcount) == [nil], "three people hold it there")
    let role = try await test.ask(ReadBoundaryRegister(role: test.first.code("REP")))
    #expect(role.role?.zh == "专员")
    #expect(try await refusal { _ = try await test.ask(ReadBoundaryRegister(role: "GHOST")) }?.field == "role")
    #expect(try await refusal { _ = try await test.ask(ReadBoundaryRegister(unit: "GHOST")) }?.field == "unit")
    #expect(try await refusal { _ = try await test.ask(ReadBoundaryRegister(), as: .employee) }?.code == "forbidden")
  }
}

extension TestStore {
  fileprivate func entry(_ task: String, asOf day: Day? = nil) async throws -> BoundaryRegister.Entry? {
    try await ask(ReadBoundaryRegister(asOf: day)).entries.first { $0.task == task }
  }

  /// What people of the first organisation answered today.
  fileprivate func insert(answers: [String: Int16], to task: String) async throws {
    for (person, level) in answers {
      _ = try await owner.write { tx in
        try tx.run(
          """
          INSERT INTO consultation (organisation_id, boundary_id, person_id, recorded_on, desired_level, round_id)
          SELECT b.organisation_id, b.id, p.id, \(TestStore.today), \(level),
            (SELECT r.id FROM consultation_round r WHERE r.organisation_id = b.organisation_id
              AND b.task_id = ANY (r.task_ids) ORDER BY r.number DESC LIMIT 1)
          FROM boundary b
          JOIN task t ON t.id = b.task_id AND t.code = \(first.code(task))
          JOIN person p ON p.organisation_id = b.organisation_id AND p.external_id = \(first.code(person))
          """)
      }
    }
  }

  fileprivate func insertException(
    at level: HumanAgencyLevel, task: String, until: Day, approved: Bool
  ) async throws {
    _ = try await owner.write { tx in
      try tx.run(
        """
        INSERT INTO boundary_exception (organisation_id, id, boundary_id, level, reason, valid_from, valid_to,
          requested_at, approved_by, approved_at)
        SELECT b.organisation_id, gen_random_uuid(), b.id, \(level), 'For a while', \(TestStore.today), \(until),
          \(TestStore.now), CASE WHEN \(approved) THEN gen_random_uuid() END,
          CASE WHEN \(approved) THEN \(TestStore.now)::timestamptz END
        FROM boundary b JOIN task t ON t.id = b.task_id AND t.code = \(task)
        """)
    }
  }

  fileprivate func insertReview(task: String, opened: Day, closed: Day) async throws {
    _ = try await owner.write { tx in
      try tx.run(
        """
        INSERT INTO boundary_review (organisation_id, id, boundary_id, cause, reason_en, reason_zh, proposed_level,
          opened_on, closed_on)
        SELECT b.organisation_id, gen_random_uuid(), b.id, 'task', 'It changed.', '情况有变。', 4, \(opened), \(closed)
        FROM boundary b JOIN task t ON t.id = b.task_id AND t.code = \(task)
        """)
    }
  }
}
