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
  private struct Waiter {
    let organisation: OrganisationID
    let version: Int64
    let continuation: CheckedContinuation<Int64?, Never>
  }

  private struct State {
    var waiters: [Int: Waiter] = [:]
    var next = 0
    /// Those who were cancelled before they began to wait.
    var cancelled: Set<Int> = []
    var isOver = false
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
      return state.next
    }
    let timer = Task {
      try await Task.sleep(for: limit)
      self.end(id)
    }
    defer { timer.cancel() }
    // Those who wait would keep the server from ending, and this service ends after it.
    return await withGracefulShutdownHandler {
      await withTaskCancellationHandler {
        await wait(id, organisation, version)
      } onCancel: {
        end(id)
      }
    } onGracefulShutdown: {
      self.end(id)
    }
  }

  private func wait(_ id: Int, _ organisation: OrganisationID, _ version: Int64) async -> Int64? {
    await withCheckedContinuation { continuation in
      let isWaiting = state.withLock { state in
        guard !state.isOver, state.cancelled.remove(id) == nil else { return false }
        state.waiters[id] = Waiter(organisation: organisation, version: version, continuation: continuation)
        return true
      }
      if isWaiting { nudge() } else { continuation.resume(returning: nil) }
    }
  }

  /// Has the versions asked for now.
  func nudge() { nudged.yield() }

  private func end(_ id: Int) {
    let waiter = state.withLock { state in
      let waiter = state.waiters.removeValue(forKey: id)
      if waiter == nil { state.cancelled.insert(id) }
      return waiter
    }
    waiter?.continuation.resume(returning: nil)
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
      defer { state.waiters = [:] }
      return state.waiters.values.map(\.continuation)
    }
    for continuation in waiters { continuation.resume(returning: nil) }
  }

  private func tick() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(1))
      if state.withLock({ !$0.waiters.isEmpty }) { nudge() }
    }
  }

  private func ask() async {
    let organisations = Set(state.withLock { $0.waiters.values.map(\.organisation) })
    guard !organisations.isEmpty else { return }
    do {
      tell(try await store.versions(of: organisations.sorted()))
    } catch {
      logger.warning("The versions could not be read: \(error)")
    }
  }

  private func tell(_ versions: [OrganisationID: Int64]) {
    let moved = state.withLock { state in
      let moved = state.waiters.compactMap { id, waiter in
        versions[waiter.organisation].flatMap { $0 > waiter.version ? (id: id, version: $0, waiter: waiter) : nil }
      }
      for entry in moved { state.waiters[entry.id] = nil }
      return moved
    }
    for entry in moved { entry.waiter.continuation.resume(returning: entry.version) }
  }
}
