import Foundation
import Readiness
import SyncClient
import Wire

/// What a network does to one call.
enum Fault: CaseIterable {
  case none
  /// The server never hears of it.
  case lostRequest
  /// The server acts, and the client never hears of it.
  case lostAnswer
  /// The request arrives twice.
  case duplicated
  /// The answer ends in the middle.
  case truncated
  /// The client's process ends after the server has acted.
  case crash
  /// The client's process ends while it takes the answer in.
  case crashInside
}

/// The client's process ended in the middle of a call.
struct Crash: Error {}

/// A device's way to the server, with the faults that the history has in store. It is used by one task at a time.
final class SimulatedNetwork: SyncTransport, @unchecked Sendable {
  // Sendable: the simulation runs in one task, and nothing of it runs beside it.
  let server: any HistoryServer
  let keys: MemoryScopeKeys
  /// As whom the server has let it in.
  private(set) var device: DeviceID
  /// The form in which the device's program reads rows.
  var schema = 1
  var faults: [Fault] = []

  init(server: any HistoryServer, device: DeviceID, keys: MemoryScopeKeys) {
    self.server = server
    self.device = device
    self.keys = keys
  }

  private func carry<Answer>(
    _ call: () async throws -> Answer, cut: (Answer) -> Answer? = { _ in nil }
  ) async throws -> Answer {
    let fault = faults.isEmpty ? Fault.none : faults.removeFirst()
    if fault == .lostRequest { throw SyncTransportError.unreachable("lost") }
    do {
      if fault == .duplicated { _ = try await call() }
      let answer = try await call()
      switch fault {
      case .lostAnswer: throw SyncTransportError.unreachable("lost")
      case .crash: throw Crash()
      case .crashInside: keys.fuse = 2
      case .truncated: return try cut(answer) ?? { throw SyncTransportError.unreachable("cut") }()
      case .none, .lostRequest, .duplicated: break
      }
      return answer
    } catch let refusal as Refusal {
      throw SyncTransportError.refused(Problem(refusal, language: .en), retryAfter: nil)
    }
  }

  func enrol(_ enrolment: Enrolment) async throws -> DeviceTokens {
    let tokens = try await server.enrol(enrolment)
    device = tokens.device
    return tokens
  }

  func trade(_ trade: TokenTrade) async throws -> DeviceTokens { try await carry { try await server.trade(trade) } }

  func confirmPurge(_ trade: TokenTrade) async throws { try await server.confirmPurge(trade) }

  func head(known: String?, wait: Int, as access: SyncAccess) async throws -> String? { nil }

  func pull(_ request: PullRequest, as access: SyncAccess) async throws -> [UInt8] {
    try await carry({ try await server.pull(request, as: access, schema: schema) }) { page in
      Array(page.dropLast(page.count / 3 + 1))
    }
  }

  func push(_ request: PushRequest, as access: SyncAccess) async throws -> PushAnswer {
    try await carry { try await server.push(request, as: access) }
  }

  func verify(_ scope: SyncScope, as access: SyncAccess) async throws -> VerifyAnswer {
    try await carry { try await server.verify(scope, as: access, schema: schema) }
  }

  func leaf(_ leaf: Int, of scope: SyncScope, as access: SyncAccess) async throws -> [UInt8] {
    try await carry { try await server.leaf(leaf, of: scope, as: access, schema: schema) }
  }
}

/// The history's time.
struct SimulatedClock: SyncClock {
  let server: any HistoryServer

  var now: Date { server.now }
  func sleep(for duration: Duration) async throws {}
  func random() -> Double { 0.5 }
}
