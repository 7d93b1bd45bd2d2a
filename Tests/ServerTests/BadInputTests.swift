import Foundation
import HTTPTypes
import NIOCore
import Readiness
import TestSupport
import Testing

@Suite struct `Bad input` {
  @Test(
    arguments: [
      "", "{", "[]", "null", "{}", #"{"client":"x","commands":[]}"#, #"{"client":1,"commands":[]}"#,
      #"{"client":"5d0b54a5-5d2f-4c53-9f3a-1f1f5f1d2c3b","commands":[{"name":"token.issue"}]}"#,
      #"{"client":"5d0b54a5-5d2f-4c53-9f3a-1f1f5f1d2c3b","commands":[{"sequence":"1","name":"token.issue"}]}"#,
      #"{"client":"5d0b54a5-5d2f-4c53-9f3a-1f1f5f1d2c3b","commands":[{"sequence":1.5,"name":"token.issue"}]}"#,
      #"{"client":"5d0b54a5-5d2f-4c53-9f3a-1f1f5f1d2c3b","commands":[{"sequence":99999999999999999999,"name":"x"}]}"#,
    ])
  func `a body that is no submission is malformed`(body: String) async throws {
    try await TestAPI.run { api in
      let answer = try await api.send(
        .post, "/v1/commands", token: api.first.token(.owner), body: ByteBuffer(string: body))
      #expect(answer.status == 400, "\(answer.text)")
      #expect(answer.code == "malformed")
      #expect(answer.headers[.contentType] == "application/problem+json")
    }
  }

  @Test func `ten thousand nested arrays are malformed`() async throws {
    try await TestAPI.run { api in
      let nested = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
      for body in [nested, #"{"client":"5d0b54a5-5d2f-4c53-9f3a-1f1f5f1d2c3b","commands":\#(nested)}"#] {
        let answer = try await api.send(
          .post, "/v1/commands", token: api.first.token(.owner), body: ByteBuffer(string: body))
        #expect(answer.status == 400)
        #expect(answer.code == "malformed")
      }
    }
  }

  @Test func `invalid UTF-8 and bare NUL are malformed`() async throws {
    try await TestAPI.run { api in
      for bytes: [UInt8] in [[0xFF, 0xFE, 0x80], Array("{\"client\":\"".utf8) + [0xC3, 0x28, 0x22, 0x7D], [0, 0, 0]] {
        let answer = try await api.send(
          .post, "/v1/commands", token: api.first.token(.owner), body: ByteBuffer(bytes: bytes))
        #expect(answer.status == 400)
        #expect(answer.code == "malformed")
      }
    }
  }

  @Test(arguments: [0, -1, Int64.min])
  func `a sequence below 1 is refused`(sequence: Int64) async throws {
    try await TestAPI.run { api in
      let command = #"{"sequence":\#(sequence),"name":"token.issue","arguments":{"label":"x","days":1}}"#
      let answer = try await api.submit(raw: command, as: api.first.token(.owner))
      #expect(answer.status == 400)
      #expect(answer.code == "sequence")
    }
  }

  @Test func `the greatest sequence is a sequence`() async throws {
    try await TestAPI.run { api async throws in
      let command = #"{"sequence":\#(Int64.max),"name":"token.issue","arguments":{"label":"x","days":1}}"#
      #expect(try await api.submit(raw: command, as: api.first.token(.owner)).outcome()["result"] != nil)
    }
  }

  @Test func `no command and 501 commands are refused, 500 are not`() async throws {
    try await TestAPI.run { api in
      let token = api.first.token(.owner)
      let command = ("report.define", #"{"code":"R","format":"json","language":"en"}"#)
      #expect(try await api.submit([], as: token).code == "batch-size")
      #expect(try await api.submit(Array(repeating: command, count: 501), as: token).code == "batch-size")
      let most = try await api.submit(Array(repeating: command, count: 500), as: token)
      #expect(most.json["results"]?.array.count == 500)
      #expect(most.json["results"]?.array.allSatisfy { $0["result"] != nil } == true)
    }
  }

  @Test(
    arguments: [
      ("/v1/people?limit=0", "limit"), ("/v1/people?limit=-5", "limit"), ("/v1/people?limit=5001", "limit"),
      ("/v1/people?limit=99999999999999999999", "limit"), ("/v1/people?limit=ten", "limit"),
      ("/v1/audit-events?before=-1", "before"), ("/v1/units?as-of=2026-02-30", "as-of"),
      ("/v1/units?as-of=yesterday", "as-of"), ("/v1/units?as-of=", "as-of"), ("/v1/units?as-of", "as-of"),
      ("/v1/units?as-of=2026-01-01&as-of=2026-01-02", "as-of"), ("/v1/people?unit=%00", "unit"),
      ("/v1/people?unit=%FF%FE", "unit"), ("/v1/people?unit=%4", "unit"), ("/v1/people?unit=%zz", "unit"),
      ("/v1/boundaries?filter=all", "filter"), ("/v1/reports/brief?format=pdf", "format"),
      ("/v1/attempts/not-a-uuid", "id"), ("/v1/people/%00", "externalID"),
    ])
  func `a malformed parameter is refused by its name`(path: String, name: String) async throws {
    try await TestAPI.run { api in
      let answer = try await api.get(path, as: api.first.token(.owner))
      #expect(answer.status == 400, "\(answer.text)")
      #expect(answer.code == "malformed-parameter")
      #expect(answer.json["field"]?.string == name)
    }
  }

  @Test(arguments: ["/v1/units?unit=A", "/v1/whoami?x", "/v1/people?Limit=5", "/health/live?verbose=1"])
  func `an unknown parameter is refused by its name`(path: String) async throws {
    try await TestAPI.run { api in
      let answer = try await api.get(path, as: api.first.token(.owner))
      #expect(answer.status == 400)
      #expect(answer.code == "unknown-parameter")
      let name = path.split(separator: "?")[1].split(separator: "=")[0]
      #expect(answer.json["field"]?.string == String(name))
    }
  }

  @Test func `parameters are percent-decoded`() async throws {
    try await TestAPI.run { api in
      let sheet = Sheet(
        header: ["code", "name_en", "name_zh"], rows: [.init(row: 2, cells: ["R+D 研发/1", "R+D", "研发"])])
      _ = try await api.operate(ImportUnits(sheet: sheet))
      let code = "R+D%20%E7%A0%94%E5%8F%91%2F1"
      #expect(try await api.get("/v1/people?unit=\(code)", as: api.first.token(.owner)).status == 200)
      #expect(try await api.get("/v1/people?unit=R%20D", as: api.first.token(.owner)).status == 404)
    }
  }

  @Test func `a brief of too few people is withheld`() async throws {
    try await TestAPI.run { api in
      let answer = try await api.get("/v1/reports/brief?unit=A-SALES", as: api.first.token(.owner))
      #expect(answer.status == 409)
      #expect(answer.code == "too-few-people")
    }
  }
}
