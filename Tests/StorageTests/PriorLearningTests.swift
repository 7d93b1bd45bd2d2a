import FoundationEssentials
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Prior learning` {
  private let learntOn = TestStore.today.adding(months: -2)

  @Test func `a manager accepts it and it counts from the day it was learnt for as long as the activity`() async throws
  {
    let test = try await TestStore.make()
    let claim = try await test.run(file(test), as: .employee).claim
    let open = try await test.ask(ListPriorLearning(), as: .manager)
    #expect(open.map(\.claim) == [claim] && open[0].person == test.first.code("EMPLOYEE") && open[0].outcome == nil)
    let reviewed = try await test.run(ReviewPriorLearning(claim: claim, outcome: .accepted), as: .manager)
    #expect(reviewed == .init(expiresOn: learntOn.adding(months: 12), credited: 0))
    #expect(try await test.ask(ListPriorLearning(), as: .manager).isEmpty)
    let own = try await test.ask(ListPriorLearning(filter: .counting), as: .employee)
    #expect(own.map(\.reviewedOn) == [TestStore.today] && own[0].expiresOn == reviewed.expiresOn)
    let later = learntOn.adding(months: 12).instant
    #expect(try await test.ask(ListPriorLearning(filter: .counting), as: .employee, at: later).isEmpty)
    #expect(try await refusal { try await test.run(file(test), as: .employee) }?.code == "counts-already")
  }

  @Test func `accepting credits what is open of the person's plans`() async throws {
    let test = try await TestStore.make()
    let plan = try await test.insertPlan(for: "EMPLOYEE")
    let claim = try await test.run(file(test), as: .employee).claim
    let rejected = ReviewPriorLearning(claim: claim, outcome: .rejected, reason: "Another course")
    #expect(try await test.run(rejected) == .init(expiresOn: nil, credited: 0))
    let again = try await test.run(file(test), as: .employee).claim
    #expect(try await test.run(ReviewPriorLearning(claim: again, outcome: .accepted)).credited == 1)
    let items = try await test.ask(FindPlan(plan: plan.plan)).items
    #expect(items.map(\.status) == [.credited, .planned])
    #expect(items.map(\.endedOn) == [TestStore.today, nil])
  }

  @Test func `nobody reviews their own and nobody beyond their team`() async throws {
    let test = try await TestStore.make()
    let own = try await test.run(file(test), as: .manager).claim
    #expect(
      try await refusal { try await test.run(ReviewPriorLearning(claim: own, outcome: .accepted), as: .manager) }?.kind
        == .forbidden)
    let bosses = try await test.run(file(test), as: .owner).claim
    #expect(
      try await refusal { try await test.run(ReviewPriorLearning(claim: bosses, outcome: .accepted), as: .manager) }?
        .kind
        == .notFound)
    #expect(try await test.ask(ListPriorLearning(), as: .employee).isEmpty)
    #expect(try await test.ask(ListPriorLearning(), as: .hrAdmin).count == 2)
  }

  @Test func `what is wrong with a claim is told`() async throws {
    let test = try await TestStore.make()
    func code(_ change: (inout FilePriorLearning) -> Void) async throws -> String? {
      var claim = file(test)
      change(&claim)
      return try await refusal { try await test.run(claim, as: .employee) }?.code
    }
    #expect(try await code { $0.learntOn = TestStore.today.adding(days: 1) } == "in-the-future")
    #expect(try await code { $0.text = " \n" } == "text-required")
    #expect(try await code { $0.link = "javascript:alert(1)" } == "invalid-link")
    #expect(try await code { $0.activity = "NONE" } == "not-found")
    let claim = try await test.run(file(test), as: .employee).claim
    #expect(try await refusal { try await test.run(file(test), as: .employee) }?.code == "claim-open")
    func review(_ review: ReviewPriorLearning) async throws -> String? {
      try await refusal { try await test.run(review) }?.code
    }
    #expect(try await review(.init(claim: claim, outcome: .rejected)) == "text-required")
    #expect(
      try await review(.init(claim: claim, outcome: .accepted, learntOn: TestStore.today.adding(months: -12)))
        == "lapsed")
    #expect(
      try await review(.init(claim: claim, outcome: .accepted, learntOn: TestStore.today.adding(days: 1)))
        == "in-the-future")
    try await test.run(ReviewPriorLearning(claim: claim, outcome: .rejected, reason: "No"))
    #expect(try await review(.init(claim: claim, outcome: .accepted)) == "already-reviewed")
  }

  private func file(_ test: TestStore) -> FilePriorLearning {
    FilePriorLearning(
      activity: test.first.code("FIRST"), learntOn: learntOn, text: "Course at my last employer",
      link: "https://example.com/certificate")
  }
}
