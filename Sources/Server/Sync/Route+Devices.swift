import Hummingbird
import Storage
import Wire

extension Route {
  /// Trades an enrolment code for a device's tokens. A code is of 256 bits: no limit beyond that of the address is needed,
  /// and a whole office enrols from one.
  static let enrol = Route(.post, "/v1/devices") { call in
    let enrolment = try await call.decode(Enrolment.self)
    return try .json(
      try await call.store.enrol(
        code: enrolment.code, name: enrolment.name, platform: enrolment.platform ?? "", now: call.now))
  }

  /// Takes the word of a device that has ended that nothing of what it held is left.
  static let confirmPurge = Route(.post, "/v1/devices/purged") { call in
    let trade = try await call.decode(TokenTrade.self)
    try call.api.limits.admit(token: trade.refreshToken)
    try await call.store.confirmPurge(token: trade.refreshToken, now: call.now)
    return Response(status: .noContent)
  }

  /// Trades a device's refresh token for its next tokens.
  static let refresh = Route(.post, "/v1/devices/token") { call in
    let trade = try await call.decode(TokenTrade.self)
    try call.api.limits.admit(token: trade.refreshToken)
    return try .json(try await call.store.refresh(token: trade.refreshToken, now: call.now))
  }
}
