import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Attempts of campaigns` {
  private let now = TestStore.now
  private let today = TestStore.today

  @Test func `an attempt is of the only open campaign and ends with its last day`() async throws {
    let test = try await TestStore.make()
    try await test.publishInstrument(minutes: nil)
    try await test.run(test.campaign())
    let started = try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager)
    #expect(started.deadline == today.adding(days: 31).instant)
    let people = try #require(try await test.ask(FindCampaign(code: "wave")).people)
    #expect(people.map(\.state) == [.notStarted, .notStarted, .started])
    let free = try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .hrAdmin)
    #expect(free.deadline == nil)
  }

  @Test func `of several open campaigns one must be named`() async throws {
    let test = try await TestStore.make()
    try await test.run(test.campaign("one"))
    try await test.run(test.campaign("two"))
    let unnamed = try await refusal {
      try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager)
    }
    #expect(unnamed?.code == "campaign-ambiguous" && unnamed?.message.en.contains("one, two") == true)
    #expect(try await test.code(of: StartAttempt(), as: .manager) == "instrument-required")
    #expect(
      try await test.code(of: StartAttempt(instrument: "other", campaign: "two"), as: .manager) == "other-instrument")
    let named = try await test.run(StartAttempt(campaign: "two"), as: .manager)
    #expect(!named.resumed)
    #expect(
      try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager).attempt == named.attempt)
    #expect(try await test.code(of: StartAttempt(campaign: "one"), as: .manager) == "attempt-in-progress")
  }

  @Test func `only those invited begin and only while it is open`() async throws {
    let test = try await TestStore.make()
    try await test.run(test.campaign(opensOn: today.adding(days: 2)))
    let start = StartAttempt(campaign: "wave")
    #expect(try await test.code(of: start, as: .hrAdmin) == "not-invited")
    #expect(try await test.code(of: StartAttempt(campaign: "none"), as: .manager) == "not-found")
    #expect(try await test.code(of: start, as: .manager) == "campaign-not-open")
    #expect(try await test.code(of: start, as: .manager, at: now + 31.days) == "campaign-over")
    try await test.run(CloseCampaign(code: "wave"), at: now + 3.days)
    #expect(try await test.code(of: start, as: .manager, at: now + 3.days) == "campaign-over")
  }

  @Test func `there is one attempt a person and campaign`() async throws {
    let test = try await TestStore.make()
    try await test.run(test.campaign(rules: CampaignRules(retakeDays: 0)))
    let attempt = try await test.run(StartAttempt(campaign: "wave"), as: .manager).attempt
    try await test.run(FinishAttempt(attempt: attempt), as: .manager)
    #expect(try await test.code(of: StartAttempt(campaign: "wave"), as: .manager) == "already-taken")
  }

  @Test func `a campaign's own rules decide on retakes and how long the score counts`() async throws {
    let test = try await TestStore.make()
    let earlier = try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager).attempt
    try await test.run(FinishAttempt(attempt: earlier), as: .manager)
    try await test.run(test.campaign("strict", rules: CampaignRules(retakeDays: 20)))
    try await test.run(test.campaign("free", rules: CampaignRules(validityMonths: 3, retakeDays: 0)))
    #expect(
      try await test.code(of: StartAttempt(campaign: "strict"), as: .manager, at: now + 19.days) == "retake-too-early")
    let retake = try await test.run(StartAttempt(campaign: "free"), as: .manager, at: now + 1.days).attempt
    let report = try #require(
      try await test.run(FinishAttempt(attempt: retake), as: .manager, at: now + 1.days).score)
    #expect(report.validUntil == today.adding(days: 1).adding(months: 3))
    let status = try await test.ask(FindAssessmentStatus(), as: .manager, at: now + 1.days)
    #expect(status.scores.map(\.validUntil) == [report.validUntil])
    #expect(status.scores.map(\.retakeFrom) == [today.adding(days: 15)])
  }

  @Test func `extra time lengthens the limit and none goes beyond the campaign`() async throws {
    let test = try await TestStore.make()
    try await test.publishInstrument(minutes: 30)
    try await test.run(test.campaign(closesOn: today))
    let extra = AccommodatePerson(
      campaign: "wave", person: test.first.code("MANAGER"), extraTimePercent: 50, reason: .language)
    try await test.run(extra)
    let started = try await test.run(StartAttempt(campaign: "wave"), as: .manager)
    #expect(started.deadline == now + 45.minutes)
    #expect(try await test.answer(started.attempt, 0, at: now + 45.minutes) == nil)
    #expect(try await test.answer(started.attempt, 1, at: now + 46.minutes) == "time-over")
    let late = try await test.run(
      StartAttempt(campaign: "wave"), as: .employee, at: today.adding(days: 1).instant.addingTimeInterval(-600))
    #expect(late.deadline == today.adding(days: 1).instant)
  }

  @Test func `extra time and a later closing day reach attempts in progress`() async throws {
    let test = try await TestStore.make()
    try await test.publishInstrument(minutes: 30)
    try await test.run(test.campaign(closesOn: today))
    let start = today.adding(days: 1).instant.addingTimeInterval(-20 * 60)
    let attempt = try await test.run(StartAttempt(campaign: "wave"), as: .manager, at: start).attempt
    func deadline() async throws -> Date? {
      try await test.ask(FindAttempt(attempt: attempt), as: .manager, at: start).deadline
    }
    #expect(try await deadline() == start + 20.minutes)
    try await test.run(ExtendCampaign(code: "wave", closesOn: today.adding(days: 5)), at: start)
    #expect(try await deadline() == start + 30.minutes)
    try await test.run(
      AccommodatePerson(
        campaign: "wave", person: test.first.code("MANAGER"), extraTimePercent: 100, reason: .other), at: start)
    #expect(try await deadline() == start + 60.minutes)
  }

  @Test func `an attempt left behind is scored as of its last answer by the next start`() async throws {
    let test = try await TestStore.make()
    try await test.publishInstrument(minutes: 30)
    let attempt = try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager).attempt
    #expect(try await test.answer(attempt, at: now + 5.minutes) == nil)
    let next = try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager, at: now + 3.days)
    #expect(next.attempt == attempt && !next.resumed && next.settled == .scored)
    #expect(try await test.status(of: attempt) == .scored)
    let scores = try await test.ask(ListScores(person: test.first.code("MANAGER")), as: .manager, at: now + 3.days)
    // It counts from the day on which it was known, for as long as the day of the last answer lets it.
    #expect(scores.count == 7 && scores.allSatisfy { $0.scoredOn == today.adding(days: 3) })
    #expect(scores.allSatisfy { $0.validUntil == today.adding(months: 12) })
    #expect(
      try await test.code(of: StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager, at: now + 3.days)
        == "retake-too-early")
    #expect(
      try await test.code(of: StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager, at: now + 14.days)
        == nil)
  }

  @Test func `an attempt left behind with no answer expires and says nothing of the person`() async throws {
    let test = try await TestStore.make()
    try await test.publishInstrument(minutes: 30)
    let attempt = try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager).attempt
    let next = try await test.run(
      StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager, at: now + 31.minutes)
    #expect(next.attempt == attempt && next.settled == .expired)
    #expect(try await test.ask(ListScores(person: test.first.code("MANAGER")), as: .manager).isEmpty)
    let again = try await test.run(
      StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager, at: now + 31.minutes)
    #expect(again.attempt != attempt && again.settled == nil)
  }

  @Test func `closing settles what is in progress`() async throws {
    let test = try await TestStore.make()
    try await test.publishInstrument(minutes: nil)
    try await test.run(test.campaign(rules: CampaignRules(validityMonths: 2)))
    let answered = try await test.run(StartAttempt(campaign: "wave"), as: .manager).attempt
    #expect(try await test.answer(answered, at: now + 1.days) == nil)
    try await test.run(StartAttempt(campaign: "wave"), as: .employee)
    let closed = try await test.run(CloseCampaign(code: "wave"), at: now + 40.days)
    #expect(closed == .init(scored: 1, expired: 1, submitted: 0))
    let found = try await test.ask(FindCampaign(code: "wave"))
    #expect(found.people?.map(\.state) == [.notStarted, .expired, .finished])
    let status = try await test.ask(FindAssessmentStatus(), as: .manager, at: now + 40.days)
    #expect(status.attempts.isEmpty && status.campaigns.isEmpty)
    #expect(status.scores.map(\.validUntil) == [today.adding(days: 1).adding(months: 2)])
    #expect(try await test.answer(answered, 1, at: now + 40.days) == "attempt-finished")
  }

  @Test func `two devices that start at once share one attempt`() async throws {
    let test = try await TestStore.make()
    try await test.run(test.campaign())
    for start in [StartAttempt(campaign: "wave"), StartAttempt(instrument: "aiq-core", form: "fixed")] {
      async let one = test.run(start, as: .employee)
      async let other = test.run(start, as: .employee)
      let (first, second) = try await (one, other)
      #expect(first.attempt == second.attempt)
      #expect(first.resumed || second.resumed)
    }
    let attempts = try await test.owner.read { tx in
      try tx.one("SELECT count(*) AS n FROM attempt WHERE status = 'in_progress'") { try $0.decode("n", as: Int.self) }
    }
    #expect(attempts == 1)
  }
}
