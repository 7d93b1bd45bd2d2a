import Foundation
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Who may do what` {
  @Test func `the matrix has a row for each command and each query`() {
    #expect(Set(AccessRow.commands.keys) == Set(CommandName.allCases))
    #expect(Set(AccessRow.queries.keys) == Set(QueryName.allCases))
  }

  @Test func `each role runs its commands and is refused all others`() async throws {
    try await TestAPI.run { api in
      let prepared = try await Prepared.make(in: api, api.first)
      for name in CommandName.allCases {
        let row = try #require(AccessRow.commands[name], "\(name.rawValue) has no row")
        for role in AccountRole.allCases {
          let answer = try await api.submit(
            [(name.rawValue, prepared.request(row, for: role))], as: api.first.token(role), dryRun: true)
          #expect(answer.status == 200, "\(name.rawValue) as \(role.rawValue): \(answer.text)")
          if row.allowed.contains(role), let refusal = row.refusal {
            #expect(answer.problemCode() == refusal, "\(name.rawValue) as \(role.rawValue): \(answer.text.prefix(500))")
          } else if row.allowed.contains(role) {
            #expect(
              answer.outcome()["result"] != nil, "\(name.rawValue) as \(role.rawValue): \(answer.text.prefix(500))")
          } else {
            #expect(
              answer.problemCode() == "forbidden", "\(name.rawValue) as \(role.rawValue): \(answer.text.prefix(500))")
          }
        }
      }
    }
  }

  @Test func `each role asks its queries and is refused all others`() async throws {
    try await TestAPI.run { api in
      let prepared = try await Prepared.make(in: api, api.first)
      for name in QueryName.allCases {
        let row = try #require(AccessRow.queries[name], "\(name.rawValue) has no row")
        for role in AccountRole.allCases {
          let answer = try await prepared.ask(row, as: role, in: api)
          if row.allowed.contains(role), let refusal = row.refusal, answer.code == refusal { continue }
          let expected = row.allowed.contains(role) ? (name == .head ? 204 : 200) : 403
          #expect(answer.status == expected, "\(name.rawValue) as \(role.rawValue): \(answer.text.prefix(500))")
          if expected == 403 { #expect(answer.code == "forbidden") }
        }
      }
    }
  }

  @Test(
    arguments: [
      (
        AccountRole.owner,
        ["ASSESSOR", "BOSS", "COLLEAGUE", "EMPLOYEE", "HR", "LEAD", "MANAGER", "OUTSIDER", "STRANGER"]
      ),
      (.hrAdmin, ["ASSESSOR", "BOSS", "COLLEAGUE", "EMPLOYEE", "HR", "LEAD", "MANAGER", "OUTSIDER", "STRANGER"]),
      (.assessor, ["ASSESSOR", "BOSS", "COLLEAGUE", "EMPLOYEE", "HR", "LEAD", "MANAGER", "OUTSIDER", "STRANGER"]),
      (.auditor, ["ASSESSOR", "BOSS", "COLLEAGUE", "EMPLOYEE", "HR", "LEAD", "MANAGER", "OUTSIDER", "STRANGER"]),
      (.manager, ["COLLEAGUE", "EMPLOYEE", "MANAGER"]),
      (.employee, ["EMPLOYEE"]),
    ])
  func `each role sees the people within its reach and nobody else`(role: AccountRole, names: [String]) async throws {
    try await TestAPI.run { api in
      let token = api.first.token(role)
      let people = try await api.get("/v1/people", as: token).json.array.compactMap { $0["externalID"]?.string }
      #expect(people == names.map(api.first.code))
      for name in ["EMPLOYEE", "COLLEAGUE", "OUTSIDER"] {
        let one = try await api.get("/v1/people/\(api.first.code(name))", as: token)
        #expect(one.status == (names.contains(name) ? 200 : 404), "\(name) as \(role.rawValue)")
      }
      let scored = try await api.get("/v1/scores", as: token).json.array.compactMap { $0["person"]?.string }
      #expect(scored == names.filter { ["EMPLOYEE", "OUTSIDER"].contains($0) }.map(api.first.code))
    }
  }

  @Test func `a manager is told levels and not numbers, and a person everything of their own`() async throws {
    try await TestAPI.run { api in
      let path = "/v1/scores?person=\(api.first.code("EMPLOYEE"))"
      let toManager = try await api.get(path, as: api.first.token(.manager)).json.array
      #expect(toManager.map { $0["domain"] } == [.string("overall")])
      #expect(toManager.allSatisfy { $0["level"] != nil && $0["quotient"] == nil && $0["standardError"] == nil })
      let toEmployee = try await api.get(path, as: api.first.token(.employee)).json.array
      #expect(toEmployee.count == 7)
      #expect(toEmployee.allSatisfy { $0["quotient"] != nil })
    }
  }

  @Test func `an attempt is its own person's, also before an owner`() async throws {
    try await TestAPI.run { api in
      let prepared = try await Prepared.make(in: api, api.first)
      let attempt = prepared.attempt(of: .employee)
      #expect(try await api.get("/v1/attempts/\(attempt)", as: api.first.token(.employee)).status == 200)
      for role in [AccountRole.owner, .hrAdmin, .assessor, .manager] {
        #expect(try await api.get("/v1/attempts/\(attempt)", as: api.first.token(role)).status == 404)
        let finish = try await api.submit(
          [("attempt.finish", #"{"attempt":"\#(attempt)"}"#)], as: api.first.token(role))
        #expect(finish.problemCode() == "not-found")
      }
    }
  }

  @Test func `only owners touch the tokens of others`() async throws {
    try await TestAPI.run { api in
      let spare = IssueToken(email: api.first.email(.employee), label: "spare", days: 1)
      let id = try await api.operate(spare).id
      let revoke = ("token.revoke", #"{"id":"\#(id)"}"#)
      let issue = ("token.issue", #"{"email":"\#(api.first.email(.employee))","label":"x","days":1}"#)
      let byManager = try await api.submit([revoke, issue], as: api.first.token(.manager))
      #expect(byManager.problemCode(0) == "not-found")
      #expect(byManager.problemCode(1) == "forbidden")
      let byOwner = try await api.submit([revoke, issue], as: api.first.token(.owner))
      #expect(byOwner.outcome(0)["result"] != nil)
      #expect(byOwner.outcome(1)["result"] != nil)
      let seen = try await api.get("/v1/tokens", as: api.first.token(.manager)).json.array
      #expect(Set(seen.map { $0["account"] }) == [.string(api.first.email(.manager))])
    }
  }
}
