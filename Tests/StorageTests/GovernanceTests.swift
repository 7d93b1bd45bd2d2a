import FoundationEssentials
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Incidents, policies and models` {
  @Test func `an incident queues the boundaries of its task at once, and they are due that day`() async throws {
    let test = try await approved()
    let task = test.first.code("REP-2")
    let filed = try await test.run(FileIncident(title: "Wrong price", severity: .medium, task: task), as: .employee)
    #expect(filed.number == 1)
    let reviews = try await test.ask(ListBoundaryReviews())
    #expect(reviews.map(\.task) == [task] && reviews.map(\.cause) == [.incident])
    #expect(reviews.first?.reason.en.contains("Wrong price") == true)
    let tomorrow = TestStore.today.adding(days: 1)
    #expect(try await test.ask(ListBoundaries(filter: .overdue, asOf: tomorrow)).map(\.task) == [task])
    #expect(try await test.ask(ListBoundaries(filter: .overdue)).isEmpty)
  }

  @Test func `an incident with a system concerns every task that it takes part in`() async throws {
    let test = try await approved()
    try await test.run(FileIncident(title: "Leak", severity: .high, aiSystem: test.first.code("DESK")))
    #expect(try await test.ask(ListBoundaryReviews()).count == 2)
    try await test.run(ResolveIncident(number: 1, resolution: "Closed the leak"))
    #expect(try await test.ask(ListIncidents(filter: .open)).isEmpty)
    #expect(try await test.ask(FindIncident(number: 1)).resolution == "Closed the leak")
    #expect(try await test.ask(ListBoundaryReviews()).count == 2, "those who decide the boundaries close them")
    let refused = try await refusal { try await test.run(ResolveIncident(number: 1, resolution: "Again")) }
    #expect(refused?.kind == .notFound)
  }

  @Test func `what happens while a review is open is told with what queued it`() async throws {
    let test = try await approved()
    let task = test.first.code("REP-2")
    for title in ["Wrong price", "Wrong name"] {
      try await test.run(FileIncident(title: title, severity: .low, task: task), as: .employee)
    }
    let reviews = try await test.ask(ListBoundaryReviews())
    #expect(
      reviews.map(\.reason.en) == ["Incident 1, severity low: Wrong price; Incident 2, severity low: Wrong name"])
  }

  @Test(arguments: [
    (FileIncident(title: " ", severity: .low, task: "A-REP-1"), "text-required"),
    (FileIncident(title: "x", severity: .low), "nothing-concerned"),
    (
      FileIncident(title: "x", severity: .low, task: "A-REP-1", occurredOn: TestStore.today.adding(days: 1)),
      "in-the-future"
    ),
    (FileIncident(title: "x", severity: .low, task: "A-NONE"), "not-found"),
    (FileIncident(title: String(repeating: "x", count: 301), severity: .low, task: "A-REP-1"), "too-long"),
  ])
  func `what is wrong with an incident is told`(_ incident: FileIncident, _ code: String) async throws {
    let test = try await TestStore.make()
    #expect(try await refusal { try await test.run(incident) }?.code == code)
    #expect(try await test.ask(ListIncidents()).isEmpty)
  }

  @Test func `another model behind a system queues its boundaries, the first one to be known does not`() async throws {
    let test = try await approved()
    try await test.run(ImportAISystems(sheet: test.desk(cleared: "internal", model: "m-1")))
    #expect(try await test.ask(ListBoundaryReviews()).isEmpty)
    try await test.run(ImportAISystems(sheet: test.desk(cleared: "internal", model: "m-2")))
    let reviews = try await test.ask(ListBoundaryReviews())
    #expect(reviews.map(\.cause) == [.model, .model])
    #expect(reviews.first?.reason.zh.contains("m-1 → m-2") == true)
    #expect(try await test.levelInForce("REP-1") == .h3)
    try await test.run(ImportAISystems(sheet: test.desk(cleared: "internal")))
    #expect(try await test.ask(ListAISystems()).map(\.modelVersion) == ["m-2"], "a table without the column leaves it")
  }

  @Test func `a policy that replaces another queues its roles' boundaries, and is acknowledged anew`() async throws {
    let test = try await approved()
    let policy = policy(test, "Check each answer.")
    #expect(try await test.run(PublishPolicy(policy: policy)).version == 1)
    #expect(try await test.ask(ListBoundaryReviews()).isEmpty)
    #expect(try await test.run(AcknowledgePolicy(policy: policy.code), as: .employee).version == 1)
    let tomorrow = TestStore.today.adding(days: 1)
    #expect(try await test.run(PublishPolicy(policy: policy, effective: tomorrow)).version == 2)
    #expect(try await test.ask(ListBoundaryReviews()).map(\.cause) == [.policy, .policy])
    let before = try await test.ask(FindPolicyStatus(code: policy.code))
    #expect([before.version, before.concerned, before.acknowledged] == [1, 9, 1])
    let after = try await test.ask(FindPolicyStatus(code: policy.code), at: tomorrow.instant)
    #expect([after.version, after.acknowledged, after.missing?.count] == [2, 0, 9])
    #expect(try await test.ask(FindPolicy(code: policy.code)).version == 1)
  }

  @Test func `a manager sees the team's acknowledgements alone`() async throws {
    let test = try await TestStore.make()
    let policy = policy(test, "Check each answer.")
    try await test.run(PublishPolicy(policy: policy))
    let status = try await test.ask(FindPolicyStatus(code: policy.code), as: .manager)
    #expect(status.missing?.map(\.person) == ["COLLEAGUE", "EMPLOYEE", "MANAGER"].map(test.first.code))
  }

  @Test func `an auditor is told neither who it is nor of fewer than five`() async throws {
    let test = try await TestStore.make()
    let policy = policy(test, "Check each answer.")
    try await test.run(PublishPolicy(policy: policy))
    let nobody = try await test.ask(FindPolicyStatus(code: policy.code), as: .auditor)
    #expect([nobody.concerned, nobody.acknowledged] == [9, 0] && nobody.missing == nil)
    try await test.run(AcknowledgePolicy(policy: policy.code), as: .employee)
    let one = try await test.ask(FindPolicyStatus(code: policy.code), as: .auditor)
    #expect([one.concerned, one.acknowledged] == [9, nil])
  }

  @Test func `a version that would begin before the one in force is refused`() async throws {
    let test = try await TestStore.make()
    let policy = policy(test, "Check each answer.")
    try await test.run(PublishPolicy(policy: policy))
    let refused = try await refusal { try await test.run(PublishPolicy(policy: policy)) }
    #expect(refused?.code == "policy-too-early")
    #expect(try await test.ask(ListPolicies()).map(\.version) == [1])
  }

  private func policy(_ test: TestStore, _ text: String) -> PolicyDocument {
    PolicyDocument(
      code: "use-of-ai", title: LocalizedText(en: "Use of AI", zh: "AI 使用规定"),
      text: LocalizedText(en: text, zh: "须核对。"),
      roles: [test.first.code("REP")])
  }

  private func approved() async throws -> TestStore {
    let test = try await TestStore.make()
    try await test.run(ApproveBoundaries(role: test.first.code("REP")))
    return test
  }
}
