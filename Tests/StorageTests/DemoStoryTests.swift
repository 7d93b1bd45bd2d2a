import Foundation
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

/// What has happened in the demonstration, as the product's own queries tell it.
@Suite struct `The demonstration's story` {
  private let test: TestStore
  private let outcome: DemoLoader.Outcome

  init() async throws {
    test = try await TestStore.make()
    let demo = try DemoOrganisation(seeds: .shipped(), people: 60, seed: 1, asOf: TestStore.today)
    outcome = try await DemoLoader(demo, into: test.store).load(now: TestStore.now)
  }

  private func ask<Query: StoredQuery>(_ query: Query) async throws -> Query.Answer {
    try await test.store.answer(query, by: .operatorOf(outcome.organisation), now: TestStore.now)
  }

  @Test func `its people learn by plans, and its boundaries are looked at again`() async throws {
    try await expectPlans()
    try await expectPriorLearning()
    try await expectReviews()
    try await expectExceptions()
    await test.close()
  }

  private func expectPlans() async throws {
    let plans = try await ask(ListPlans(limit: 5_000))
    #expect(Set(plans.map(\.status)).isSuperset(of: [.draft, .active, .complete]))
    #expect(plans.contains { $0.overdue > 0 })
    #expect(plans.allSatisfy { $0.items > 0 && $0.startsOn > demoStart })
    let items = try await ask(ListPlanItems(limit: 5_000))
    #expect(items.contains { $0.item.status == .done } && items.contains { $0.item.status == .underWay })
    #expect(items.allSatisfy { !$0.item.reason.en.isEmpty && !$0.item.reason.zh.isEmpty })
  }

  private var demoStart: Day { TestStore.today.adding(months: -9) }

  private func expectPriorLearning() async throws {
    let claims = try await ask(ListPriorLearning(filter: .all))
    #expect(Set(claims.map(\.outcome)) == [.accepted, .rejected, nil])
  }

  /// An incident and a policy wait to be looked at; an overseer's level has lapsed.
  private func expectReviews() async throws {
    let causes = Set(try await ask(ListBoundaryReviews()).map(\.cause))
    #expect(causes.isSuperset(of: [.incident, .policy]))
    let tightened = try await test.owner.read { tx in
      try tx.one(
        """
        SELECT count(*) AS versions FROM boundary_sign_off
        WHERE organisation_id = \(outcome.organisation) AND kind = 'tightening'
        """
      ) { try $0.decode("versions", as: Int.self) }
    }
    #expect(tightened > 0)
  }

  private func expectExceptions() async throws {
    let states = Set(try await ask(ListExceptions()).map(\.exception.state))
    #expect(states == [.waiting, .holds, .ended, .revoked])
    let card = try await ask(FindPermissionCard(role: "CSA"))
    #expect(!card.tools.isEmpty)
  }
}
