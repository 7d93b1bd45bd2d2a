import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `Campaigns` {
  private let today = TestStore.today

  @Test func `opening invites those employed in the units with all below them`() async throws {
    let test = try await TestStore.make()
    let sales = try await test.run(test.campaign())
    #expect(sales.people.map(\.person) == ["COLLEAGUE", "EMPLOYEE", "MANAGER"].map(test.first.code))
    let whole = try await test.run(
      test.campaign("whole", audience: CampaignAudience(units: [test.first.code("HQ")])))
    #expect(whole.invited == 9)
    #expect(try await test.run(test.campaign("all", audience: CampaignAudience(everyone: true))).invited == 9)
  }

  @Test func `units and roles narrow each other and people come on top`() async throws {
    let test = try await TestStore.make()
    let audience = CampaignAudience(
      units: [test.first.code("SALES")], roles: [test.first.code("REP")], people: [test.first.code("STRANGER")],
      sheet: Sheet("person", test.first.code("OUTSIDER")))
    let opened = try await test.run(test.campaign(audience: audience))
    #expect(
      opened.people.map(\.person)
        == ["COLLEAGUE", "EMPLOYEE", "MANAGER", "OUTSIDER", "STRANGER"].map(test.first.code))
  }

  @Test func `everything unknown is named at once with its place and nothing is opened`() async throws {
    let test = try await TestStore.make()
    let audience = CampaignAudience(
      units: [test.first.code("SALES"), "NOWHERE"], roles: ["NONE"], people: ["NOBODY"],
      sheet: Sheet("person", test.first.code("OUTSIDER"), "GHOST"))
    let refused = try await refusal { try await test.run(test.campaign(audience: audience)) }
    #expect(refused?.code == "invalid-audience")
    let places = refused?.faults.map { "\($0.code) \($0.row.map(String.init) ?? "-") \($0.field ?? "")" }
    #expect(
      places == [
        "unknown-unit - units[2]", "unknown-role - roles[1]", "unknown-person - people[1]",
        "unknown-person 3 person",
      ])
    #expect(try await test.ask(ListCampaigns()).isEmpty)
  }

  @Test func `an audience of nobody and someone who has left are refused`() async throws {
    let test = try await TestStore.make()
    try await test.run(
      ImportUnits(sheet: Sheet("code,name_en,name_zh", "EMPTY,Empty,空"), effective: today))
    let empty = test.campaign(audience: CampaignAudience(units: ["EMPTY"]))
    #expect(try await test.code(of: empty) == "nobody-invited")
    let before = test.campaign(
      opensOn: nil, audience: CampaignAudience(people: [test.first.code("STRANGER")]))
    _ = try await test.owner.write { tx in
      try tx.run(
        """
        UPDATE employment SET valid_to = \(TestStore.today)
        WHERE person_id = (SELECT id FROM person WHERE external_id = \(test.first.code("STRANGER")))
        """)
    }
    let refused = try await refusal { try await test.run(before) }
    #expect(refused?.faults.map(\.code) == ["not-employed"])
  }

  @Test func `a code is used once and an instrument and a form must be there`() async throws {
    let test = try await TestStore.make()
    try await test.run(test.campaign())
    #expect(try await test.code(of: test.campaign()) == "duplicate-code")
    var astray = test.campaign("other")
    astray.form = "none"
    #expect(try await test.code(of: astray) == "not-found")
    astray.form = nil
    astray.instrument = "none"
    #expect(try await test.code(of: astray) == "not-found")
  }

  @Test func `inviting again changes nothing and a withdrawn invitation can be given anew`() async throws {
    let test = try await TestStore.make()
    try await test.run(test.campaign())
    let lead = CampaignAudience(people: [test.first.code("LEAD"), test.first.code("MANAGER")])
    let more = try await test.run(InviteToCampaign(campaign: "wave", audience: lead))
    #expect(more.changed == 1 && more.unchanged == 1 && more.people.map(\.person) == [test.first.code("LEAD")])
    let gone = try await test.run(InviteToCampaign(campaign: "wave", audience: lead, withdraw: true))
    #expect(gone.changed == 2)
    #expect(try await test.code(of: StartAttempt(campaign: "wave"), as: .manager) == "not-invited")
    #expect(
      try await test.code(of: InviteToCampaign(campaign: "wave", audience: lead, withdraw: true)) == "not-invited")
    #expect(try await test.run(InviteToCampaign(campaign: "wave", audience: lead)).changed == 2)
    #expect(try await test.code(of: StartAttempt(campaign: "wave"), as: .manager) == nil)
    let begun = try await refusal {
      try await test.run(InviteToCampaign(campaign: "wave", audience: lead, withdraw: true))
    }
    #expect(begun?.faults.map(\.code) == ["already-begun"])
    #expect(try await test.ask(FindCampaign(code: "wave")).progress.withdrawn == 0)
  }

  @Test func `a campaign closes later but not earlier and a closed one stays closed`() async throws {
    let test = try await TestStore.make()
    try await test.run(test.campaign())
    #expect(try await test.code(of: ExtendCampaign(code: "wave", closesOn: today)) == "not-later")
    #expect(try await test.code(of: ExtendCampaign(code: "wave", closesOn: today.adding(days: 30))) == "not-later")
    #expect(try await test.code(of: ExtendCampaign(code: "none", closesOn: today.adding(days: 40))) == "not-found")
    try await test.run(ExtendCampaign(code: "wave", closesOn: today.adding(days: 40)))
    #expect(try await test.ask(FindCampaign(code: "wave")).campaign.closesOn == today.adding(days: 40))
    try await test.run(CloseCampaign(code: "wave"))
    #expect(try await test.ask(FindCampaign(code: "wave")).campaign.phase == .closed)
    let people = CampaignAudience(people: [test.first.code("LEAD")])
    #expect(
      try await test.code(of: ExtendCampaign(code: "wave", closesOn: today.adding(days: 50))) == "campaign-closed")
    #expect(try await test.code(of: InviteToCampaign(campaign: "wave", audience: people)) == "campaign-closed")
    #expect(try await test.code(of: CloseCampaign(code: "wave")) == "campaign-closed")
  }

  @Test func `reminders are recorded once and only for those with something left to do`() async throws {
    let test = try await TestStore.make()
    try await test.publishInstrument(minutes: nil)
    try await test.run(test.campaign(reminderDays: [7, 1]))
    let attempt = try await test.run(StartAttempt(campaign: "wave"), as: .manager).attempt
    func reminded(_ day: Int) async throws -> [String] {
      try await test.run(RemindInvited(), at: TestStore.now + day.days).reminders.map {
        "\($0.person) \($0.started)"
      }
    }
    let (colleague, employee, manager) = (
      test.first.code("COLLEAGUE"), test.first.code("EMPLOYEE"), test.first.code("MANAGER")
    )
    #expect(try await reminded(22) == [])
    // A day late: what was due the day before is made up for.
    #expect(try await reminded(24) == ["\(colleague) false", "\(employee) false", "\(manager) true"])
    #expect(try await reminded(24) == [])
    try await test.run(FinishAttempt(attempt: attempt), as: .manager, at: TestStore.now + 25.days)
    #expect(try await reminded(29) == ["\(colleague) false", "\(employee) false"])
    #expect(try await reminded(31) == [])
    #expect(try await test.code(of: RemindInvited(campaign: "none")) == "not-found")
  }

  @Test func `a rehearsed reminder is still to be recorded`() async throws {
    let test = try await TestStore.make()
    try await test.run(test.campaign(reminderDays: [30]))
    let submission = Submission(
      client: UUID(), dryRun: true, commands: [SubmittedCommand(sequence: 1, command: RemindInvited())])
    _ = try await test.store.submit(submission, by: .token(test.first.token(.hrAdmin)), now: TestStore.now)
    #expect(try await test.run(RemindInvited(), as: .service).reminders.count == 3)
  }

  @Test func `a reason for extra time is required and is not in the audit`() async throws {
    let test = try await TestStore.make()
    try await test.run(test.campaign())
    func accommodate(
      _ person: String, _ percent: Int, _ reason: AccommodationReason? = nil, _ note: String? = nil
    ) -> AccommodatePerson {
      AccommodatePerson(
        campaign: "wave", person: test.first.code(person), extraTimePercent: percent, reason: reason, note: note)
    }
    #expect(try await test.code(of: accommodate("EMPLOYEE", 201, .other)) == "out-of-range")
    #expect(try await test.code(of: accommodate("EMPLOYEE", 50)) == "reason-required")
    #expect(try await test.code(of: accommodate("EMPLOYEE", 0, .other)) == "reason-without-time")
    #expect(try await test.code(of: accommodate("STRANGER", 50, .other)) == "not-invited")
    #expect(try await test.code(of: accommodate("NOBODY", 50, .other)) == "not-found")
    try await test.run(accommodate("EMPLOYEE", 50, .disability, "Reads by a screen reader."))
    let events = try await test.ask(ListAuditEvents(limit: 1), as: .owner)
    #expect(events[0].action == "campaign.accommodate" && !events[0].detail.contains("disability"))
    #expect(!events[0].detail.contains("screen"))
    try await test.run(accommodate("EMPLOYEE", 0))
    let people = try #require(try await test.ask(FindCampaign(code: "wave")).people)
    #expect(people.allSatisfy { $0.extraTimePercent == 0 && $0.reason == nil && $0.note == nil })
  }
}
