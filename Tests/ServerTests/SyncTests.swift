import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Postgres
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@testable import Server

@Suite struct `Synchronising over HTTP` {
  @Test func `a device is let in, pulls, pushes and finds its own write`() async throws {
    try await TestAPI.run { api in
      var phone = try await Phone.enrol("EMPLOYEE", in: api)
      try await phone.pull()
      #expect(phone.replica.texts("role").contains { $0.contains(api.first.code("REP")) })
      let push = try await phone.push([
        #"{"sequence":1,"schema":1,"name":"attempt.start","arguments":{"instrument":"aiq-core"}}"#
      ])
      #expect(push.status == 200 && push.json["results"]?[0]?["outcome"] == .string("applied"), "\(push.text)")
      phone.lastSequence = 1
      try await phone.pull()
      #expect(phone.replica.lastSequence == 1)
      let digest = try await phone.send("/v1/sync/verify", #"{"scope":"o"}"#)
      let leaves = try JSONDecoder.wire.decode(VerifyAnswer.self, from: Data(digest.text.utf8)).leaves
      #expect(leaves == phone.replica.digest(of: .organisation))
    }
  }

  @Test func `an enrolment code lets one device in`() async throws {
    try await TestAPI.run { api in
      let invited = try await api.operate(InviteDevices(people: [api.first.code("EMPLOYEE")]))
      let body = #"{"code":"\#(invited.invitations[0].code)","name":"Phone"}"#
      #expect(try await api.send(.post, "/v1/devices", body: ByteBuffer(string: body)).status == 200)
      let again = try await api.send(.post, "/v1/devices", body: ByteBuffer(string: body))
      #expect(again.status == 401 && again.code == "wrong-code")
    }
  }

  @Test func `a refresh token is traded for the next tokens, and its reuse ends the device`() async throws {
    try await TestAPI.run { api in
      let phone = try await Phone.enrol("EMPLOYEE", in: api)
      func trade(_ token: String) async throws -> Answer {
        try await api.send(.post, "/v1/devices/token", body: ByteBuffer(string: #"{"refreshToken":"\#(token)"}"#))
      }
      let second = try await trade(phone.tokens.refreshToken)
      #expect(second.status == 200)
      #expect(try await phone.pull(cursor: nil).status == 401, "the first access token is replaced")
      let token = try #require(second.json["refreshToken"]?.string)
      #expect(try await trade(token).status == 200)
      let stolen = try await trade(phone.tokens.refreshToken)
      #expect(stolen.status == 401 && stolen.code == "device-revoked")
      #expect(try await trade(token).code == "device-revoked")
    }
  }

  @Test func `what is unchanged is answered by 304, and a poll ends when something moves`() async throws {
    try await TestAPI.run { api in
      let phone = try await Phone.enrol("EMPLOYEE", in: api)
      let tag = try #require(try await phone.head().headers[.eTag])
      #expect(tag.hasPrefix("W/\""))
      #expect(try await phone.head(known: tag).status == 304)
      async let waiting = phone.head(known: tag, wait: 25)
      _ = try await api.operate(SetDeviceLease(days: 9))
      _ = try await api.operate(
        ImportUnits(
          sheet: Sheet(header: ["code", "name_en", "name_zh"], rows: [.init(row: 2, cells: ["N", "N", "新"])])))
      let moved = try await waiting
      #expect(moved.status == 204 && moved.headers[.eTag] != tag)
    }
  }

  @Test func `a page is compressed for whoever takes gzip`() async throws {
    try await TestAPI.run { api in
      let phone = try await Phone.enrol("HR", in: api)
      let plain = try await phone.pull(cursor: nil)
      #expect(plain.headers[.contentEncoding] == nil && plain.headers[.contentType] == "application/x-ndjson")
      let packed = try await phone.send("/v1/sync/pull", "{}", headers: [.acceptEncoding: "br, gzip;q=0.8"])
      #expect(packed.headers[.contentEncoding] == "gzip" && packed.headers[.vary] == "Accept-Encoding")
      #expect(packed.headers[.cacheControl] == "private, no-store")
      #expect(
        try await phone.send("/v1/sync/pull", "{}", headers: [.acceptEncoding: "gzip;q=0"]).headers[.contentEncoding]
          == nil)
    }
  }

  @Test func `bad requests get their error, and change nothing`() async throws {
    try await TestAPI.run { api in
      var phone = try await Phone.enrol("EMPLOYEE", in: api)
      let other = try await Phone.enrol("MANAGER", in: api)
      try await phone.pull()
      let cursor = try #require(phone.replica.cursor)
      let epoch = try #require(phone.replica.epoch)
      let before = try await api.fingerprint(of: api.first)
      func expect(_ status: Int, _ code: String, _ answer: Answer) {
        #expect(answer.status == status && answer.code == code, "\(answer.status) \(answer.text.prefix(300))")
        #expect(answer.headers[.contentType] == "application/problem+json")
      }
      let mark = String(cursor.dropLast())
      for bad in [mark, mark + "!", "", "AAAA", String(repeating: "A", count: 100_000)] {
        expect(400, "cursor-invalid", try await phone.pull(cursor: bad))
      }
      expect(400, "cursor-invalid", try await other.pull(cursor: cursor))
      expect(403, "wrong-device", try await phone.send("/v1/sync/pull", "{}", device: other.tokens.device))
      expect(
        403, "wrong-device",
        try await phone.send(
          "/v1/sync/push", #"{"epoch":"\#(epoch)","mutations":[\#(Phone.start(1))]}"#, device: other.tokens.device))
      expect(409, "sequence-gap", try await phone.push([Phone.start(2)]))
      expect(409, "sequence-gap", try await phone.push([Phone.start(1), Phone.start(3)]))
      expect(
        410, "epoch-changed",
        try await phone.send("/v1/sync/push", #"{"epoch":"\#(UUID())","mutations":[\#(Phone.start(1))]}"#))
      expect(400, "batch-size", try await phone.push([]))
      for body in ["", "{", "[]", #"{"limit":"x"}"#, #"{"cursor":7}"#, #"{"purged":["x"]}"#] {
        expect(400, "malformed", try await phone.send("/v1/sync/pull", body))
      }
      for limit in ["0", "-1", "2001"] {
        expect(400, "out-of-range", try await phone.send("/v1/sync/pull", #"{"limit":\#(limit)}"#))
      }
      expect(404, "not-found", try await phone.send("/v1/sync/verify", #"{"scope":"all#hr"}"#))
      expect(
        404, "not-found",
        try await phone.send("/v1/sync/verify", #"{"scope":"s:\#(UUID().uuidString.lowercased())#self"}"#))
      expect(400, "malformed", try await phone.send("/v1/sync/verify", #"{"scope":"everything"}"#))
      expect(400, "out-of-range", try await phone.send("/v1/sync/verify", #"{"scope":"o","leaf":256}"#))
      expect(400, "encoded-body", try await phone.send("/v1/sync/push", "\u{1f}", headers: [.contentEncoding: "gzip"]))
      expect(409, "protocol-unsupported", try await phone.send("/v1/sync/pull", "{}", headers: [.syncProtocol: "2"]))
      expect(409, "schema-unsupported", try await phone.send("/v1/sync/pull", "{}", headers: [.syncSchema: "99"]))
      expect(400, "malformed-header", try await phone.send("/v1/sync/pull", "{}", headers: [.syncSchema: "x"]))
      expect(400, "malformed-header", try await phone.send("/v1/sync/pull", "{}", headers: [.syncDevice: "x"]))
      #expect(try await api.fingerprint(of: api.first) == before)
    }
  }

  @Test(arguments: ["pull", "push", "verify"])
  func `a body beyond the limit is refused, not read`(call: String) async throws {
    try await TestAPI.run(.live) { api in
      let phone = try await Phone.enrol("EMPLOYEE", in: api)
      let port = try #require(api.http.port)
      let connection = try RawConnection(port: port)
      try connection.send(
        "POST /v1/sync/\(call) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(phone.tokens.accessToken)\r\n"
          + "Sync-Protocol: 1\r\nSync-Schema: 1\r\nSync-Device: \(phone.tokens.device)\r\n"
          + "Content-Length: 104857600\r\n\r\n")
      try connection.send(String(repeating: " ", count: 2 << 20))
      let answer = await connection.rest()
      #expect(answer.hasPrefix("HTTP/1.1 413"), "\(answer.prefix(200))")
    }
  }

  @Test func `events tell the version at once and whenever it moves`() async throws {
    try await TestAPI.run(.live) { api in
      let phone = try await Phone.enrol("EMPLOYEE", in: api)
      let connection = try RawConnection(port: try #require(api.http.port))
      try connection.send(
        "GET /v1/sync/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(phone.tokens.accessToken)\r\n"
          + "Sync-Protocol: 1\r\nSync-Schema: 1\r\nSync-Device: \(phone.tokens.device)\r\nConnection: close\r\n\r\n")
      let first = await connection.text(until: { $0.contains("\n\n") && $0.contains("data:") })
      #expect(first.contains("text/event-stream"))
      let sheet = Sheet(header: ["code", "name_en", "name_zh"], rows: [.init(row: 2, cells: ["N", "N", "新"])])
      _ = try await api.operate(ImportUnits(sheet: sheet))
      let head = try await api.test.owner.read { tx in
        try tx.one("SELECT version FROM organisation_version WHERE organisation_id = \(api.first.id)") {
          try $0.decode("version", as: Int64.self)
        }
      }
      let next = await connection.text(until: { $0.contains("{\"head\":\(head)}") })
      #expect(next.contains("data: {\"head\":\(head)}\n\n"))
    }
  }
}

/// A device that speaks to the API as it is written.
private struct Phone: Sendable {
  let api: TestAPI
  let tokens: DeviceTokens
  var replica = ReferenceReplica()
  /// The last that it has given away.
  var lastSequence = 0

  static func enrol(_ person: String, in api: TestAPI) async throws -> Phone {
    let invited = try await api.operate(InviteDevices(people: [api.first.code(person)]))
    let body = #"{"code":"\#(invited.invitations[0].code)","name":"Phone","platform":"test"}"#
    let answer = try await api.send(.post, "/v1/devices", body: ByteBuffer(string: body))
    return Phone(api: api, tokens: try JSONDecoder.wire.decode(DeviceTokens.self, from: Data(answer.text.utf8)))
  }

  static func start(_ sequence: Int) -> String {
    #"{"sequence":\#(sequence),"schema":1,"name":"attempt.start","arguments":{"instrument":"aiq-core"}}"#
  }

  func send(
    _ path: String, _ body: String, device: DeviceID? = nil, headers: HTTPFields = [:]
  ) async throws -> Answer {
    var fields = HTTPFields.sync(device ?? tokens.device)
    for field in headers { fields[field.name] = field.value }
    return try await api.send(
      .post, path, token: tokens.accessToken, headers: fields, body: ByteBuffer(string: body))
  }

  func head(known tag: String? = nil, wait: Int = 0) async throws -> Answer {
    var fields = HTTPFields.sync(tokens.device)
    fields[.ifNoneMatch] = tag
    return try await api.send(.get, "/v1/sync/head?wait=\(wait)", token: tokens.accessToken, headers: fields)
  }

  func pull(cursor: String?) async throws -> Answer {
    let cursor = cursor.map { #","cursor":"\#($0)""# } ?? ""
    return try await send("/v1/sync/pull", #"{"lastSequence":\#(lastSequence)\#(cursor)}"#)
  }

  mutating func pull() async throws {
    while true {
      let page = try await pull(cursor: replica.cursor)
      if try replica.take(Array(page.text.utf8)) { return }
    }
  }

  func push(_ mutations: [String]) async throws -> Answer {
    try await send(
      "/v1/sync/push", #"{"epoch":"\#(replica.epoch ?? "")","mutations":[\#(mutations.joined(separator: ","))]}"#)
  }
}
