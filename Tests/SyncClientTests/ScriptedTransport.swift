import Crypto
import Foundation
import Readiness
import SyncClient
import Wire

/// A server of a few lines: it answers as the test tells it, and remembers what it was asked.
final class ScriptedTransport: SyncTransport, @unchecked Sendable {
  // Sendable: what changes is guarded by the lock.
  private let lock = NSLock()
  private var epoch = UUID().uuidString.lowercased()
  private var version: Int64 = 1
  private var rows: [(key: PullLine.RowKey, text: String)] = []
  private var dropped: [SyncScope] = []
  private var failures: [any Error] = []
  private var pushed: [Mutation] = []
  private var verdict: @Sendable (Mutation) -> MutationResult = {
    MutationResult(sequence: $0.command.sequence, outcome: .applied)
  }
  private var heads = 0
  private var confirmed: [String] = []
  private var issued = 0
  private var offered: [String] = []
  private var known: Set<String>?

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

  /// No other refresh tokens are known, as after a restore from a backup.
  func know(_ tokens: Set<String>) { lock.withLock { known = tokens } }

  func judge(_ verdict: @escaping @Sendable (Mutation) -> MutationResult) { lock.withLock { self.verdict = verdict } }

  var names: [String] { lock.withLock { pushed.map(\.command.name) } }
  var sequences: [Int64] { lock.withLock { pushed.map(\.command.sequence) } }
  var commands: [any Command] { lock.withLock { pushed.compactMap { try? $0.command.command.get() } } }
  /// The refresh tokens with which a purge was confirmed.
  var purges: [String] { lock.withLock { confirmed } }
  /// The refresh tokens that were offered for a trade.
  var trades: [String] { lock.withLock { offered } }
  var polls: Int { lock.withLock { heads } }

  private func failOrGoOn() throws {
    if let failure = lock.withLock({ failures.isEmpty ? nil : failures.removeFirst() }) { throw failure }
  }

  private static let device = DeviceID(UUID())

  func enrol(_ enrolment: Enrolment) async throws -> DeviceTokens {
    try failOrGoOn()
    return lock.withLock { issueTokens() }
  }

  func trade(_ trade: TokenTrade) async throws -> DeviceTokens {
    try failOrGoOn()
    return try lock.withLock {
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
      device: Self.device, accessToken: "a", accessExpiresAt: .distantFuture, refreshToken: "r\(issued)",
      refreshExpiresAt: .distantFuture)
  }

  func confirmPurge(_ trade: TokenTrade) async throws {
    try failOrGoOn()
    lock.withLock { confirmed.append(trade.refreshToken) }
  }

  func head(known: String?, wait: Int, as access: SyncAccess) async throws -> String? {
    try failOrGoOn()
    let tag = lock.withLock {
      heads += 1
      return "\(version)"
    }
    guard known == tag else { return tag }
    try await Task.sleep(for: .seconds(30))
    return nil
  }

  func pull(_ request: PullRequest, as access: SyncAccess) async throws -> [UInt8] {
    try failOrGoOn()
    return try lock.withLock {
      var lines: [PullLine] = [.begin(.init(epoch: epoch, head: version))]
      lines += dropped.map(PullLine.drop)
      lines += Set(rows.map(\.key.scope)).sorted().map(PullLine.open)
      lines += [.at(version)] + rows.map { .put($0.key, row: $0.text) }
      let body = try lines.map { try $0.text() }.joined()
      let end = PullLine.Done(
        cursor: "c", head: version, lastSequence: pushed.last?.command.sequence ?? 0, lease: lease,
        sha256: SHA256.hash(data: Data(body.utf8)).hexadecimal)
      return Array((body + (try PullLine.done(end).text())).utf8)
    }
  }

  func push(_ request: PushRequest, as access: SyncAccess) async throws -> PushAnswer {
    try failOrGoOn()
    return lock.withLock {
      pushed += request.mutations
      version += 1
      return PushAnswer(
        lastSequence: request.mutations.last?.command.sequence ?? 0, version: version,
        results: request.mutations.map(verdict))
    }
  }

  func verify(_ scope: SyncScope, as access: SyncAccess) async throws -> VerifyAnswer {
    try failOrGoOn()
    return VerifyAnswer(version: 1, leaves: ScopeDigest().leaves)
  }

  func leaf(_ leaf: Int, of scope: SyncScope, as access: SyncAccess) async throws -> [UInt8] { [] }
}

/// A clock that the test holds in its hands; it notes the pauses that it is asked for, and does not wait.
final class ScriptedClock: SyncClock, @unchecked Sendable {
  // Sendable: what changes is guarded by the lock.
  private let lock = NSLock()
  private var time = Date(timeIntervalSince1970: 1_800_000_000)
  private var slept: [Duration] = []

  var now: Date { lock.withLock { time } }
  var pauses: [Duration] { lock.withLock { slept } }

  func pass(_ seconds: TimeInterval) { lock.withLock { time += seconds } }

  func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    lock.withLock { slept.append(duration) }
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
