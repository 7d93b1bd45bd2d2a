/// Where a device goes with its enrolment code, as one text for a QR code: `https://host/enrol#rde_…`.
///
/// The code stands behind `#`, so that no browser sends it to a server that logs addresses.
public struct EnrolmentAddress: Sendable, Equatable {
  /// `https://host[:port][/path]`, without a slash at its end.
  public var server: String
  public var code: String

  public init(server: String, code: String) {
    self.server = server
    self.code = code
  }

  private static let mark = "/enrol#"

  /// Nil for a text that is no enrolment address.
  public init?(_ text: String) {
    guard let mark = text.firstRange(of: EnrolmentAddress.mark) else { return nil }
    self.init(server: String(text[..<mark.lowerBound]), code: String(text[mark.upperBound...]))
    guard server.hasPrefix("https://") || server.hasPrefix("http://"), !code.isEmpty else { return nil }
  }

  public var text: String { server + EnrolmentAddress.mark + code }
}
