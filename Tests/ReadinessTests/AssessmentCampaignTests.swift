import FoundationEssentials
import Readiness
import Testing

@Suite struct `Campaigns by themselves` {
  private let today = Day(number: 20_000)

  private func campaign(_ change: (inout OpenCampaign) -> Void = { _ in }) -> OpenCampaign {
    var campaign = OpenCampaign(
      code: "spring-2026", title: LocalizedText(en: "Spring", zh: "春季"), instrument: "aiq-core",
      closesOn: today.adding(days: 10), audience: CampaignAudience(everyone: true))
    change(&campaign)
    return campaign
  }

  private func refusal(_ change: (inout OpenCampaign) -> Void) -> String? {
    do {
      try campaign(change).check(on: today)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func `a campaign may open and close today and remind on its days`() {
    #expect(refusal { _ in } == nil)
    #expect(
      refusal {
        $0.opensOn = today
        $0.closesOn = today
        $0.reminderDays = [0]
      } == nil)
  }

  @Test func `what is wrong with a campaign is told by its code`() {
    #expect(refusal { $0.code = "" } == "invalid-code")
    #expect(refusal { $0.code = "a b" } == "invalid-code")
    #expect(refusal { $0.code = "é" } == "invalid-code")
    #expect(refusal { $0.code = String(repeating: "a", count: 61) } == "invalid-code")
    #expect(
      refusal {
        $0.form = "fixed"
        $0.mode = .adaptive
      } == "form-of-other-mode")
    #expect(
      refusal {
        $0.form = "adaptive"
        $0.mode = .fixed
      } == "form-of-other-mode")
    #expect(refusal { $0.mode = .adaptive } == nil && campaign { $0.mode = .adaptive }.formCode == "adaptive")
    #expect(refusal { $0.form = "adaptive" } == nil && campaign { $0.form = "adaptive" }.deliveryMode == .adaptive)
    #expect(refusal { $0.title = LocalizedText(en: "Spring", zh: "") } == "invalid-title")
    #expect(refusal { $0.opensOn = today.adding(days: -1) } == "past-date")
    #expect(refusal { $0.closesOn = today.adding(days: -1) } == "closes-before-opening")
    #expect(refusal { $0.opensOn = today.adding(days: 11) } == "closes-before-opening")
    #expect(refusal { $0.reminderDays = [1, 1] } == "invalid-reminders")
    #expect(refusal { $0.reminderDays = [-1] } == "invalid-reminders")
    #expect(refusal { $0.reminderDays = Array(0...10) } == "invalid-reminders")
    #expect(refusal { $0.reminderDays = [11] } == "reminder-before-opening")
    #expect(refusal { $0.rules = CampaignRules(validityMonths: 0) } == "out-of-range")
    #expect(refusal { $0.rules = CampaignRules(retakeDays: -1) } == "out-of-range")
    #expect(refusal { $0.audience = CampaignAudience() } == "nobody-named")
    #expect(refusal { $0.audience = CampaignAudience(units: [], people: []) } == "nobody-named")
    #expect(refusal { $0.audience = CampaignAudience(everyone: true, roles: ["REP"]) } == "everyone-and-some")
  }

  @Test(
    arguments: [
      (-1, CampaignPhase.planned), (0, .open), (10, .open), (11, .over),
    ])
  func `a campaign is open from its first day to its last`(day: Int, phase: CampaignPhase) {
    let days = (today, today.adding(days: 10), today.adding(days: day))
    #expect(CampaignPhase(opensOn: days.0, closesOn: days.1, isClosed: false, on: days.2) == phase)
    #expect(CampaignPhase(opensOn: days.0, closesOn: days.1, isClosed: true, on: days.2) == .closed)
  }

  @Test func `a deadline is the limit with its extra time or the end of the last day`() {
    let start = Date(timeIntervalSince1970: Double(today.number) * 86_400)
    var instrument = makeInstrument()
    instrument.timeLimitMinutes = nil
    #expect(instrument.deadline(from: start) == nil)
    #expect(instrument.deadline(from: start, extraTimePercent: 50) == nil)
    #expect(instrument.deadline(from: start, closesOn: today) == start.addingTimeInterval(86_400))
    instrument.timeLimitMinutes = 30
    #expect(instrument.deadline(from: start) == start.addingTimeInterval(1_800))
    #expect(instrument.deadline(from: start, extraTimePercent: 25) == start.addingTimeInterval(2_250))
    let late = start.addingTimeInterval(86_400 - 60)
    #expect(
      instrument.deadline(from: late, extraTimePercent: 200, closesOn: today) == start.addingTimeInterval(86_400))
  }

  @Test func `the last reminder due is told also a day late`() {
    let plan = ReminderPlan(daysBefore: [7, 1], closesOn: today)
    #expect(plan.latest(by: today.adding(days: -8)) == nil)
    #expect(plan.latest(by: today.adding(days: -7)) == today.adding(days: -7))
    #expect(plan.latest(by: today.adding(days: -2)) == today.adding(days: -7))
    #expect(plan.latest(by: today) == today.adding(days: -1))
  }

  @Test func `progress hides small numbers and what would give them back`() {
    func unit(_ notStarted: Int, _ finished: Int) -> CampaignProgress {
      CampaignProgress { $0 == .notStarted ? notStarted : $0 == .finished ? finished : $0 == .withdrawn ? 7 : 0 }
    }
    let large = CampaignProgress.published([unit(10, 20), unit(30, 40)])
    #expect(large.total.notStarted == 40 && large.total.finished == 60 && large.total.invited == 100)
    #expect(large.parts.map(\.finished) == [20, 40])
    #expect((large.parts + [large.total]).allSatisfy { $0.withdrawn == nil })
    let mixed = CampaignProgress.published([unit(2, 20), unit(30, 40)])
    #expect(mixed.parts.allSatisfy { $0.notStarted == nil && $0.finished == nil })
    #expect(mixed.total.notStarted == 32 && mixed.parts.map(\.invited) == [22, 70])
    let small = CampaignProgress.published([unit(1, 3)])
    #expect(small.total.invited == nil && small.total.notStarted == nil && small.parts[0].invited == nil)
    let rare = CampaignProgress.published([unit(40, 2), unit(30, 1)])
    #expect(rare.total.finished == nil && rare.total.notStarted == nil && rare.total.invited == 73)
    #expect(CampaignProgress.published([]).parts.isEmpty)
  }

  @Test func `progress adds up by state`() {
    let part = CampaignProgress { ($0 == .started ? 1 : 2) }
    let sum = CampaignProgress.sum([part, part])
    #expect(sum.invited == 14 && sum.started == 2 && sum.notStarted == 4 && sum.withdrawn == 4)
  }
}
