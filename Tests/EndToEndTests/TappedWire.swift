import Foundation
import Readiness
import SyncClient
import Wire

/// The shipped transport to a server. It notes what passes, and what a test wants to befall a call befalls it.
final class TappedWire: SyncTransport, @unchecked Sendable {
  // Sendable: what changes is guarded by the lock.

  /// What has passed since `reset`.
  struct Log: Sendable {
    var calls = 0
    /// Pages as the client got them.
    var pulls: [(request: PullRequest, page: [UInt8])] = []
    /// What the server was sent and answered, whether or not the client heard of it.
    var pushes: [(request: PushRequest, answer: PushAnswer)] = []
    var trades: [DeviceTokens] = []
    var leaves = 0
    /// How often the server has taken the word that nothing is left.
    var purges = 0
    var refusals: [Problem] = []

    var pages: [[UInt8]] { pulls.map(\.page) }
    /// The lines of all pages.
    var lines: [PullLine] { get throws { try pages.flatMap(Log.lines) } }

    static func lines(of page: [UInt8]) throws -> [PullLine] {
      try page.split(separator: UInt8(ascii: "\n")).map { try PullLine(parsing: $0) }
    }
  }

  /// What befalls calls until `reset`; each may throw, as a network does.
  struct Mishaps: Sendable {
    /// Given how many pulls there were before.
    var beforePull: @Sendable (Int) async throws -> Void = { _ in }
    var page: @Sendable (Int, [UInt8]) throws -> [UInt8] = { $1 }
    var push: @Sendable (PushRequest) throws -> PushRequest = { $0 }
    /// After the server has answered.
    var afterPush: @Sendable () throws -> Void = {}
    var afterTrade: @Sendable () throws -> Void = {}
  }

  static let lost = SyncTransportError.unreachable("The answer was lost.")

  private let server: URLSessionTransport
  private let lock = NSLock()
  private var noted = Log()
  private var mishaps = Mishaps()
  private var begun = 0
  private var polled: AsyncStream<String?>.Continuation?

  init(server: URL) { self.server = URLSessionTransport(server: server) }

  var log: Log { lock.withLock { noted } }

  /// Forgets what has passed, and lets calls go undisturbed.
  func reset() {
    lock.withLock {
      noted = Log()
      mishaps = Mishaps()
      begun = 0
    }
  }

  func befall(_ change: (inout Mishaps) -> Void) { lock.withLock { change(&mishaps) } }

  /// The entity tags that the server is asked to wait with from now on, until `endPolls`.
  func polls() -> AsyncStream<String?> {
    let (polls, polled) = AsyncStream.makeStream(of: String?.self)
    lock.withLock { self.polled = polled }
    return polls
  }

  func endPolls() { lock.withLock { polled }?.finish() }

  private func note(_ change: (inout Log) -> Void) { lock.withLock { change(&noted) } }

  private func call<Answer: Sendable>(_ body: (Mishaps) async throws -> Answer) async throws -> Answer {
    note { $0.calls += 1 }
    do {
      return try await body(lock.withLock { mishaps })
    } catch SyncTransportError.refused(let problem, let retryAfter) {
      note { $0.refusals.append(problem) }
      throw SyncTransportError.refused(problem, retryAfter: retryAfter)
    }
  }

  func enrol(_ enrolment: Enrolment) async throws -> DeviceTokens {
    try await call { _ in try await self.server.enrol(enrolment) }
  }

  func trade(_ trade: TokenTrade) async throws -> DeviceTokens {
    try await call { mishaps in
      let tokens = try await self.server.trade(trade)
      self.note { $0.trades.append(tokens) }
      try mishaps.afterTrade()
      return tokens
    }
  }

  func confirmPurge(_ trade: TokenTrade) async throws {
    try await call { _ in
      try await self.server.confirmPurge(trade)
      self.note { $0.purges += 1 }
    }
  }

  func head(known: String?, wait: Int, as access: SyncAccess) async throws -> String? {
    if wait > 0 { lock.withLock { polled }?.yield(known) }
    return try await call { _ in try await self.server.head(known: known, wait: wait, as: access) }
  }

  func pull(_ request: PullRequest, as access: SyncAccess) async throws -> [UInt8] {
    let number = lock.withLock {
      defer { begun += 1 }
      return begun
    }
    return try await call { mishaps in
      try await mishaps.beforePull(number)
      let page = try mishaps.page(number, try await self.server.pull(request, as: access))
      self.note { $0.pulls.append((request, page)) }
      return page
    }
  }

  func push(_ request: PushRequest, as access: SyncAccess) async throws -> PushAnswer {
    try await call { mishaps in
      let request = try mishaps.push(request)
      let answer = try await self.server.push(request, as: access)
      self.note { $0.pushes.append((request, answer)) }
      try mishaps.afterPush()
      return answer
    }
  }

  func verify(_ scope: SyncScope, as access: SyncAccess) async throws -> VerifyAnswer {
    try await call { _ in try await self.server.verify(scope, as: access) }
  }

  func leaf(_ leaf: Int, of scope: SyncScope, as access: SyncAccess) async throws -> [UInt8] {
    try await call { _ in
      let page = try await self.server.leaf(leaf, of: scope, as: access)
      self.note { $0.leaves += 1 }
      return page
    }
  }
}

/// The time of day, or ahead of it. Of the pauses that it is asked for it notes three, and then ends who asks.
final class NotedClock: SyncClock, @unchecked Sendable {
  // Sendable: what changes is guarded by the lock.
  private let lock = NSLock()
  private var ahead: TimeInterval = 0
  private var asked: [Duration] = []

  var now: Date { Date() + lock.withLock { ahead } }
  var pauses: [Duration] { lock.withLock { asked } }

  func pass(_ seconds: TimeInterval) { lock.withLock { ahead += seconds } }

  func sleep(for duration: Duration) async throws {
    let count = lock.withLock {
      asked.append(duration)
      return asked.count
    }
    if count == 3 { throw CancellationError() }
  }

  func sleep(until date: Date) async throws { try await Task.sleep(for: .seconds(date.timeIntervalSince(now))) }

  /// The longest that jitter makes of a pause.
  func random() -> Double { 1 }
}
