import FoundationEssentials
import Readiness

/// Where a server is: `https://host[:port][/path]`, kept without a slash at its end.
struct ServerAddress: Equatable, Codable {
  let text: String

  /// - Throws: a failure that says what an address looks like.
  init(_ text: String) throws(Failure) {
    var trimmed = Substring(text)
    while trimmed.last == "/" { trimmed.removeLast() }
    guard let url = URL(string: String(trimmed)), let scheme = url.scheme?.lowercased(),
      scheme == "https" || scheme == "http", let host = url.host, !host.isEmpty, url.query == nil, url.user == nil
    else { throw Failure(.failed, Text.badAddress(text)) }
    self.text = String(trimmed)
    isPlain = scheme == "http"
    isLocal = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host.lowercased())
  }

  private let isPlain: Bool
  private let isLocal: Bool

  /// Whether what is sent could be read on its way.
  var isExposed: Bool { isPlain && !isLocal }

  init(from decoder: any Decoder) throws {
    try self.init(try decoder.singleValueContainer().decode(String.self))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// - Parameters:
  ///   - path: from `/v1`, its parts escaped.
  ///   - query: those with a value.
  func url(_ path: String, query: KeyValuePairs<String, (any CustomStringConvertible)?> = [:]) -> String {
    let pairs = query.compactMap { name, value in value.map { "\(name)=\(escapedForURL($0.description))" } }
    return text + path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
  }
}

/// The text as one part of a URL's path or query.
func escapedForURL(_ text: String) -> String {
  text.utf8.reduce(into: "") { result, byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
      result.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      result += byte < 16 ? "%0\(digits)" : "%\(digits)"
    }
  }
}
