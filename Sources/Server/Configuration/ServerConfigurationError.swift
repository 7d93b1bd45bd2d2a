/// Why the server cannot start with what it was told.
public enum ServerConfigurationError: Error, Equatable, CustomStringConvertible {
  /// A certificate without a key, or a key without a certificate.
  case keyMissing(certificate: String)
  case certificateMissing(key: String)
  case unreadable(file: String, reason: String)

  public var description: String {
    switch self {
    case .keyMissing(let certificate):
      "The certificate \(certificate) needs its private key. Name the key's file as well, or neither for plain HTTP."
    case .certificateMissing(let key):
      "The private key \(key) needs its certificate. Name the certificate's file as well, or neither for plain HTTP."
    case .unreadable(let file, let reason):
      "The file \(file) cannot be used: \(reason). Check that it is there, that the server's user may read it, and that "
        + "it holds what it should."
    }
  }
}
