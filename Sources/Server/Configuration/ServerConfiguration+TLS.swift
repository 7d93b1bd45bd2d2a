import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import NIOCore
import NIOSSL

extension ServerConfiguration {
  var usesTLS: Bool { certificateFile != nil }

  /// HTTP/1.1, in TLS 1.2 or later where there is a certificate.
  ///
  /// - Throws: `ServerConfigurationError`, which names the file at fault.
  func serverBuilder() throws -> HTTPServerBuilder {
    // A client that is silent, also within a request's head, is disconnected: slow ones cannot hold connections.
    let plain = HTTPServerBuilder.http1(configuration: .init(idleTimeout: TimeAmount(limits.silence)))
    switch (certificateFile, keyFile) {
    case (nil, nil): return plain
    case (let certificate?, nil): throw ServerConfigurationError.keyMissing(certificate: certificate)
    case (nil, let key?): throw ServerConfigurationError.certificateMissing(key: key)
    case (let certificate?, let key?): return try .tls(plain, tlsConfiguration: tls(certificate, key))
    }
  }

  private func tls(_ certificate: String, _ key: String) throws -> TLSConfiguration {
    let chain = try reading(certificate) { try NIOSSLCertificate.fromPEMFile(certificate) }
    let privateKey = try reading(key) { try NIOSSLPrivateKey(file: key, format: .pem) }
    var tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
    tls.minimumTLSVersion = .tlsv12
    // Told now rather than at the first connection: a key that is another certificate's.
    _ = try reading(key) { try NIOSSLContext(configuration: tls) }
    return tls
  }

  private func reading<Value>(_ file: String, _ read: () throws -> Value) throws(ServerConfigurationError) -> Value {
    do {
      return try read()
    } catch {
      throw .unreadable(file: file, reason: "\(error)")
    }
  }
}
