import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Exceptions from boundaries` {
  private let today = TestStore.today

  /// REP-1 in force at H5, though the rules would let it be less human.
  private func inForce() async throws -> (test: TestStore, role: String, task: String) {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    try await test.run(ApproveBoundaries(role: role, tasks: [task], level: .h5))
    return (test, role, task)
  }

  private func request(_ role: String, _ task: String, _ level: HumanAgencyLevel = .h4) -> RequestException {
    RequestException(role: role, task: task, level: level, reason: "Peak season", until: today.adding(days: 9))
  }

  private func held(_ test: TestStore, on day: Day) async throws -> HumanAgencyLevel? {
    let entry = try await test.ask(ListBoundaries(asOf: day)).first
    return entry?.exceptionLevel ?? entry?.decidedLevel
  }

  @Test func `it holds once another account has given it, until its last day`() async throws {
    let (test, role, task) = try await inForce()
    let id = try await test.run(request(role, task)).exception
    #expect(try await held(test, on: today) == .h5)
    #expect(try await refusal { try await test.run(GrantException(exception: id)) }?.code == "four-eyes")
    try await test.run(GrantException(exception: id), as: .owner)
    for (days, level) in [(0, HumanAgencyLevel.h4), (9, .h4), (10, .h5)] {
      #expect(try await held(test, on: today.adding(days: days)) == level)
      let record = try await test.ask(FindBoundary(role: role, task: task, asOf: today.adding(days: days)))
      #expect(record.level == level)
    }
    let card = try await test.ask(FindPermissionCard(role: role), as: .employee)
    #expect(card.tasks.first?.level == .h4)
    #expect(card.tasks.first?.exceptionUntil == today.adding(days: 9))
    #expect(
      try await refusal { try await test.run(GrantException(exception: id), as: .owner) }?.code == "exception-granted")
  }

  @Test func `it never goes below the floor of the rules, not even when that rises before it is given`() async throws {
    let (test, role, task) = try await inForce()
    let rising = try await test.run(request(role, task, .h3)).exception
    try await test.owner.write { tx in
      _ = try tx.run("UPDATE task SET irreversible = true WHERE code = \(task)")
    }
    let below = try await refusal { try await test.run(request(role, task, .h2)) }
    #expect(below?.code == "boundary-below-floor")
    let late = try await refusal { try await test.run(GrantException(exception: rising), as: .owner) }
    #expect(late?.code == "boundary-below-floor")
    #expect(try await held(test, on: today) == .h5)
  }

  @Test func `taken back it holds no longer, and was what it was before`() async throws {
    let (test, role, task) = try await inForce()
    let id = try await test.run(request(role, task)).exception
    try await test.run(GrantException(exception: id), as: .owner)
    let later = TestStore.now.addingTimeInterval(3 * 86_400)
    try await test.run(RevokeException(exception: id, reason: "The season is over"), at: later)
    #expect(try await held(test, on: today.adding(days: 2)) == .h4)
    #expect(try await held(test, on: today.adding(days: 3)) == .h5)
    let again = try await refusal { try await test.run(RevokeException(exception: id, reason: "Twice"), at: later) }
    #expect(again?.code == "exception-over")
    let states = try await test.ask(ListExceptions(asOf: today.adding(days: 3)), at: later).map(\.exception.state)
    #expect(states == [.revoked])
  }

  @Test func `the next decision ends it`() async throws {
    let (test, role, task) = try await inForce()
    let id = try await test.run(request(role, task)).exception
    try await test.run(GrantException(exception: id), as: .owner)
    var edit = BoundaryTerms.Edit()
    edit.isDisclosed = true
    let later = TestStore.now.addingTimeInterval(86_400)
    try await test.run(ProposeBoundaries(role: role, tasks: [task], terms: edit), at: later)
    try await test.run(ApproveBoundaries(role: role, tasks: [task], level: .h5), at: later)
    #expect(try await held(test, on: today) == .h4)
    #expect(try await held(test, on: today.adding(days: 1)) == .h5)
    let record = try await test.ask(FindBoundary(role: role, task: task), at: later)
    #expect(record.exceptions.map(\.state) == [.revoked])
    #expect(record.exceptions.first?.revocationReason == "")
  }

  @Test func `there is none without a boundary in force, and none to the level that was decided`() async throws {
    let (test, role, task) = try await inForce()
    let open = request(role, test.first.code("REP-2"))
    #expect(try await refusal { try await test.run(open) }?.code == "nothing-in-force")
    let same = request(role, task, .h5)
    #expect(try await refusal { try await test.run(same) }?.code == "exception-changes-nothing")
    let foreign = GrantException(exception: BoundaryExceptionID(UUID()))
    #expect(try await refusal { try await test.run(foreign) }?.kind == .notFound)
  }
}
