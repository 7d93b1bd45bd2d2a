import FoundationEssentials
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `An adaptive attempt` {
  /// Right answers for every item of the shipped core, and the same wrong one for each.
  private static let items = Result { () throws -> [String: Item] in
    Dictionary(uniqueKeysWithValues: try RepositoryFiles.instrument("aiq-core").items.map { ($0.code, $0) })
  }

  private func answer(_ item: PresentedItem, right: Bool) throws -> [String] {
    let key = try #require(try Self.items.get()[item.code]).answer
    if right { return key }
    switch item.kind {
    case .ordering: return key.reversed()
    case .matching: return zip(item.options, key.reversed()).map { $0.key + String($1.dropFirst($0.key.count)) }
    case .multipleChoice: return [try #require(item.options.map(\.key).first { [$0] != key })]
    default: return [try #require(item.options.map(\.key).first { !key.contains($0) })]
    }
  }

  /// Answers until the test ends.
  private func sit(
    _ test: TestStore, _ start: StartAttempt.Result, right: (PresentedItem) -> Bool
  ) async throws -> [String] {
    var progress = try #require(start.progress)
    var asked: [String] = []
    while let item = progress.next {
      asked.append(item.code)
      progress = try await test.run(
        RecordResponse(attempt: start.attempt, item: item.code, answer: try answer(item, right: right(item))),
        as: .manager)
      #expect(progress.answered == asked.count)
    }
    return asked
  }

  @Test func `asks item after item, each in the answer to the one before, and is scored by those asked`() async throws {
    let test = try await TestStore.make()
    let start = try await test.run(StartAttempt(instrument: "aiq-core"), as: .manager)
    #expect(start.progress?.isAdaptive == true && start.progress?.answered == 0)
    let asked = try await sit(test, start) { _ in true }
    let instrument = try RepositoryFiles.instrument("aiq-core")
    let delivery = try #require(instrument.adaptive)
    let live = asked.filter { code in instrument.adaptiveItems.contains { $0.code == code } }
    #expect(Set(asked).count == asked.count)
    #expect((delivery.minimumItems...delivery.maximumItems).contains(live.count))
    #expect(asked.count - live.count == 2, "beta items are asked too")
    let report = try #require(try await test.run(FinishAttempt(attempt: start.attempt), as: .manager).score)
    #expect(report.overall.answered == live.count)
    #expect(report.overall.theta > 1.2 && report.provisional)
    #expect(Set(report.domains.map(\.domain)) == Set(QuotientDomain.allCases))
  }

  @Test func `balances the domains and tells the able from the unable`() async throws {
    let test = try await TestStore.make()
    let start = try await test.run(StartAttempt(instrument: "aiq-core"), as: .manager)
    let asked = try await sit(test, start) { _ in false }
    let live = try asked.compactMap { try Self.items.get()[$0] }.filter { $0.status == .live }
    for domain in QuotientDomain.allCases {
      let count = live.count { $0.domain == domain }
      #expect(abs(Double(count) - Double(live.count) / 6) <= 1, "\(domain): \(count) of \(live.count)")
    }
    let report = try #require(try await test.run(FinishAttempt(attempt: start.attempt), as: .manager).score)
    #expect(report.overall.theta < -1.2 && report.overall.level == .l0)
  }

  @Test func `goes on with the same item after a break, and asks no other`() async throws {
    let test = try await TestStore.make()
    let start = try await test.run(StartAttempt(instrument: "aiq-core"), as: .manager)
    let first = try #require(start.progress?.next)
    let again = try await test.run(StartAttempt(instrument: "aiq-core"), as: .manager)
    #expect(again.resumed && again.attempt == start.attempt && again.progress == start.progress)
    let found = try await test.ask(FindAttempt(attempt: start.attempt), as: .manager)
    #expect(found.progress.next == first && found.instrument.items.isEmpty)

    let other = try #require(
      try Self.items.get().values.first { $0.code != first.code && $0.status == .live && $0.kind.marking == .key })
    func refused(_ item: String, _ answer: [String]) async throws -> String? {
      let response = RecordResponse(attempt: start.attempt, item: item, answer: answer)
      return try await refusal { try await test.run(response, as: .manager) }?.code
    }
    #expect(try await refused(other.code, other.answer.isEmpty ? ["a"] : other.answer) == "not-asked")
    let right = try answer(first, right: true)
    #expect(try await refused(first.code, right) == nil)
    #expect(try await refused(first.code, right) == "already-answered")
  }

  @Test func `cannot be finished before it has measured`() async throws {
    let test = try await TestStore.make()
    let start = try await test.run(StartAttempt(instrument: "aiq-core"), as: .manager)
    let early = try await refusal { try await test.run(FinishAttempt(attempt: start.attempt), as: .manager) }
    #expect(early?.code == "attempt-unfinished")
  }

  @Test func `tells nothing of keys, parameters or what is beta`() async throws {
    let test = try await TestStore.make()
    let start = try await test.run(StartAttempt(instrument: "aiq-core"), as: .manager)
    let item = try #require(start.progress?.next)
    let next = try await test.run(
      RecordResponse(attempt: start.attempt, item: item.code, answer: try answer(item, right: true)), as: .manager)
    let found = try await test.ask(FindAttempt(attempt: start.attempt), as: .manager)
    for told in [
      try JSONEncoder.wire.encode(start), try JSONEncoder.wire.encode(next), try JSONEncoder.wire.encode(found),
    ] {
      let text = String(decoding: told, as: UTF8.self)
      for secret in ["slope", "difficulty", "threshold", "rationale", "parameters", "beta", "exposure", "score"] {
        #expect(!text.contains("\"\(secret)"), "“\(secret)” is told.")
      }
    }
  }

  @Test func `answers at once on two devices count once`() async throws {
    let test = try await TestStore.make()
    let start = try await test.run(StartAttempt(instrument: "aiq-core"), as: .manager)
    let item = try #require(start.progress?.next)
    let response = RecordResponse(attempt: start.attempt, item: item.code, answer: try answer(item, right: true))
    let outcomes = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<4 {
        group.addTask {
          do {
            _ = try await test.run(response, as: .manager)
            return nil
          } catch let refusal as Refusal { return refusal.code } catch { return "\(error)" }
        }
      }
      return await group.reduce(into: [String?]()) { $0.append($1) }
    }
    #expect(outcomes.count { $0 == nil } == 1)
    #expect(outcomes.compactMap(\.self).allSatisfy { $0 == "already-answered" })
    let found = try await test.ask(FindAttempt(attempt: start.attempt), as: .manager)
    #expect(found.progress.answered == 1 && found.progress.next != nil)
  }
}
