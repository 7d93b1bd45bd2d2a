import FoundationEssentials
import Readiness
import Storage
import TestSupport

extension TestStore {
  /// Publishes the core instrument with another time limit, as its next version.
  ///
  /// - Parameter minutes: nil: none.
  func publishInstrument(minutes: Int?) async throws {
    var instrument = try RepositoryFiles.instrument("aiq-core")
    instrument.version += 1
    instrument.timeLimitMinutes = minutes
    try await run(PublishInstrument(instrument: instrument))
  }

  /// A campaign of the core instrument for 30 days from today.
  func campaign(
    _ code: String = "wave", opensOn: Day? = nil, closesOn: Day = TestStore.today.adding(days: 30),
    audience: CampaignAudience? = nil, reminderDays: [Int]? = nil, rules: CampaignRules? = nil
  ) -> OpenCampaign {
    OpenCampaign(
      code: code, title: LocalizedText(en: "First wave", zh: "第一批"), instrument: "aiq-core", opensOn: opensOn,
      closesOn: closesOn, audience: audience ?? CampaignAudience(units: [first.code("SALES")]),
      reminderDays: reminderDays, rules: rules)
  }

  /// The code of the refusal that a command ends in; nil when it is applied.
  func code<C: AppliedCommand>(
    of command: C, as role: AccountRole = .hrAdmin, at now: Date = TestStore.now
  ) async throws -> String? {
    try await refusal { try await run(command, as: role, at: now) }?.code
  }

  /// The manager's answer to the item at `index` of the core instrument's form.
  func answer(_ attempt: AttemptID, _ index: Int = 0, at now: Date = TestStore.now) async throws -> String? {
    let items = try await ask(FindAttempt(attempt: attempt), as: .manager, at: now).instrument.items
    let item = items[index]
    let keys = item.kind == .ordering ? item.options.map(\.key) : [item.options[0].key]
    return try await code(of: RecordResponse(attempt: attempt, item: item.code, answer: keys), as: .manager, at: now)
  }

  func status(of attempt: AttemptID, at now: Date = TestStore.now) async throws -> AttemptStatus {
    try await ask(FindAttempt(attempt: attempt), as: .manager, at: now).status
  }
}

extension Date {
  static func + (date: Date, minutes: Minutes) -> Date { date.addingTimeInterval(Double(minutes.count) * 60) }
  static func + (date: Date, days: Days) -> Date { date.addingTimeInterval(Double(days.count) * 86_400) }
}

struct Minutes {
  let count: Int
}

struct Days {
  let count: Int
}

extension Int {
  var minutes: Minutes { Minutes(count: self) }
  var days: Days { Days(count: self) }
}
