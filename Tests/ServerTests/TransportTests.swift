import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Postgres
import Readiness
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Server

@Suite struct Answers {
  @Test func `each has a request id and forbids caching, sniffing, framing and scripts`() async throws {
    try await TestAPI.run { api in
      let token = api.first.token(.owner)
      for path in ["/v1/whoami", "/v1/units?x=1", "/v1/none", "/health/live", "/v1/reports/brief?format=html"] {
        let answer = try await api.get(path, as: token)
        #expect(answer.headers[.requestID]?.isEmpty == false)
        #expect(answer.headers[.cacheControl] == "private, no-store")
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(answer.headers[.referrerPolicy] == "no-referrer")
        let policy = try #require(answer.headers[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("script-src"))
        #expect(policy.contains("style-src") == path.hasSuffix("html"))
      }
    }
  }

  @Test func `the brief is a page in the language asked for`() async throws {
    try await TestAPI.run { api in
      let token = api.first.token(.owner)
      let english = try await api.get("/v1/reports/brief?format=html", as: token)
      #expect(english.headers[.contentType] == "text/html; charset=utf-8")
      #expect(english.text.contains(#"<html lang="en">"#) && english.text.contains("Organisation A"))
      let chinese = try await api.get("/v1/reports/brief?format=html&language=zh", as: token)
      #expect(chinese.text.contains(#"<html lang="zh-Hans">"#) && chinese.text.contains("组织 A"))
      let data = try await api.get("/v1/reports/brief?as-of=2026-06-30", as: token)
      #expect(data.headers[.contentType] == "application/json")
      #expect(data.json["asOf"]?.string == "2026-06-30")
    }
  }

  @Test(
    arguments: [
      ("", "en"), ("zh", "zh-Hans"), ("zh-CN,en;q=0.5", "zh-Hans"), ("en;q=0.4, zh-Hans;q=0.6", "zh-Hans"),
      ("fr,de", "en"), ("fr, zh;q=0.1", "zh-Hans"), ("en,zh", "en"), ("zh,en", "zh-Hans"), ("zh;q=0", "en"),
      (";;;,,q=", "en"),
    ])
  func `problems are told in the language the client prefers`(header: String, tag: String) async throws {
    try await TestAPI.run { api in
      let answer = try await api.send(.get, "/v1/none", language: header)
      #expect(answer.headers[.contentLanguage] == tag)
      #expect(answer.json["title"]?.string == (tag == "en" ? "Not found" : "未找到"))
      let submission = try await api.send(
        .post, "/v1/commands", token: api.first.token(.owner), language: header,
        body: ByteBuffer(string: #"{"client":"\#(UUID())","commands":[{"sequence":1,"name":"x","arguments":{}}]}"#))
      let title = submission.outcome()["problem"]?["title"]?.string
      #expect(title == (tag == "en" ? "The request cannot be read" : "无法读取请求"))
    }
  }

  @Test func `another method is refused with those that are taken`() async throws {
    try await TestAPI.run { api in
      for method in [HTTPRequest.Method.delete, .put, .patch, .post, .options] {
        let answer = try await api.send(method, "/v1/units")
        #expect(answer.status == 405)
        #expect(answer.code == "method-not-allowed")
        #expect(answer.headers[.allow] == "GET, HEAD")
      }
      #expect(try await api.send(.get, "/v1/commands").headers[.allow] == "POST")
      #expect(try await api.send(.post, "/v1/none").code == "no-such-path")
      #expect(try await api.send(.get, "/v1/units/x").status == 404)
    }
  }

  @Test func `HEAD answers as GET without the body`() async throws {
    try await TestAPI.run { api in
      let token = api.first.token(.owner)
      let (get, head) = (
        try await api.get("/v1/units", as: token), try await api.send(.head, "/v1/units", token: token)
      )
      #expect(head.status == 200)
      #expect(head.text.isEmpty)
      #expect(head.headers[.contentLength] == get.headers[.contentLength])
    }
  }

  @Test func `the server's own fault is logged by its request's id, and tells the client nothing`() async throws {
    let log = LogCollector()
    try await TestAPI.run(logger: log.logger) { api in
      try await api.test.owner.write { tx in _ = try tx.run("ALTER TABLE unit_version RENAME TO lost") }
      let answer = try await api.get("/v1/units", as: api.first.token(.owner))
      #expect(answer.status == 500)
      #expect(answer.code == "internal-error")
      let id = try #require(answer.headers[.requestID])
      #expect(answer.text.contains(id))
      #expect(!answer.text.contains("unit_version"))
      #expect(log.lines.contains { $0.contains(id) && $0.contains("unit_version") })
    }
  }

  @Test func `the log has one line a request, and no token, body or value`() async throws {
    let log = LogCollector()
    try await TestAPI.run(logger: log.logger) { api in
      let token = api.first.token(.owner)
      _ = try await api.get("/v1/people/A-EMPLOYEE", as: token)
      _ = try await api.get("/v1/people?unit=A-SALES", as: token)
      _ = try await api.get("/v1/people?unit=NOWHERE", as: token)
      _ = try await api.get("/v1/secret-path", as: "not-a-token")
      _ = try await api.submit([("account.invite", #"{"email":"owner@a.example"}"#), ("x", "{}")], as: token)
      _ = try await api.send(.post, "/v1/login", body: ByteBuffer(string: #"{"code":"rdc_x","label":"laptop"}"#))
      _ = try await api.send(.post, "/v1/commands", token: token, body: ByteBuffer(string: "BODY"))
      #expect(log.lines.filter { $0.contains("Answered") }.count == 7)
      #expect(log.lines.contains { $0.contains("/v1/people/{externalID}") && $0.contains("200") && $0.contains("GET") })
      for secret in [
        token, "EMPLOYEE", "SALES", "NOWHERE", "secret-path", "not-a-token", "example", "rdc_", "laptop", "BODY",
      ] {
        #expect(!log.lines.contains { $0.contains(secret) }, "\(secret) is logged")
      }
    }
  }
}

@Suite struct TLS {
  @Test func `a server with a certificate speaks TLS, and tells browsers to insist`() async throws {
    let files = try Certificate()
    var configuration = ServerConfiguration.test()
    configuration.certificateFile = files.certificate
    configuration.keyFile = files.key
    try await TestAPI.run(.ahc(.https), configuration: configuration) { api in
      let answer = try await api.get("/v1/whoami", as: api.first.token(.owner))
      #expect(answer.status == 200)
      #expect(answer.headers[.strictTransportSecurity] == "max-age=31536000")
    }
  }

  @Test func `a certificate or key that cannot serve is refused at the start, by its name`() throws {
    let (files, others) = (try Certificate(), try Certificate())
    let missing = files.folder + "/missing.pem"
    func error(_ certificate: String?, _ key: String?) -> ServerConfigurationError? {
      var configuration = ServerConfiguration.test()
      configuration.certificateFile = certificate
      configuration.keyFile = key
      return #expect(throws: ServerConfigurationError.self) { _ = try configuration.serverBuilder() }
    }
    #expect(error(files.certificate, nil) == .keyMissing(certificate: files.certificate))
    #expect(error(nil, files.key) == .certificateMissing(key: files.key))
    #expect(error(missing, files.key)?.description.contains(missing) == true)
    #expect(error(files.certificate, missing)?.description.contains(missing) == true)
    #expect(error(files.key, files.key)?.description.contains(files.key) == true)
    #expect(error(files.certificate, others.key)?.description.contains(others.key) == true)
  }

  @Test func `an API description that is not there is refused at the start, by its name`() async throws {
    let test = try await TestStore.make()
    var configuration = ServerConfiguration.test()
    configuration.descriptionFile = "/nowhere/openapi.yaml"
    let error = #expect(throws: ServerConfigurationError.self) {
      _ = try buildApplication(
        store: test.store, migrator: test.migrator, configuration: configuration, logger: .silent)
    }
    #expect(error?.description.contains("/nowhere/openapi.yaml") == true)
    await test.close()
  }
}

/// A self-signed certificate in a folder of its own.
private final class Certificate {
  let folder = FileManager.default.temporaryDirectory.appending(path: "readiness-\(UUID().uuidString)").path
  var certificate: String { folder + "/certificate.pem" }
  var key: String { folder + "/key.pem" }

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let openssl = Process()
    openssl.executableURL = URL(filePath: "/usr/bin/env")
    openssl.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
      "-subj", "/CN=localhost", "-keyout", key, "-out", certificate,
    ]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    try #require(openssl.terminationStatus == 0, "openssl is needed for this test")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}

/// Keeps what is logged, metadata and all.
private final class LogCollector: Sendable {
  private let kept = Mutex<[String]>([])

  var lines: [String] { kept.withLock { $0 } }

  var logger: Logger {
    var logger = Logger(label: "test") { _ in Handler(collector: self) }
    logger.logLevel = .trace
    return logger
  }

  private struct Handler: LogHandler {
    let collector: LogCollector
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let all = metadata.merging(event.metadata ?? [:]) { $1 }
      collector.kept.withLock { $0.append("\(event.level) \(event.message) \(all)") }
    }
  }
}
