import FoundationEssentials
import Readiness
import Storage
import TestSupport
import Testing

extension TestStore {
  /// Publishes the core instrument anew, with a first form of one item by key and two in words.
  func publishWords() async throws {
    var instrument = try RepositoryFiles.instrument("aiq-core")
    instrument.version += 1
    instrument.adaptive = nil
    instrument.forms.insert(InstrumentForm(code: "words", items: ["UND-01", "DIR-25", "DIR-26"]), at: 0)
    try await run(PublishInstrument(instrument: instrument))
  }

  /// Starts an attempt, answers the items given and hands it in.
  func handIn(
    _ answers: [String: String], of instrument: String = "aiq-core", form: String? = nil,
    as role: AccountRole = .employee,
    at now: Date = TestStore.now
  ) async throws -> (attempt: AttemptID, result: FinishAttempt.Result) {
    let attempt = try await run(StartAttempt(instrument: instrument, form: form), as: role, at: now).attempt
    for (item, answer) in answers.sorted(by: { $0.key < $1.key }) {
      try await run(RecordResponse(attempt: attempt, item: item, answer: [answer]), as: role, at: now)
    }
    return (attempt, try await run(FinishAttempt(attempt: attempt), as: role, at: now))
  }

  /// Rates DIR-25.
  @discardableResult
  func rate(
    _ attempt: AttemptID, _ facts: Int, _ form: Int, _ limits: Int, as role: AccountRole, at now: Date = TestStore.now
  ) async throws -> RateResponse.Result {
    try await run(
      RateResponse(attempt: attempt, item: "DIR-25", scores: ["facts": facts, "form": form, "limits": limits]),
      as: role, at: now)
  }
}

/// `TestStore.now`, some days on.
func later(_ days: Int) -> Date { TestStore.now.addingTimeInterval(Double(days) * 86_400) }
