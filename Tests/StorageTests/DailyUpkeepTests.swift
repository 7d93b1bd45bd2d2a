import FoundationEssentials
import Logging
import Readiness
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct `The daily re-evaluation` {
  @Test func `a level that lapses overnight tightens when the server meets the next day`() async throws {
    let test = try await TestStore.make()
    try await test.run(ApproveBoundaries(role: test.first.code("REP")))
    // The overseer's score counts until the first of these days.
    let clock = Clock(TestStore.today.adding(months: 10).instant.addingTimeInterval(12 * 3_600), pauses: 14)
    await DailyUpkeep(
      store: test.store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { clock.now },
      pause: { try clock.pause($0) }
    ).run()
    #expect(Day(clock.now) == TestStore.today.adding(months: 10).adding(days: 1))
    let history = try await test.versions("REP-1", at: clock.now).filter { $0.effectiveFrom != nil }
    #expect(history.map(\.decidedLevel) == [.h4, .h3])
    #expect(history.first?.effectiveFrom == TestStore.today.adding(months: 10).adding(days: 1))
    let runs = try await test.ask(ListAuditEvents(), as: .owner, at: clock.now)
      .filter { $0.action == "boundary.reevaluate" && $0.actor.contains("operator") }
    #expect(runs.count == 3, "once a day, and once for what it tightened")
  }

  /// A clock that moves by what it is asked to wait, and then is cancelled.
  private final class Clock: Sendable {
    private let state: Mutex<(now: Date, pauses: Int)>

    init(_ now: Date, pauses: Int) { state = Mutex((now, pauses)) }

    var now: Date { state.withLock { $0.now } }

    func pause(_ duration: Duration) throws {
      try state.withLock { state in
        guard state.pauses > 0 else { throw CancellationError() }
        state.pauses -= 1
        state.now += Double(duration.components.seconds)
      }
    }
  }
}
