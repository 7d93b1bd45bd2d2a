import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Asking what would change` {
  private func outcomes(_ test: TestStore, _ query: WhatIf) async throws -> [WhatIfOutcome] {
    try await test.ask(query).outcomes
  }

  @Test func `it tells now and then for each task of a role, and writes nothing`() async throws {
    let test = try await TestStore.make()
    let role = test.first.code("REP")
    let before = try await versions(test)
    let answer = try await test.ask(WhatIf(role: role, set: ["data_class=restricted"]))
    #expect(answer.boundaries == 2 && answer.changed == 2 && answer.tighter == 2)
    for outcome in answer.outcomes {
      #expect(outcome.then.level == .h5)
      #expect(outcome.starts.map(\.rule).contains("R4"))
    }
    #expect(try await versions(test) == before)
  }

  @Test func `another AI system brings its clearance and its risk class`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    try await test.run(
      ImportAISystems(
        sheet: Sheet(
          "code,name,vendor,purpose_en,purpose_zh,risk_class,route,cleared_data_class",
          "OPEN,Open chat,V,p,p,high,software,public")))
    let query = WhatIf(role: role, tasks: [task], set: ["ai_system=OPEN"])
    let outcome = try #require(try await outcomes(test, query).first)
    #expect(outcome.then.level == .h5, "its clearance is below the data")
    #expect(outcome.then.reviewMonths == 6, "its risk class is high")
    let none = try await outcomes(test, WhatIf(role: role, tasks: [task], set: ["ai_system=none"]))
    #expect(none.first?.then.level == none.first?.now.level)
    let ghost = try await refusal { _ = try await test.ask(WhatIf(role: role, set: ["ai_system=GHOST"])) }
    #expect(ghost?.kind == .notFound && ghost?.field == "set")
  }

  @Test func `other rules are tried on the whole organisation, and only what changes is told`() async throws {
    let test = try await TestStore.make()
    let rules = try BoundaryTermsRules.requiringWorksCouncil()
    let answer = try await test.ask(WhatIf(ruleSet: rules))
    #expect(answer.boundaries == 2 && answer.changed == 2 && answer.tighter == 0)
    #expect(answer.outcomes.allSatisfy { $0.starts.map(\.rule) == ["HOUSE-1"] && $0.stops.isEmpty })
    let same = try await test.ask(WhatIf(ruleSet: try DemoSeeds.shipped().ruleSet))
    #expect(same.outcomes.isEmpty && same.boundaries == 2)
  }

  @Test func `questions that suppose nothing, or the same twice, are refused`() async throws {
    let test = try await TestStore.make()
    let role = test.first.code("REP")
    func code(_ query: WhatIf) async throws -> String? { try await refusal { _ = try await test.ask(query) }?.code }
    #expect(try await code(WhatIf(role: role)) == "nothing-supposed")
    #expect(try await code(WhatIf(role: role, set: ["consulted=yes", "consulted=no"])) == "supposed-twice")
    #expect(try await code(WhatIf(tasks: ["X"], set: ["consulted=yes"])) == "role-required")
    #expect(try await code(WhatIf(role: role, tasks: ["X"], set: ["consulted=yes"])) == "not-found")
  }

  @Test func `a rule set that contradicts itself is not published, and every fault is told`() async throws {
    let test = try await TestStore.make()
    let publish = PublishRuleSet(ruleSet: try BoundaryTermsRules.contradicting())
    let refused = try await refusal { try await test.run(publish) }
    #expect(refused?.code == "contradictory-rules")
    #expect(refused?.faults.map(\.field) == ["HOUSE-1 then[1]"])
    let count = try await test.owner.read { tx in
      try tx.one("SELECT count(*) AS n FROM boundary_rule_set WHERE organisation_id = \(test.first.id)") {
        try $0.decode("n", as: Int.self)
      }
    }
    #expect(count == 1)
  }

  private func versions(_ test: TestStore) async throws -> Int {
    try await test.owner.read { tx in
      try tx.one("SELECT count(*) AS n FROM boundary_version") { try $0.decode("n", as: Int.self) }
    }
  }
}

/// The shipped rules and one of the house's own.
enum BoundaryTermsRules {
  /// The works council signs whatever an AI system takes part in.
  static func requiringWorksCouncil() throws -> BoundaryRuleSet { try adding(["require works_council"]) }

  static func contradicting() throws -> BoundaryRuleSet { try adding(["floor H3", "floor H4"]) }

  private static func adding(_ effects: [String]) throws -> BoundaryRuleSet {
    let shipped = try DemoSeeds.shipped().ruleSet
    guard case .map(var file) = shipped.node, case .list(let rules)? = file["rules"] else { return shipped }
    file["version"] = .integer(shipped.version + 1)
    file["rules"] = .list(
      rules + [
        .map([
          "code": .text("HOUSE-1"), "when": .map(["fact": .text("ai_system"), "known": .boolean(true)]),
          "then": .list(effects.map { .text($0) }),
          "reason": .map(["en": .text("An AI system takes part."), "zh": .text("有 AI 系统参与。")]),
        ])
      ])
    return try BoundaryRuleSet(parsing: .map(file))
  }
}
