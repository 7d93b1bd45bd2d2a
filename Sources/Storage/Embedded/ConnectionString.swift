import Subprocess

/// A libpq connection string as other programs can be given it: the password apart, for every user of a machine can read
/// the arguments of its processes, but only their owner can read their environment.
///
/// Both of libpq's forms are read: `key = value` pairs, and `postgresql://` URIs.
struct ConnectionString: Hashable, Sendable {
  /// What may stand among a program's arguments.
  let argument: String
  /// `PGPASSWORD`, when there is a password.
  let environment: [Environment.Key: String]

  /// - Throws: `BackupError.connectionString`, which does not repeat the string.
  init(_ conninfo: String) throws(BackupError) {
    let isURI = conninfo.hasPrefix("postgresql://") || conninfo.hasPrefix("postgres://")
    let (argument, password) = isURI ? try Self.split(uri: conninfo) : try Self.split(pairs: conninfo)
    self.argument = argument
    environment = password.map { ["PGPASSWORD": $0] } ?? [:]
  }

  private static func split(pairs: String) throws(BackupError) -> (argument: String, password: String?) {
    var rest = Substring(pairs)
    var kept: [String] = []
    var password: String?
    while true {
      rest = rest.drop(while: \.isWhitespace)
      guard !rest.isEmpty else { return (kept.joined(separator: " "), password) }
      let key = rest.prefix { $0 != "=" && !$0.isWhitespace }
      rest = rest.dropFirst(key.count).drop(while: \.isWhitespace)
      guard rest.popFirst() == "=" else {
        throw .connectionString(reason: "has a setting “\(key.prefix(20))” with no “=”")
      }
      rest = rest.drop(while: \.isWhitespace)
      let value = try takeValue(&rest)
      try refuseKeyPassphrase(key)
      if key == "password" { password = value } else { kept.append("\(key)=\(quoted(value))") }
    }
  }

  /// Takes a value off the front: in quotes or up to white space, a backslash before what stands for itself.
  private static func takeValue(_ rest: inout Substring) throws(BackupError) -> String {
    let isQuoted = rest.first == "'"
    if isQuoted { rest.removeFirst() }
    var value = ""
    while let next = rest.popFirst() {
      switch next {
      case "'" where isQuoted: return value
      case _ where next.isWhitespace && !isQuoted: return value
      case "\\": rest.popFirst().map { value.append($0) }
      default: value.append(next)
      }
    }
    guard !isQuoted else { throw .connectionString(reason: "has a quotation mark that is not closed") }
    return value
  }

  private static func split(uri: String) throws(BackupError) -> (argument: String, password: String?) {
    let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var address = String(parts[0])
    var password: String?
    let authority = address.drop { $0 != "/" }.dropFirst(2)
    let user = authority.prefix { $0 != "@" && $0 != "/" }
    if user.endIndex < authority.endIndex, authority[user.endIndex] == "@", let colon = user.firstIndex(of: ":") {
      password = try decoded(user[user.index(after: colon)...])
      address.removeSubrange(colon..<user.endIndex)
    }
    guard parts.count > 1 else { return (address, password) }
    var kept: [Substring] = []
    for setting in parts[1].split(separator: "&") {
      try refuseKeyPassphrase(setting.prefix { $0 != "=" })
      if setting.hasPrefix("password=") {
        password = try decoded(setting.dropFirst("password=".count))
      } else {
        kept.append(setting)
      }
    }
    return (kept.isEmpty ? address : "\(address)?\(kept.joined(separator: "&"))", password)
  }

  private static func decoded(_ text: Substring) throws(BackupError) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
        throw .connectionString(reason: "has a “%” in its password that is not followed by two hexadecimal digits")
      }
      bytes.append(code)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// libpq takes it from the connection string alone, where everyone would see it.
  private static func refuseKeyPassphrase(_ key: Substring) throws(BackupError) {
    guard key != "sslpassword" else {
      throw .connectionString(
        reason: "has an sslpassword, which cannot be handed on in secret; use a key file without a passphrase")
    }
  }

  /// A value as libpq reads it back, in quotes where it needs them.
  static func quoted(_ value: String) -> String {
    let isPlain = value.utf8.allSatisfy {
      $0 > UInt8(ascii: " ") && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\\")
    }
    guard !isPlain || value.isEmpty else { return value }
    return "'" + value.flatMap { "'\\".contains($0) ? ["\\", $0] : [$0] } + "'"
  }
}
