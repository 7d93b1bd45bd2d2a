import Foundation
import HTTPTypes
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Commands and their sequences` {
  private let define =
    #"{"sequence":1,"name":"report.define","arguments":{"code":"R1","format":"json","language":"en"}}"#

  @Test func `a replay is answered as the first time, and applied once`() async throws {
    try await TestAPI.run { api in
      let (token, client) = (api.first.token(.owner), UUID())
      let account =
        #"{"sequence":1,"name":"account.create","arguments":{"email":"n@a.example","displayName":"N","role":"auditor"}}"#
      let first = try await api.submit(raw: account, as: token, client: client)
      let again = try await api.submit(raw: account, as: token, client: client)
      #expect(first.outcome()["result"]?["account"]?.string != nil)
      #expect(first.outcome() == again.outcome())
    }
  }

  @Test func `a rejection is replayed too`() async throws {
    try await TestAPI.run { api in
      let (token, client) = (api.first.token(.owner), UUID())
      let command = #"{"sequence":1,"name":"account.disable","arguments":{"email":"late@a.example"}}"#
      #expect(try await api.submit(raw: command, as: token, client: client).problemCode() == "not-found")
      _ = try await api.operate(CreateAccount(email: "late@a.example", displayName: "L", role: .auditor))
      #expect(try await api.submit(raw: command, as: token, client: client).problemCode() == "not-found")
    }
  }

  @Test func `a sequence belongs to one command and one account`() async throws {
    try await TestAPI.run { api in
      let client = UUID()
      _ = try await api.submit(raw: define, as: api.first.token(.owner), client: client)
      let other = define.replacingOccurrences(of: "R1", with: "R2")
      #expect(
        try await api.submit(raw: other, as: api.first.token(.owner), client: client).problemCode() == "sequence-reused"
      )
      #expect(
        try await api.submit(raw: define, as: api.first.token(.hrAdmin), client: client).problemCode()
          == "sequence-reused")
      // Another organisation's client may have the same id.
      #expect(
        try await api.submit(raw: define, as: api.second.token(.owner), client: client).outcome()["result"] != nil)
    }
  }

  @Test func `a secret is shown once`() async throws {
    try await TestAPI.run { api in
      let (token, client) = (api.first.token(.owner), UUID())
      let issue = #"{"sequence":1,"name":"token.issue","arguments":{"label":"x","days":1}}"#
      let secret = try #require(
        try await api.submit(raw: issue, as: token, client: client).outcome()["result"]?["token"]?.string)
      #expect(try await api.submit(raw: issue, as: token, client: client).problemCode() == "shown-once")
      let kept = try await api.test.owner.read { tx in
        try tx.all("SELECT result::text AS text FROM command_ledger UNION ALL SELECT detail::text FROM audit_event") {
          try $0.decode("text", as: String.self)
        }
      }
      #expect(!kept.contains { $0.contains(secret) })
    }
  }

  @Test func `one bad command does not take its neighbours down`() async throws {
    try await TestAPI.run { api in
      let commands = [
        define,
        #"{"sequence":2,"name":"no.such","arguments":{}}"#,
        #"{"sequence":3,"name":"report.define","arguments":{"code":7}}"#,
        #"{"sequence":4,"name":"report.define","arguments":{"code":"","format":"json","language":"en"}}"#,
        #"{"sequence":5,"name":"report.define","arguments":{"code":"a\u0000b","format":"json","language":"en"}}"#,
        #"{"sequence":6,"name":"no\u0000such","arguments":{}}"#,
        #"{"sequence":7,"name":"boundary.approve","arguments":{"role":"A-REP","skippingRefused":true,"note":"\u0000"}}"#,
        #"{"sequence":8,"name":"consultation.record","arguments":{"role":"A-REP","task":"A-REP-1","desiredLevel":"\u0000"}}"#,
        define.replacingOccurrences(of: #""sequence":1"#, with: #""sequence":9"#),
      ]
      let answer = try await api.submit(raw: commands.joined(separator: ","), as: api.first.token(.owner))
      #expect(answer.status == 200, "\(answer.text)")
      let codes = commands.indices.map { answer.problemCode($0) ?? "applied" }
      #expect(
        codes == [
          "applied", "unknown-command", "malformed", "out-of-range", "invalid-character", "unknown-command",
          "invalid-character", "malformed", "applied",
        ])
      #expect((1...9).map(Optional.some) == commands.indices.map { answer.outcome($0)["sequence"]?.int })
    }
  }

  @Test func `a command that fails leaves the next one its reach`() async throws {
    try await TestAPI.run { api in
      _ = try await api.operate(
        OpenConsultation(role: "A-REP", tasks: ["A-REP-2"], closesOn: TestStore.today.adding(days: 30)))
      // The first is rolled back to before it was; the second needs the same reach, the third another one.
      let commands = [
        ("assessment.import", #"{"instrument":"none","sheet":{"header":["person","item","answer"],"rows":[]}}"#),
        ("boundary.propose", #"{"role":"A-REP","accountable":"A-OUTSIDER"}"#),
        ("consultation.record", #"{"role":"A-REP","task":"none","desiredLevel":"H3"}"#),
        ("consultation.record", #"{"role":"A-REP","task":"A-REP-2","desiredLevel":"H3"}"#),
        ("boundary.propose", #"{"role":"A-REP","accountable":"A-STRANGER"}"#),
      ]
      for dryRun in [true, false] {
        let answer = try await api.submit(commands, as: api.first.token(.owner), dryRun: dryRun)
        #expect(
          commands.indices.map { answer.problemCode($0) != nil } == [true, false, true, false, false], "\(answer.text)")
      }
    }
  }

  @Test func `a dry run says what would happen and leaves nothing`() async throws {
    try await TestAPI.run { api in
      let prepared = try await Prepared.make(in: api, api.first)
      let before = try await api.fingerprint(of: api.first)
      for (name, row) in AccessRow.commands {
        let role: AccountRole = row.allowed.contains(.owner) ? .owner : .employee
        let answer = try await api.submit(
          [(name.rawValue, prepared.request(row, for: role))], as: api.first.token(role), dryRun: true)
        if let refusal = row.refusal {
          #expect(answer.problemCode() == refusal, "\(name.rawValue): \(answer.text.prefix(500))")
        } else {
          #expect(answer.outcome()["result"] != nil, "\(name.rawValue): \(answer.text.prefix(500))")
        }
      }
      #expect(try await api.fingerprint(of: api.first) == before)
    }
  }

  @Test func `the audit's chain holds after all of it`() async throws {
    try await TestAPI.run { api async throws in
      let prepared = try await Prepared.make(in: api, api.first)
      for (name, row) in AccessRow.commands {
        _ = try await api.submit([(name.rawValue, prepared.request(row, for: .owner))], as: api.first.token(.owner))
      }
      let verdicts = try await HostQueries.verifyAudit(api.test.owner)
      #expect(verdicts.count == 2)
      #expect(verdicts.allSatisfy { $0.isSound })
    }
  }
}
