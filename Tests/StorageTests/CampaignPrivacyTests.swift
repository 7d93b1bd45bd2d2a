import FoundationEssentials
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `What is told of campaigns` {
  @Test func `an employee is told of their own and a manager of no small number`() async throws {
    let test = try await TestStore.make()
    try await test.run(test.campaign())
    try await test.run(test.campaign("support", audience: CampaignAudience(units: [test.first.code("SUPPORT")])))
    try await test.run(StartAttempt(campaign: "wave"), as: .employee)
    let own = try await test.ask(ListCampaigns(), as: .employee)
    #expect(own.map(\.campaign.code) == ["wave"] && own[0].invitation == .started && own[0].invited == nil)
    let team = try await test.ask(FindCampaign(code: "wave"), as: .manager)
    #expect(team.people == nil)
    #expect(team.progress.invited == nil && team.progress.notStarted == nil && team.progress.started == nil)
    #expect(team.units.count == 1)
    #expect(team.units.allSatisfy { $0.progress.invited == nil && $0.progress.started == nil })
    #expect(try await refusal { _ = try await test.ask(FindCampaign(code: "support"), as: .manager) } != nil)
    #expect(try await refusal { _ = try await test.ask(FindCampaign(code: "wave"), as: .employee) } != nil)
    #expect(try await test.ask(ListCampaigns()).map(\.invited) == [3, 3])
    #expect(try await test.ask(FindCampaign(code: "wave"), as: .auditor).people == nil)
    #expect(try await test.ask(FindCampaign(code: "wave"), as: .auditor).progress.started == 1)
  }

  @Test func `extra time is told to the person and to those who run assessments`() async throws {
    let test = try await TestStore.make()
    try await test.run(test.campaign())
    let employee = test.first.code("EMPLOYEE")
    try await test.run(
      AccommodatePerson(campaign: "wave", person: employee, extraTimePercent: 25, reason: .disability, note: "x"))
    try await test.run(StartAttempt(campaign: "wave"), as: .employee)
    func told(_ role: AccountRole, _ person: String?) async throws -> (time: Int?, deadline: Date?) {
      let status = try await test.ask(FindAssessmentStatus(person: person), as: role)
      return (status.campaigns.first?.extraTimePercent, status.attempts.first?.deadline)
    }
    for (role, person) in [(AccountRole.employee, nil), (.hrAdmin, employee), (.assessor, employee)] {
      let told = try await told(role, person)
      #expect(told.time == 25 && told.deadline != nil, "\(role)")
    }
    for role in [AccountRole.manager, .auditor] {
      let told = try await told(role, employee)
      #expect(told.time == nil && told.deadline == nil, "\(role)")
    }
    let people = try #require(try await test.ask(FindCampaign(code: "wave"), as: .assessor).people)
    #expect(people.map(\.reason) == [nil, .disability, nil])
    #expect(
      try await refusal { _ = try await test.ask(FindAssessmentStatus(person: employee), as: .service) } != nil)
    #expect(
      try await refusal {
        _ = try await test.ask(FindAssessmentStatus(person: test.first.code("OUTSIDER")), as: .employee)
      }?.kind == .notFound)
  }

  @Test func `people are told page by page`() async throws {
    let test = try await TestStore.make()
    try await test.run(test.campaign())
    let first = try await test.ask(FindCampaign(code: "wave", limit: 2)).people ?? []
    #expect(first.count == 2)
    let rest = try await test.ask(FindCampaign(code: "wave", after: first[1].person, limit: 2)).people ?? []
    #expect(rest.map(\.person) == [test.first.code("MANAGER")])
  }
}
