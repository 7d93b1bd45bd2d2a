import Foundation
import HTTPTypes
import NIOCore
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Signing in` {
  @Test func `a code gives one token, once`() async throws {
    try await TestAPI.run { api in
      let code = try await api.operate(IssueSignInCode(email: api.first.email(.manager))).code
      let body = ByteBuffer(string: #"{"code":"\#(code)","label":"laptop"}"#)
      let login = try await api.send(.post, "/v1/login", body: body)
      #expect(login.status == 200)
      let token = try #require(login.json["token"]?.string)
      #expect(try await api.get("/v1/whoami", as: token).json["account"]?.string == api.first.email(.manager))
      let event = try await api.get("/v1/audit-events?limit=1", as: api.first.token(.auditor)).json[0]
      #expect(event?["action"]?.string == "login")
      #expect(event?["actor"]?.string == api.first.email(.manager))
      let again = try await api.send(.post, "/v1/login", body: body)
      #expect(again.status == 401)
      #expect(again.code == "wrong-code")
    }
  }

  @Test(arguments: [
    "", "rdc_", "rdc_" + String(repeating: "A", count: 64), "rdt_x", String(repeating: "x", count: 10_000),
  ])
  func `a wrong code is refused`(code: String) async throws {
    try await TestAPI.run { api in
      let body = ByteBuffer(string: #"{"code":"\#(code)","label":"x"}"#)
      let answer = try await api.send(.post, "/v1/login", body: body)
      #expect(answer.status == 401)
      #expect(answer.code == "wrong-code")
    }
  }

  @Test(arguments: ["", String(repeating: "l", count: 201), #"a\u0000b"#])
  func `a label that cannot be kept is refused, and the code stays good`(label: String) async throws {
    try await TestAPI.run { api in
      let code = try await api.operate(IssueSignInCode(email: api.first.email(.manager))).code
      let bad = try await api.send(
        .post, "/v1/login", body: ByteBuffer(string: #"{"code":"\#(code)","label":"\#(label)"}"#))
      #expect(bad.status == 422, "\(bad.text)")
      let good = try await api.send(.post, "/v1/login", body: ByteBuffer(string: #"{"code":"\#(code)","label":"x"}"#))
      #expect(good.status == 200)
    }
  }

  @Test func `an expired code is refused`() async throws {
    try await TestAPI.run { api in
      let code = try await api.test.store.execute(
        IssueSignInCode(email: api.first.email(.manager)), by: .operatorOf(api.first.id),
        now: TestStore.now.addingTimeInterval(-8 * 86_400)
      ).code
      let answer = try await api.send(.post, "/v1/login", body: ByteBuffer(string: #"{"code":"\#(code)","label":"x"}"#))
      #expect(answer.code == "wrong-code")
    }
  }

  @Test func `no token, garbage, and another scheme are nobody`() async throws {
    try await TestAPI.run { api in
      let token = api.first.token(.owner)
      let altered = token.dropLast() + (token.hasSuffix("A") ? "B" : "A")
      // The other organisation's id with this organisation's secret.
      let swapped = String(api.second.token(.owner).prefix(24)) + String(token.dropFirst(24))
      for header in [
        nil, "", "Bearer", "Bearer ", "Bearer x", "Bearer \(altered)", "Bearer \(swapped)", "Basic \(token)", token,
        "Bearer \(String(repeating: "x", count: 20_000))", "Bearer rdt_\(String(repeating: "é", count: 32))",
      ] {
        let answer = try await api.send(.get, "/v1/whoami", headers: header.map { [.authorization: $0] } ?? [:])
        #expect(answer.status == 401, "\(header ?? "none")")
        #expect(answer.code == "unauthenticated")
        #expect(answer.headers[.wwwAuthenticate] == "Bearer")
        let submission = try await api.send(
          .post, "/v1/commands", headers: header.map { [.authorization: $0] } ?? [:],
          body: ByteBuffer(string: #"{"client":"\#(UUID())","commands":[{"sequence":1,"name":"x","arguments":{}}]}"#))
        #expect(submission.status == 401)
      }
    }
  }

  @Test func `an expired token is nobody's`() async throws {
    try await TestAPI.run { api in
      let token = try await api.test.store.execute(
        IssueToken(email: api.first.email(.owner), label: "x", days: 1), by: .operatorOf(api.first.id),
        now: TestStore.now.addingTimeInterval(-86_401)
      ).token
      #expect(try await api.get("/v1/whoami", as: token).status == 401)
    }
  }

  @Test func `a revoked token is nobody's at once`() async throws {
    try await TestAPI.run { api in
      let issued = try await api.operate(IssueToken(email: api.first.email(.owner), label: "x", days: 1))
      #expect(try await api.get("/v1/whoami", as: issued.token).status == 200)
      _ = try await api.operate(RevokeToken(id: issued.id))
      #expect(try await api.get("/v1/whoami", as: issued.token).status == 401)
    }
  }

  @Test func `a disabled account's tokens are nobody's at once`() async throws {
    try await TestAPI.run { api in
      let token = api.first.token(.employee)
      #expect(try await api.get("/v1/whoami", as: token).status == 200)
      _ = try await api.operate(DisableAccount(email: api.first.email(.employee)))
      #expect(try await api.get("/v1/whoami", as: token).status == 401)
    }
  }

  @Test func `another role holds from the next request on`() async throws {
    try await TestAPI.run { api in
      let token = api.first.token(.auditor)
      #expect(try await api.get("/v1/accounts", as: token).status == 200)
      _ = try await api.operate(GrantRole(email: api.first.email(.auditor), role: .service))
      #expect(try await api.get("/v1/accounts", as: token).status == 403)
    }
  }
}
