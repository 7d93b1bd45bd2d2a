import Foundation
import GRDB
import Readiness
import Wire

extension SyncClient {
  /// Makes a call with an access token, and once more with the next when the server does not take it. Whoever does so is
  /// `alone`.
  func authorised<Answer: Sendable>(
    _ call: @Sendable (SyncAccess) async throws -> Answer
  ) async throws -> Answer {
    try await authorised(call) { try await self.renewed(after: $0) }
  }

  /// Makes a call that others may pass, and is `alone` only to renew the token.
  func authorisedBesides<Answer: Sendable>(
    _ call: @Sendable (SyncAccess) async throws -> Answer
  ) async throws -> Answer {
    try await authorised(call) { access in try await self.alone { try await self.renewed(after: access) } }
  }

  private func authorised<Answer: Sendable>(
    _ call: (SyncAccess) async throws -> Answer, renewing renew: (SyncAccess?) async throws -> SyncAccess
  ) async throws -> Answer {
    let access: SyncAccess
    if let held = try heldAccess() { access = held } else { access = try await renew(nil) }
    do {
      return try await call(access)
    } catch SyncTransportError.refused(let problem, _) where problem.status == 401 && problem.code != "device-revoked" {
      return try await call(try await renew(access))
    }
  }

  /// Nil when the token is about to end.
  private func heldAccess() throws -> SyncAccess? {
    // A minute early: the two clocks need not agree.
    let date = clock.now.addingTimeInterval(60)
    let settings = try replica.glance(Replica.settings)
    if let ended = settings[.ended] {
      throw SyncError.ended(try JSONDecoder().decode(Problem.self, from: Data(ended.utf8)))
    }
    guard let device = settings[.device].flatMap({ DeviceID($0) }), let token = settings[.accessToken] else {
      throw SyncError.unenrolled
    }
    let expiry = settings[.accessExpiresAt].flatMap { Double($0) } ?? 0
    return date.timeIntervalSince1970 < expiry ? SyncAccess(device: device, token: token) : nil
  }

  /// Another access than one that the server did not take: what somebody else has been given meanwhile, or that of a trade.
  private func renewed(after failed: SyncAccess?) async throws -> SyncAccess {
    if let held = try heldAccess(), held != failed { return held }
    guard let newest = try replica.read(.refreshToken) else { throw SyncError.unenrolled }
    let device = try replica.device
    let (traded, tokens): (String, DeviceTokens)
    do {
      (traded, tokens) = try await trade(newest)
    } catch SyncTransportError.refused(let problem, let retryAfter) where problem.code == "unauthenticated" {
      let problem = SyncClient.unknownDevice(as: problem)
      try end(device, by: problem)
      throw SyncTransportError.refused(problem, retryAfter: retryAfter)
    }
    let now = clock.now
    let isStored = try await replica.database.write { db in
      // Whoever has wiped or enrolled the phone meanwhile holds another, or none.
      guard try Replica.read(.refreshToken, db) == newest else { return false }
      try SyncClient.keep(traded, at: now, db)
      try SyncClient.store(tokens, db)
      return true
    }
    guard isStored else { return try await renewed(after: failed) }
    return SyncAccess(device: tokens.device, token: tokens.accessToken)
  }

  /// Trades the newest refresh token that the server knows. One that was restored from a backup knows none from after it; and
  /// the newest from before it was not traded there yet, so that none is offered whose reuse would end the device.
  private func trade(_ newest: String) async throws -> (traded: String, tokens: DeviceTokens) {
    do {
      return (newest, try await transport.trade(TokenTrade(refreshToken: newest)))
    } catch let refusal as SyncTransportError where refusal.isOfUnknownToken {
      for earlier in try replica.glance(SyncClient.earlierTokens).map(\.token) {
        do {
          return (earlier, try await transport.trade(TokenTrade(refreshToken: earlier)))
        } catch let refusal as SyncTransportError where refusal.isOfUnknownToken {
          continue
        }
      }
      throw refusal
    }
  }

  /// The refusal of every token that the device has, as its user is told of it, in the language of the server's answer.
  private static func unknownDevice(as answer: Problem) -> Problem {
    let refusal = Refusal(
      .unauthenticated, answer.code,
      LocalizedText(
        en: "The server does not know this device any more. Ask HR to enrol it anew; what waits to be sent stays.",
        zh: "服务器已不再识别此设备。请联系人力资源部门重新注册；待发送的内容会保留。"))
    let problems = Language.allCases.map { Problem(refusal, language: $0) }
    return problems.first { $0.title == answer.title } ?? Problem(refusal, language: .en)
  }

  private struct EarlierToken: Codable {
    var token: String
    /// When it was traded, in seconds since 1970.
    var traded: Double
  }

  /// Newest first.
  private static func earlierTokens(_ db: Database) throws -> [EarlierToken] {
    guard let text = try Replica.read(.earlierTokens, db) else { return [] }
    return try JSONDecoder().decode([EarlierToken].self, from: Data(text.utf8))
  }

  /// Keeps a token that was traded for as long as what a restored server may have lost; forgets those that came after it, for
  /// no server knows them.
  private static func keep(_ token: String, at now: Date, _ db: Database) throws {
    let oldest = now.timeIntervalSince1970 - Replica.retention
    var earlier = try earlierTokens(db)
    if let place = earlier.firstIndex(where: { $0.token == token }) { earlier.removeFirst(place + 1) }
    let kept = [EarlierToken(token: token, traded: now.timeIntervalSince1970)] + earlier.filter { $0.traded >= oldest }
    try Replica.write(String(decoding: try JSONEncoder().encode(kept), as: UTF8.self), to: .earlierTokens, db)
  }

  static func store(_ tokens: DeviceTokens, _ db: Database) throws {
    try Replica.write(tokens.device.description, to: .device, db)
    try Replica.write(tokens.accessToken, to: .accessToken, db)
    try Replica.write(String(tokens.accessExpiresAt.timeIntervalSince1970), to: .accessExpiresAt, db)
    try Replica.write(tokens.refreshToken, to: .refreshToken, db)
  }
}

extension SyncTransportError {
  /// Of a trade: the server does not know the refresh token, or does not take it any more.
  fileprivate var isOfUnknownToken: Bool {
    if case .refused(let problem, _) = self { problem.code == "unauthenticated" } else { false }
  }
}
