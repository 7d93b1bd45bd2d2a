import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Postgres
import Readiness
import TestSupport
import Testing

@testable import Server

@Suite struct `Token buckets` {
  private let start = ContinuousClock.now

  @Test func `a bucket gives its burst at once and then its rate`() throws {
    let buckets = TokenBuckets<String>(rate: Rate(perSecond: 2, burst: 3))
    for _ in 1...3 { #expect(buckets.take("a", at: start) == nil) }
    #expect(buckets.take("a", at: start) == .milliseconds(500))
    #expect(buckets.take("a", at: start + .milliseconds(500)) == nil)
    #expect(buckets.take("a", at: start + .milliseconds(750)) == .milliseconds(250))
  }

  @Test func `a pause fills a bucket to its burst and no further`() {
    let buckets = TokenBuckets<String>(rate: Rate(perSecond: 2, burst: 3))
    _ = buckets.take("a", at: start)
    for _ in 1...3 { #expect(buckets.take("a", at: start + .seconds(3_600)) == nil) }
    #expect(buckets.take("a", at: start + .seconds(3_600)) != nil)
  }

  @Test func `each key has its own bucket`() {
    let buckets = TokenBuckets<String>(rate: Rate(perSecond: 1, burst: 1))
    #expect(buckets.take("a", at: start) == nil)
    #expect(buckets.take("a", at: start) != nil)
    #expect(buckets.take("b", at: start) == nil)
  }

  @Test func `a million keys take the memory of few, and a busy one is not forgotten`() {
    let buckets = TokenBuckets<Int>(rate: Rate(perSecond: 0.001, burst: 1), capacity: 100)
    #expect(buckets.take(-1, at: start) == nil)
    for key in 0..<1_000_000 {
      _ = buckets.take(key, at: start)
      if key.isMultiple(of: 50) { #expect(buckets.take(-1, at: start) != nil) }
    }
    #expect(buckets.count <= 200)
  }
}

@Suite struct `A gate` {
  @Test func `it lets its number through, and others once there is room`() async throws {
    let gate = Gate(limit: 2)
    try await gate.pass {
      try await gate.pass {
        let refusal = await #expect(throws: Refusal.self) { try await gate.pass {} }
        #expect(refusal?.code == "too-busy")
      }
      await #expect(throws: CancellationError.self) { try await gate.pass { throw CancellationError() } }
      #expect(try await gate.pass { true })
    }
  }
}

@Suite struct Limits {
  private static func configuration(_ edit: (inout ServerLimits) -> Void) -> ServerConfiguration {
    var limits = ServerLimits.unhurried
    edit(&limits)
    return .test(limits: limits)
  }

  @Test func `too many attempts to sign in are held back, and nothing else is`() async throws {
    let configuration = Self.configuration { $0.loginRate = Rate(perSecond: 0.01, burst: 2) }
    try await TestAPI.run(configuration: configuration) { api in
      let body = ByteBuffer(string: #"{"code":"x","label":"x"}"#)
      let statuses = [
        try await api.send(.post, "/v1/login", body: body).status,
        try await api.send(.post, "/v1/login", body: body).status,
      ]
      #expect(statuses == [401, 401])
      let held = try await api.send(.post, "/v1/login", body: body)
      #expect(held.status == 429)
      #expect(held.code == "too-many-requests")
      #expect((1...100).contains(Int(held.headers[.retryAfter] ?? "") ?? 0))
      #expect(try await api.get("/v1/whoami", as: api.first.token(.owner)).status == 200)
    }
  }

  @Test func `a token is held to its rate, and others are not`() async throws {
    let configuration = Self.configuration { $0.tokenRate = Rate(perSecond: 0.001, burst: 2) }
    try await TestAPI.run(configuration: configuration) { api async throws in
      let token = api.first.token(.owner)
      for _ in 1...2 { #expect(try await api.get("/v1/whoami", as: token).status == 200) }
      #expect(try await api.get("/v1/whoami", as: token).status == 429)
      #expect(try await api.submit([("x", "{}")], as: token).status == 429)
      #expect(try await api.get("/v1/whoami", as: api.first.token(.manager)).status == 200)
    }
  }

  @Test func `an address is held to its rate; behind a proxy, the client's`() async throws {
    var configuration = Self.configuration { $0.addressRate = Rate(perSecond: 0.001, burst: 1) }
    for isBehindProxy in [false, true] {
      configuration.isBehindProxy = isBehindProxy
      try await TestAPI.run(configuration: configuration) { api async throws in
        func status(_ hops: String) async throws -> Int {
          try await api.send(.get, "/health/live", headers: [.forwardedFor: hops]).status
        }
        #expect(try await status("192.0.2.1") == 200)
        #expect(try await status("192.0.2.2") == (isBehindProxy ? 200 : 429))
        // What a client writes itself comes before what the proxy adds.
        #expect(try await status("192.0.2.3, 192.0.2.1") == 429)
      }
    }
  }

  @Test func `bodies beyond the limit are refused before they are read`() async throws {
    try await TestAPI.run { api in
      let token = api.first.token(.owner)
      let large = ByteBuffer(repeating: UInt8(ascii: " "), count: (1 << 20) + 1)
      #expect(try await api.send(.post, "/v1/login", body: large).code == "too-large")
      #expect(try await api.send(.post, "/v1/commands", token: token, body: large).code == "malformed")
      let huge = ByteBuffer(repeating: UInt8(ascii: " "), count: 100_000_000)
      let answer = try await api.send(.post, "/v1/commands", token: token, body: huge)
      #expect(answer.status == 413)
      #expect(answer.code == "too-large")
      #expect(try await api.send(.post, "/v1/commands", token: "x", body: large).status == 401)
    }
  }

  @Test func `an answer that takes too long is given up`() async throws {
    let configuration = Self.configuration { $0.answerTime = .milliseconds(100) }
    try await TestAPI.run(configuration: configuration) { api in
      try await api.test.owner.write { tx in
        try tx.script(
          """
          ALTER TABLE unit RENAME TO slow_unit;
          CREATE VIEW unit AS SELECT * FROM slow_unit WHERE pg_sleep(60) IS NOT NULL;
          GRANT SELECT ON unit TO readiness_app;
          """)
      }
      let answer = try await api.get("/v1/units", as: api.first.token(.owner))
      #expect(answer.status == 503)
      #expect(answer.code == "time-limit")
      #expect(answer.headers[.retryAfter] != nil)
    }
  }
}

@Suite struct `Slow and endless clients` {
  private static func configuration(_ edit: (inout ServerLimits) -> Void) -> ServerConfiguration {
    var limits = ServerLimits.unhurried
    edit(&limits)
    return .test(limits: limits)
  }

  @Test func `a head that never ends is cut off`() async throws {
    let configuration = Self.configuration { $0.silence = .milliseconds(300) }
    try await TestAPI.run(.live, configuration: configuration) { api in
      let connection = try RawConnection(port: try #require(api.http.port))
      try connection.send("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: ")
      #expect(await connection.rest() == "")
    }
  }

  @Test func `a body that never ends is given up`() async throws {
    let configuration = Self.configuration { $0.answerTime = .milliseconds(300) }
    try await TestAPI.run(.live, configuration: configuration) { api in
      let connection = try RawConnection(port: try #require(api.http.port))
      try connection.send("POST /v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
      let answer = await connection.rest()
      #expect(answer.hasPrefix("HTTP/1.1 503"))
      #expect(answer.contains("time-limit"))
    }
  }

  @Test func `a body in endless chunks is refused at the limit`() async throws {
    let configuration = Self.configuration { $0.body = 1_000 }
    try await TestAPI.run(.live, configuration: configuration) { api in
      let connection = try RawConnection(port: try #require(api.http.port))
      try connection.send(
        "POST /v1/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n")
      for _ in 1...20 { try connection.send("64\r\n\(String(repeating: " ", count: 100))\r\n") }
      let answer = await connection.rest()
      #expect(answer.hasPrefix("HTTP/1.1 413"))
      #expect(answer.contains("too-large"))
    }
  }

  @Test(arguments: ["garbage\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /\u{0} HTTP/1.1\r\nHost: x\r\n\r\n"])
  func `what is not HTTP is answered with 400 and cut off`(text: String) async throws {
    try await TestAPI.run(.live) { api in
      let connection = try RawConnection(port: try #require(api.http.port))
      try connection.send(text)
      #expect(await connection.rest().hasPrefix("HTTP/1.1 400"))
    }
  }

  @Test func `a head beyond its limit is cut off`() async throws {
    try await TestAPI.run(.live) { api in
      let connection = try RawConnection(port: try #require(api.http.port))
      try connection.send("GET /health/live HTTP/1.1\r\nX: \(String(repeating: "x", count: 200_000))")
      let answer = await connection.rest()
      #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"))
    }
  }
}
