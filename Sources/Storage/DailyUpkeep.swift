public import FoundationEssentials
public import Logging
import Postgres
import Readiness

/// Evaluates the boundaries of all organisations again and clears away what is told of old deletions, when it starts and once
/// on each day (UTC) after that, until its task is cancelled.
///
/// Any number of servers may do so at once: what one has done, the next one finds as it should be.
public struct DailyUpkeep: Sendable {
  private let store: Store
  private let logger: Logger
  private let now: @Sendable () -> Date
  private let pause: @Sendable (Duration) async throws -> Void

  /// - Parameters:
  ///   - now: the clock.
  ///   - pause: waits, and throws when its task is cancelled.
  public init(
    store: Store, logger: Logger, now: @escaping @Sendable () -> Date = { Date() },
    pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.store = store
    self.logger = logger
    self.now = now
    self.pause = pause
  }

  public func run() async {
    var last: Day?
    while true {
      let instant = now()
      if last != Day(instant), await keepUp(at: instant) { last = Day(instant) }
      do { try await pause(wait(at: now(), isDone: last != nil)) } catch { return }
    }
  }

  /// Until a little after midnight, but an hour at most: a clock that was set, or a machine that slept, is noticed then.
  /// Fifteen minutes after a failure.
  private func wait(at instant: Date, isDone: Bool) -> Duration {
    let midnight = Day(instant).adding(days: 1).instant.timeIntervalSince(instant)
    return .seconds(min(midnight + 5, isDone ? 3_600 : 900))
  }

  /// - Returns: false when something could not be done for an organisation.
  private func keepUp(at instant: Date) async -> Bool {
    let isEvaluated = await forEach(store.organisationsWithBoundaries) { organisation in
      let result = try await store.execute(ReevaluateBoundaries(), by: .operatorOf(organisation), now: instant)
      logger.info(
        "Evaluated boundaries again",
        metadata: [
          "organisation": "\(organisation)", "evaluated": "\(result.evaluated)",
          "tightened": "\(result.tightenedCount)", "queued": "\(result.queued)",
        ])
    }
    let isCleared = await forEach(store.organisations) { organisation in
      _ = try await store.execute(ClearTombstones(), by: .operatorOf(organisation), now: instant)
    }
    return isEvaluated && isCleared
  }

  /// What fails for one organisation is done for the others all the same.
  ///
  /// - Returns: false when it failed for any.
  private func forEach(
    _ organisations: () async throws -> [OrganisationID], _ body: (OrganisationID) async throws -> Void
  ) async -> Bool {
    var isDone = true
    do {
      for organisation in try await organisations() {
        do {
          try await body(organisation)
        } catch {
          isDone = false
          logger.error(
            "The upkeep of the day could not be done",
            metadata: ["organisation": "\(organisation)", "error": "\(error)"])
        }
      }
    } catch {
      isDone = false
      logger.error("The upkeep of the day could not be begun", metadata: ["error": "\(error)"])
    }
    return isDone
  }
}

extension Store {
  /// All of them.
  fileprivate func organisations() async throws -> [OrganisationID] {
    try await database.read { tx in
      try tx.all("SELECT organisations_to_keep_up() AS id") { try $0.decode("id") }
    }
  }

  /// The organisations that have a boundary in force.
  func organisationsWithBoundaries() async throws -> [OrganisationID] {
    try await database.read { tx in
      try tx.all("SELECT organisations_to_reevaluate() AS id") { try $0.decode("id") }
    }
  }
}
