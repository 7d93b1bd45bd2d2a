import Crypto
import Foundation
import Readiness
import SyncClient
import Wire

/// A server of a few lines: it answers as the test tells it, and remembers what it was asked.
final class ScriptedTransport: SyncTransport, @unchecked Sendable {
  enum Call { case enrol, trade, purge, head, pull, push, verify }

  // Sendable: what changes is guarded by the lock. A verdict may look at what was pushed.
  private let lock = NSRecursiveLock()
  private var device = DeviceID(UUID())
  private var epoch = UUID().uuidString.lowercased()
  private var version: Int64 = 1
  private var rows: [(key: PullLine.RowKey, text: String)] = []
  private var dropped: [SyncScope] = []
  private var failures: [any Error] = []
  private var failuresOfCalls: [Call: [any Error]] = [:]
  private var interludes: [Call: @Sendable () async throws -> Void] = [:]
  private var calls: [Call: Int] = [:]
  private var pushed: [Mutation] = []
  private var pulled: [PullRequest] = []
  /// Of the device's, as far as the server knows.
  private var lastSequence: Int64 = 0
  private var unfinished = 0
  private var verdict: @Sendable (Mutation) -> MutationResult = {
    MutationResult(sequence: $0.command.sequence, outcome: .applied)
  }
  private var confirmed: [String] = []
  private var issued = 0
  private var offered: [String] = []
  private var known: Set<String>?
  private var whileWaiting: (@Sendable () async throws -> Void)?

  let lease: Date
  init(lease: Date = .distantFuture) { self.lease = lease }

  func publish(_ table: String, _ scope: SyncScope, _ id: UUID = UUID(), _ text: String) {
    lock.withLock {
      version += 1
      rows.removeAll { $0.key.table == table && $0.key.id == id }
      rows.append((PullLine.RowKey(scope: scope, table: table, id: id), text))
    }
  }

  func drop(_ scope: SyncScope) {
    lock.withLock {
      version += 1
      dropped.append(scope)
      rows.removeAll { $0.key.scope == scope }
    }
  }

  /// The next calls fail so.
  func fail(_ errors: any Error...) { lock.withLock { failures += errors } }

  /// The next calls of a kind fail so.
  func fail(_ call: Call, _ errors: any Error...) { lock.withLock { failuresOfCalls[call, default: []] += errors } }

  /// What happens once between the server's answer to a call of a kind and its arrival.
  func meanwhile(_ call: Call, _ body: @escaping @Sendable () async throws -> Void) {
    lock.withLock { interludes[call] = body }
  }

  /// Heads that are known are answered at once, after this.
  func wait(by body: @escaping @Sendable () async throws -> Void) { lock.withLock { whileWaiting = body } }

  /// No other refresh tokens are known, as after a restore from a backup.
  func know(_ tokens: Set<String>) { lock.withLock { known = tokens } }

  /// A backup is restored that knows of the device's first sequences alone.
  func restore(knowing last: Int64) {
    lock.withLock {
      epoch = UUID().uuidString.lowercased()
      lastSequence = last
    }
  }

  /// The next pages do not end the round.
  func prolong(by pages: Int) { lock.withLock { unfinished = pages } }

  func judge(_ verdict: @escaping @Sendable (Mutation) -> MutationResult) { lock.withLock { self.verdict = verdict } }

  var names: [String] { lock.withLock { pushed.map(\.command.name) } }
  var sequences: [Int64] { lock.withLock { pushed.map(\.command.sequence) } }
  var mutations: [Mutation] { lock.withLock { pushed } }
  var commands: [any Command] { lock.withLock { pushed.compactMap { try? $0.command.command.get() } } }
  /// The refresh tokens with which a purge was confirmed.
  var purges: [String] { lock.withLock { confirmed } }
  /// The refresh tokens that were offered for a trade.
  var trades: [String] { lock.withLock { offered } }
  var polls: Int { count(.head) }
  func count(_ call: Call) -> Int { lock.withLock { calls[call] ?? 0 } }

  /// Those that pages were asked for with.
  var cursors: [String?] { lock.withLock { pulled.map(\.cursor) } }

  private func answer<Answer>(_ call: Call, _ body: () throws -> Answer) async throws -> Answer {
    let failure: (any Error)? = lock.withLock {
      calls[call, default: 0] += 1
      if let failure = failuresOfCalls[call]?.first {
        failuresOfCalls[call]?.removeFirst()
        return failure
      }
      return failures.isEmpty ? nil : failures.removeFirst()
    }
    if let failure { throw failure }
    let answer = try lock.withLock(body)
    if let interlude = lock.withLock({ interludes.removeValue(forKey: call) }) { try await interlude() }
    return answer
  }

  func enrol(_ enrolment: Enrolment) async throws -> DeviceTokens {
    try await answer(.enrol) {
      device = DeviceID(UUID())
      lastSequence = 0
      return issueTokens()
    }
  }

  func trade(_ trade: TokenTrade) async throws -> DeviceTokens {
    try await answer(.trade) {
      offered.append(trade.refreshToken)
      guard known?.contains(trade.refreshToken) ?? true else {
        throw SyncTransportError.refused(unknownToken, retryAfter: nil)
      }
      return issueTokens()
    }
  }

  /// The refresh tokens are `r1`, `r2` and so on.
  private func issueTokens() -> DeviceTokens {
    issued += 1
    return DeviceTokens(
      device: device, accessToken: "a\(issued)", accessExpiresAt: .distantFuture, refreshToken: "r\(issued)",
      refreshExpiresAt: .distantFuture)
  }

  func confirmPurge(_ trade: TokenTrade) async throws {
    try await answer(.purge) { confirmed.append(trade.refreshToken) }
  }

  func head(known: String?, wait: Int, as access: SyncAccess) async throws -> String? {
    let (tag, pause) = try await answer(.head) { ("\(version)", whileWaiting) }
    guard known == tag else { return tag }
    if let pause { try await pause() } else { try await Task.sleep(for: .seconds(30)) }
    return nil
  }

  func pull(_ request: PullRequest, as access: SyncAccess) async throws -> [UInt8] {
    try await answer(.pull) {
      pulled.append(request)
      guard request.cursor?.hasPrefix(epoch) ?? true else { throw otherEpoch }
      var lines: [PullLine] = [.begin(.init(epoch: epoch, head: version))]
      if unfinished > 0 {
        unfinished -= 1
        return try page(lines) { .page(.init(cursor: "\(epoch) \(unfinished)", sha256: $0)) }
      }
      lines += dropped.map(PullLine.drop)
      lines += Set(rows.map(\.key.scope)).sorted().map(PullLine.open)
      lines += [.at(version)] + rows.map { .put($0.key, row: $0.text) }
      return try page(lines) {
        .done(
          .init(cursor: "\(epoch) \(version)", head: version, lastSequence: lastSequence, lease: lease, sha256: $0))
      }
    }
  }

  private func page(_ lines: [PullLine], end: (String) -> PullLine) throws -> [UInt8] {
    let body = try lines.map { try $0.text() }.joined()
    return Array((body + (try end(SHA256.hash(data: Data(body.utf8)).hexadecimal).text())).utf8)
  }

  func push(_ request: PushRequest, as access: SyncAccess) async throws -> PushAnswer {
    try await answer(.push) {
      guard request.epoch == epoch else { throw otherEpoch }
      guard let first = request.mutations.first?.command.sequence, first <= lastSequence + 1 else { throw sequenceGap }
      pushed += request.mutations
      version += 1
      lastSequence = max(lastSequence, request.mutations.last?.command.sequence ?? 0)
      return PushAnswer(lastSequence: lastSequence, version: version, results: request.mutations.map(verdict))
    }
  }

  func verify(_ scope: SyncScope, as access: SyncAccess) async throws -> VerifyAnswer {
    try await answer(.verify) { VerifyAnswer(version: 1, leaves: ScopeDigest().leaves) }
  }

  func leaf(_ leaf: Int, of scope: SyncScope, as access: SyncAccess) async throws -> [UInt8] { [] }
}

private let otherEpoch = refusal(.gone, "epoch-changed")
private let sequenceGap = refusal(.conflict, "sequence-gap")

/// What a server's refusal is thrown as.
func refusal(_ kind: Refusal.Kind, _ code: String) -> SyncTransportError {
  .refused(Problem(Refusal(kind, code, LocalizedText(en: "No.", zh: "不。")), language: .en), retryAfter: nil)
}

/// A clock that the test holds in its hands; it notes the pauses that it is asked for, and does not wait.
final class ScriptedClock: SyncClock, @unchecked Sendable {
  // Sendable: what changes is guarded by the lock.
  private let lock = NSLock()
  private var time = Date(timeIntervalSince1970: 1_800_000_000)
  private var slept: [Duration] = []
  private var sleepers: [AsyncStream<Void>.Continuation] = []

  var now: Date { lock.withLock { time } }
  var pauses: [Duration] { lock.withLock { slept } }

  func pass(_ seconds: TimeInterval) {
    let sleepers = lock.withLock {
      time += seconds
      return self.sleepers
    }
    for sleeper in sleepers { sleeper.yield() }
  }

  func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    lock.withLock { slept.append(duration) }
  }

  /// Until so much has passed.
  func sleep(until date: Date) async throws {
    let (passes, sleeper) = AsyncStream.makeStream(of: Void.self)
    lock.withLock { sleepers.append(sleeper) }
    if now >= date { return }
    for await _ in passes where now >= date { return }
    try Task.checkCancellation()
  }

  func random() -> Double { 0.5 }
}

/// A file that goes with the test.
final class TemporaryFolder: Sendable {
  let url = FileManager.default.temporaryDirectory.appending(path: "readiness-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }
}

/// A phone with its replica in a file.
struct Phone {
  let folder: TemporaryFolder
  let server: ScriptedTransport
  let clock = ScriptedClock()
  let keys: FileScopeKeys
  let client: SyncClient
  static let person = PersonID(UUID())
  static let own = SyncScope.own(person)

  init(lease: Date = .distantFuture) async throws {
    folder = try TemporaryFolder()
    server = ScriptedTransport(lease: lease)
    keys = FileScopeKeys(path: folder.path("keys.json"))
    client = try SyncClient(path: folder.path("replica.sqlite"), keys: keys, transport: server, clock: clock)
    try await client.enrol(code: "code", name: "phone")
  }

  /// As when the program is started again.
  func restarted() throws -> SyncClient {
    try SyncClient(path: folder.path("replica.sqlite"), keys: keys, transport: server, clock: clock)
  }
}

let unknownToken = Problem(
  Refusal(.unauthenticated, "unauthenticated", LocalizedText(en: "Who?", zh: "")), language: .en)

let problem = Problem(Refusal.invalid("no", en: "No.", zh: "不。"), language: .en)

/// A command as another version of the program may have written it.
struct ForeignCommand: Command {
  typealias Result = Done
  static let name = CommandName.recordConsultation
  var role = 7
}

func note(_ task: String) -> RecordConsultation { RecordConsultation(role: "R", task: task, desiredLevel: .h3) }
