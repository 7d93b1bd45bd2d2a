import FoundationEssentials
import Readiness
import SystemPackage

/// The server that a command talks to, and the token it talks with.
struct ServerAccess {
  let server: ServerAddress
  /// Nil before signing in.
  let token: String?

  /// Finds out what the command line, the environment and the saved sign-in say, in this order.
  ///
  /// A saved token goes to the server that gave it and to no other.
  static func resolve(server: String?, tokenFile: String?) throws -> ServerAccess {
    let environment = ProcessInfo.processInfo.environment
    let named = try address(server)
    let given = try givenToken(file: tokenFile, environment: environment)
    let saved = named == nil || given == nil ? try Credentials.load() : nil
    guard let address = named ?? saved?.server else {
      throw Failure(.notAllowed, Text.notSignedIn)
    }
    guard let token = given ?? (saved?.server == address ? saved?.token : nil) else {
      throw Failure(.notAllowed, Text.notSignedIn(at: address.text))
    }
    return ServerAccess(server: address, token: token)
  }

  /// What the command line or else `READINESS_SERVER` names.
  static func address(_ option: String?) throws(Failure) -> ServerAddress? {
    let named = option ?? ProcessInfo.processInfo.environment["READINESS_SERVER"]
    guard let named, !named.isEmpty else { return nil }
    return try ServerAddress(named)
  }

  private static func givenToken(file: String?, environment: [String: String]) throws -> String? {
    if let file { return try token(in: file) }
    if let token = environment["READINESS_TOKEN"], !token.isEmpty { return token }
    if let file = environment["READINESS_TOKEN_FILE"], !file.isEmpty { return try token(in: file) }
    return nil
  }

  private static func token(in file: String) throws -> String {
    let text = String(decoding: try InputFile.bytes(of: file), as: UTF8.self)
    guard let line = text.split(whereSeparator: \.isWhitespace).first else {
      throw Failure(.invalidInput, Text.emptyTokenFile(file))
    }
    return String(line)
  }
}
