import Foundation
import Readiness
import Testing
import Wire

@testable import SyncClient

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite struct `The protocol over HTTP` {
  private static let access = SyncAccess(device: DeviceID(UUID()), token: "t")

  @Test(arguments: ["", "/", "/readiness", "/readiness/"])
  func `a server's path is kept`(path: String) async throws {
    let server = CannedServer(path: path, status: 204, headers: ["ETag": "a"])
    _ = try await server.transport.head(known: nil, wait: 0, as: Self.access)
    let prefix = path.hasSuffix("/") ? String(path.dropLast()) : path
    #expect(server.paths == ["\(prefix)/v1/sync/head"])
  }

  @Test func `a head is a new tag, or the known one`() async throws {
    let new = CannedServer(status: 204, headers: ["ETag": "b"])
    #expect(try await new.transport.head(known: "a", wait: 0, as: Self.access) == "b")
    let known = CannedServer(status: 304, headers: ["ETag": "a"])
    #expect(try await known.transport.head(known: "a", wait: 0, as: Self.access) == nil)
  }

  @Test(arguments: [(200, ["ETag": "a"]), (200, [:]), (204, [:])])
  func `what is no head of the protocol's does not say that nothing is new`(
    status: Int, headers: [String: String]
  ) async throws {
    let server = CannedServer(status: status, headers: headers, body: "<html>Welcome to our guest network</html>")
    await #expect(throws: SyncTransportError.unreachable("What answered \(status) is not the server.")) {
      try await server.transport.head(known: "a", wait: 0, as: Self.access)
    }
  }

  @Test func `a purge is confirmed by 204 alone`() async throws {
    let trade = TokenTrade(refreshToken: "r")
    try await CannedServer(status: 204).transport.confirmPurge(trade)
    await #expect(throws: SyncTransportError.unreachable("What answered 200 is not the server.")) {
      try await CannedServer(status: 200).transport.confirmPurge(trade)
    }
  }

  @Test(arguments: [(429, "too-many-requests"), (503, "unavailable")])
  func `how long to wait is told also by who answers without a problem`(status: Int, code: String) async throws {
    let proxy = CannedServer(status: status, headers: ["Retry-After": "17"], body: "Later.")
    #expect(try await refusal(of: proxy) == Refused(status: status, code: code, retryAfter: 17))
    let body = try JSONEncoder.wire.text(
      Problem(Refusal(status == 429 ? .tooMany : .unavailable, "busy", .empty), language: .en))
    let server = CannedServer(status: status, headers: ["Retry-After": "18"], body: body)
    #expect(try await refusal(of: server) == Refused(status: status, code: "busy", retryAfter: 18))
  }

  @Test func `another failure without a problem is no refusal`() async throws {
    await #expect(throws: SyncTransportError.unreachable("The server answered 502.")) {
      try await CannedServer(status: 502).transport.head(known: nil, wait: 0, as: Self.access)
    }
  }

  @Test func `a time to wait is a number of seconds, or a date`() {
    let now = Date(timeIntervalSince1970: 784_111_770)
    #expect(URLSessionTransport.seconds("120", from: now) == 120)
    #expect(URLSessionTransport.seconds("-1", from: now) == 0)
    #expect(URLSessionTransport.seconds("Sun, 06 Nov 1994 08:49:37 GMT", from: now) == 7)
    #expect(URLSessionTransport.seconds("Sun, 06 Nov 1994 08:49:00 GMT", from: now) == 0)
    #expect(URLSessionTransport.seconds("soon", from: now) == nil)
  }

  private struct Refused: Equatable {
    var status: Int
    var code: String
    var retryAfter: Int?
  }

  private func refusal(of server: CannedServer) async throws -> Refused? {
    do {
      _ = try await server.transport.head(known: nil, wait: 0, as: Self.access)
      return nil
    } catch SyncTransportError.refused(let problem, let retryAfter) {
      return Refused(status: problem.status, code: problem.code, retryAfter: retryAfter)
    }
  }
}

/// A server that answers each call alike, without a network.
private final class CannedServer: Sendable {
  let transport: URLSessionTransport
  private let host = "\(UUID().uuidString.lowercased()).test"

  init(path: String = "", status: Int, headers: [String: String] = [:], body: String = "") {
    let host = host
    CannedAnswers.answers.change { $0[host] = CannedAnswers.Answer(status: status, headers: headers, body: body) }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.protocolClasses = [CannedAnswers.self]
    transport = URLSessionTransport(
      server: URL(string: "https://\(host)\(path)") ?? URL(filePath: "/"),
      session: URLSession(configuration: configuration))
  }

  /// Of what was asked.
  var paths: [String] { CannedAnswers.answers.value[host]?.paths ?? [] }
}

private final class CannedAnswers: URLProtocol {
  struct Answer: Sendable {
    var status: Int
    var headers: [String: String]
    var body: String
    var paths: [String] = []
  }

  /// By host.
  static let answers = Guarded<[String: Answer]>([:])

  override class func canInit(with request: URLRequest) -> Bool { true }
  override class func canonicalRequest(for request: URLRequest) -> URLRequest { request }
  override func stopLoading() {}

  override func startLoading() {
    guard let url = request.url, let host = url.host, let answer = Self.answers.value[host],
      let response = HTTPURLResponse(
        url: url, statusCode: answer.status, httpVersion: "HTTP/1.1", headerFields: answer.headers)
    else { return }
    Self.answers.change { $0[host]?.paths.append(url.path) }
    client?.urlProtocol(self, didReceive: response, cacheStoragePolicy: .notAllowed)
    client?.urlProtocol(self, didLoad: Data(answer.body.utf8))
    client?.urlProtocolDidFinishLoading(self)
  }
}

private final class Guarded<Value: Sendable>: @unchecked Sendable {
  // Sendable: what changes is guarded by the lock.
  private let lock = NSLock()
  private var held: Value

  init(_ value: Value) { held = value }

  var value: Value { lock.withLock { held } }
  func change(_ body: (inout Value) -> Void) { lock.withLock { body(&held) } }
}
