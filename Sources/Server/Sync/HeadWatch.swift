import Logging
import Readiness
import ServiceLifecycle
import Storage
import Synchronization

/// Tells those who wait when an organisation's version moves.
///
/// Whoever waits costs an entry in a table. While anybody does, one question a second asks the database for all their
/// organisations at once, so that what other servers and the host's commands write is noticed too; what this server
/// writes is asked for at once (`nudge`).
final class HeadWatch: Service {
  fileprivate typealias Waiter = CheckedContinuation<Int64?, Never>

  /// Those who wait for one organisation. All of them know a version that is no lower than `version`.
  fileprivate struct Watched {
    /// The newest that was heard of while somebody waits; below every version before that.
    var version: Int64 = -1
    var waiters: [Int: (version: Int64, waiter: Waiter)] = [:]
  }

  private struct State {
    var organisations: [OrganisationID: Watched] = [:]
    var next = 0
    /// Those who have yet to begin to wait, and were not cancelled before.
    var coming: Set<Int> = []
    var isOver = false

    /// Nothing is asked of an organisation that nobody waits for.
    mutating func forgetUnwaited(_ organisation: OrganisationID) {
      if organisations[organisation]?.waiters.isEmpty == true { organisations[organisation] = nil }
    }
  }

  private let store: Store
  private let logger: Logger
  private let state = Mutex(State())
  private let nudges: AsyncStream<Void>
  private let nudged: AsyncStream<Void>.Continuation

  init(store: Store, logger: Logger) {
    self.store = store
    self.logger = logger
    (nudges, nudged) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Waits until the version is above `version`, for so long at most.
  ///
  /// - Returns: the version; nil when the time is over, the task is cancelled or the server ends.
  @discardableResult
  func waitForMove(of organisation: OrganisationID, beyond version: Int64, atMost limit: Duration) async -> Int64? {
    let id = state.withLock { state in
      state.next += 1
      state.coming.insert(state.next)
      return state.next
    }
    let timer = Task {
      try await Task.sleep(for: limit)
      self.end(id, organisation)
    }
    defer { timer.cancel() }
    // Those who wait would keep the server from ending, and this service ends after it.
    return await withGracefulShutdownHandler {
      await withTaskCancellationHandler {
        await wait(id, organisation, version)
      } onCancel: {
        end(id, organisation)
      }
    } onGracefulShutdown: {
      self.end(id, organisation)
    }
  }

  private func wait(_ id: Int, _ organisation: OrganisationID, _ version: Int64) async -> Int64? {
    await withCheckedContinuation { waiter in
      state.withLock { state in
        guard state.coming.remove(id) != nil, !state.isOver else { return waiter.resume(returning: nil) }
        let known = state.organisations[organisation]?.version
        if let known, known > version { return waiter.resume(returning: known) }
        // The first to wait may have missed a move; the others would have been told of it, or are about to be.
        if known == nil { nudge() }
        // In place: a copy of thousands of waiters for one more would cost more than all else.
        state.organisations[organisation, default: Watched()].waiters[id] = (version, waiter)
      }
    }
  }

  /// Has the versions asked for now.
  func nudge() { nudged.yield() }

  private func end(_ id: Int, _ organisation: OrganisationID) {
    let entry = state.withLock { state in
      let entry = state.organisations[organisation]?.waiters.removeValue(forKey: id)
      state.coming.remove(id)
      state.forgetUnwaited(organisation)
      return entry
    }
    entry?.waiter.resume(returning: nil)
  }

  /// Until the server shuts down.
  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withTaskGroup { group in
        group.addTask { await self.tick() }
        for await _ in self.nudges { await self.ask() }
        group.cancelAll()
      }
    }
    let waiters = state.withLock { state in
      state.isOver = true
      defer { state.organisations = [:] }
      return state.organisations.values.flatMap { $0.waiters.values.map(\.waiter) }
    }
    for waiter in waiters { waiter.resume(returning: nil) }
  }

  private func tick() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(1))
      if state.withLock({ !$0.organisations.isEmpty }) { nudge() }
    }
  }

  private func ask() async {
    let organisations = state.withLock { $0.organisations.keys.sorted() }
    guard !organisations.isEmpty else { return }
    do {
      tell(try await store.versions(of: organisations))
    } catch {
      logger.warning("The versions could not be read: \(error)")
    }
  }

  private func tell(_ versions: [OrganisationID: Int64]) {
    for (organisation, version) in versions {
      let moved = state.withLock { state in
        let moved = state.organisations[organisation]?.move(to: version) ?? []
        state.forgetUnwaited(organisation)
        return moved
      }
      for waiter in moved { waiter.resume(returning: version) }
    }
  }
}

extension HeadWatch.Watched {
  /// - Returns: those who wait no longer.
  fileprivate mutating func move(to version: Int64) -> [HeadWatch.Waiter] {
    guard version > self.version else { return [] }
    self.version = version
    let moved = waiters.filter { $0.value.version < version }
    for id in moved.keys { waiters[id] = nil }
    return moved.values.map(\.waiter)
  }
}
