import Readiness
import Testing

@Suite("Rules that contradict each other")
struct RuleContradictionTests {
  private typealias Rule = (code: String, when: RuleNode, then: [String])

  /// The shipped rules and these, as `code: rule field`.
  private func contradictions(_ rules: Rule...) throws -> [String] {
    guard case .map(var file) = try Seed.ruleNode(), case .list(let shipped)? = file["rules"] else { return [] }
    let added = rules.map { rule in
      RuleNode.map([
        "code": .text(rule.code), "when": rule.when, "then": .list(rule.then.map { .text($0) }),
        "reason": .map(["en": .text("Because."), "zh": .text("因为。")]),
      ])
    }
    file["rules"] = .list(shipped + added)
    return try BoundaryRuleSet(parsing: .map(file)).contradictions.map {
      "\($0.code.rawValue): \($0.rule) \($0.field)"
    }
  }

  private func fact(_ name: String, _ comparison: String, _ value: RuleNode) -> RuleNode {
    .map(["fact": .text(name), comparison: value])
  }

  private func all(_ parts: RuleNode...) -> RuleNode { .map(["all": .list(parts)]) }

  @Test func `the shipped rules are free of contradiction`() throws {
    #expect(try contradictions().isEmpty)
  }

  @Test func `a condition that can never hold is told`() throws {
    let never = all(fact("physical", "at_least", .integer(4)), fact("physical", "at_most", .integer(2)))
    #expect(try contradictions(("X1", never, ["floor H4"])) == ["never-fires: X1 when"])
    let known = all(fact("clearance", "known", .boolean(false)), fact("clearance", "equals", .text("public")))
    #expect(try contradictions(("X1", known, ["flag odd"])) == ["never-fires: X1 when"])
  }

  @Test(arguments: [
    (["floor H3", "floor H5"], 1), (["block", "require consultation"], 1), (["floor H5", "raise"], 1),
    (["review 3", "flag a", "review 6"], 2), (["flag a", "flag a"], 1),
  ])
  func `effects of one rule that do not go together are told`(effects: [String], at index: Int) throws {
    let rule: Rule = ("X1", fact("enjoyment", "at_least", .integer(5)), effects)
    #expect(try contradictions(rule) == ["clashing-effects: X1 then[\(index)]"])
  }

  @Test func `a floor that never counts is told, one that counts in fewer cases is not`() throws {
    let (wide, narrow) = (fact("expertise", "at_least", .integer(3)), fact("expertise", "at_least", .integer(5)))
    #expect(try contradictions(("X1", narrow, ["floor H3"]), ("X2", wide, ["floor H5"])) == ["overruled: X1 then[0]"])
    #expect(try contradictions(("X1", wide, ["floor H3"]), ("X2", narrow, ["floor H5"])).isEmpty)
    #expect(
      try contradictions(("X1", wide, ["review 6"]), ("X2", wide, ["review 12"])) == ["overruled: X2 then[0]"],
      "two rules that answer otherwise for the same cases")
  }

  @Test func `a requirement whose fulfilment is blocked is told`() throws {
    let gap = fact("agency_gap", "at_least", .integer(3))
    let consulted = all(gap, fact("consulted", "equals", .boolean(true)))
    #expect(
      try contradictions(("X1", gap, ["require consultation"]), ("X2", consulted, ["block"]))
        == ["unmeetable: X1 then[0]"])
  }

  @Test func `rules that block every decision are told`() throws {
    let (yes, no) = (fact("enjoyment", "known", .boolean(true)), fact("enjoyment", "known", .boolean(false)))
    #expect(try contradictions(("X1", yes, ["block"])).isEmpty)
    #expect(try contradictions(("X1", yes, ["block"]), ("X2", no, ["block"])) == ["blocks-everything:  rules"])
  }

  @Test func `conditions of very many facts are left untried`() throws {
    let names = ["physical", "interpersonal", "uncertainty", "expertise", "enjoyment"]
    let parts =
      names.map { fact($0, "at_least", .integer(2)) }
      + [fact("exposure", "equals", .text("E1")), fact("automation", "at_least", .text("T1"))]
    #expect(try contradictions(("X1", .map(["all": .list(parts)]), ["floor H4"])).isEmpty)
  }
}
