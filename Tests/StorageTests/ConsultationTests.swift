import FoundationEssentials
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Rounds of consultation` {
  @Test func `what few answered is used by the rules and told to nobody`() async throws {
    let test = try await TestStore.make()
    let found = try await test.ask(FindConsultation(number: 1))
    #expect(found.questions.map(\.answers) == [2])
    #expect(found.questions.map(\.desired) == [nil])
    let version = try #require(
      try await test.ask(FindBoundary(role: test.first.code("REP"), task: test.first.code("REP-1"))).versions.first)
    #expect(version.facts.consulted && version.facts.desiredLevel == nil)
    #expect(version.facts.isDesiredLevelConfidential == true)
  }

  @Test func `the median of five is told once the round is over, not before`() async throws {
    let test = try await TestStore.make()
    let task = test.first.code("REP-2")
    let number = try await open(test, [task])
    for role in [AccountRole.owner, .hrAdmin, .assessor, .manager, .employee] {
      try await test.run(RecordConsultation(role: test.first.code("REP"), task: task, desiredLevel: .h5), as: role)
    }
    #expect(try await test.ask(FindConsultation(number: number)).questions.map(\.desired) == [nil])
    try await test.run(CloseConsultation(number: number))
    let found = try await test.ask(FindConsultation(number: number))
    #expect(found.questions.map(\.desired) == [.h5] && found.round.answered == 5 && !found.round.isOpen)
  }

  @Test func `a round that is over without an answer is a consultation, one that is open is not`() async throws {
    let test = try await TestStore.make()
    let task = test.first.code("REP-2")
    _ = try await open(test, [task])
    #expect(try await proposal(test, task, on: TestStore.today).consulted == false)
    #expect(try await proposal(test, task, on: TestStore.today.adding(days: 11)).consulted)
  }

  @Test func `an answer can be changed while the round is open, and is refused after it`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-2"))
    let number = try await open(test, [task])
    try await test.run(RecordConsultation(role: role, task: task, desiredLevel: .h2), as: .employee)
    try await test.run(RecordConsultation(role: role, task: task, desiredLevel: .h4), as: .employee)
    let questions = try await test.ask(ListConsultationQuestions(), as: .employee)
    #expect(questions.map(\.answer) == [.h4] && questions.map(\.round) == [number])
    try await test.run(CloseConsultation(number: number))
    let late = RecordConsultation(role: role, task: task, desiredLevel: .h3)
    #expect(try await refusal { try await test.run(late, as: .employee) }?.kind == .notFound)
    #expect(try await test.ask(ListConsultationQuestions(), as: .employee).isEmpty)
  }

  @Test func `two rounds never ask about the same task at once, and a round asks until today at least`() async throws {
    let test = try await TestStore.make()
    let role = test.first.code("REP")
    _ = try await open(test, [test.first.code("REP-2")])
    let twice = OpenConsultation(role: role, closesOn: TestStore.today)
    #expect(try await refusal { try await test.run(twice) }?.code == "already-asked")
    let over = OpenConsultation(
      role: role, tasks: [test.first.code("REP-1")], closesOn: TestStore.today.adding(days: -1))
    #expect(try await refusal { try await test.run(over) }?.code == "in-the-past")
    let strange = OpenConsultation(role: role, tasks: ["NONE"], closesOn: TestStore.today)
    #expect(try await refusal { try await test.run(strange) }?.kind == .notFound)
  }

  @Test func `the audit tells that somebody answered and not what`() async throws {
    let test = try await TestStore.make()
    let task = test.first.code("REP-2")
    _ = try await open(test, [task])
    try await test.run(RecordConsultation(role: test.first.code("REP"), task: task, desiredLevel: .h2), as: .employee)
    let event = try #require(
      try await test.ask(ListAuditEvents(limit: 5), as: .owner).first { $0.action == "consultation.record" })
    #expect(event.detail.contains(task) && !event.detail.contains("H2"))
  }

  @Test func `what employees want far from what is feasible makes the boundary be looked at`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-2"))
    try await test.run(ApproveBoundaries(role: role))
    let number = try await open(test, [task])
    try await test.run(RecordConsultation(role: role, task: task, desiredLevel: .h1), as: .employee)
    try await test.run(CloseConsultation(number: number))
    let firing = try await proposal(test, task, on: TestStore.today)
    #expect(firing.agencyGap == nil, "not to be computed from what is told")
  }

  private func open(_ test: TestStore, _ tasks: [String]) async throws -> Int {
    try await test.run(
      OpenConsultation(role: test.first.code("REP"), tasks: tasks, closesOn: TestStore.today.adding(days: 10))
    ).number
  }

  /// What a proposal of that day rests on.
  private func proposal(_ test: TestStore, _ task: String, on day: Day) async throws -> BoundaryFacts {
    let role = test.first.code("REP")
    try await test.run(ProposeBoundaries(role: role, tasks: [task]), at: day.instant)
    return try #require(try await test.ask(FindBoundary(role: role, task: task), at: day.instant).versions.first).facts
  }
}
