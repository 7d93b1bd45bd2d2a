import Hummingbird
import Storage

extension Route {
  /// Trades a sign-in code for a token.
  static let login = Route(.post, "/v1/login") { call in
    try call.api.limits.admitLogin(address: call.address)
    let login = try await call.decode(Login.self)
    return try .json(try await call.store.signIn(code: login.code, label: login.label, now: call.now))
  }
}

/// The body of `POST /v1/login`.
private struct Login: Decodable {
  var code: String
  /// What the token's holder will know it by: the machine's name.
  var label: String
}
