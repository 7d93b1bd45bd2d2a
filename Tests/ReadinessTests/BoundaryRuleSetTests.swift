import Foundation
import Readiness
import Testing

@Suite("Rule files")
struct BoundaryRuleSetTests {
  private typealias Map = [String: RuleNode]

  private static let reason: RuleNode = .map(["en": .text("Because."), "zh": .text("因为。")])

  /// The shipped file with one rule more.
  private func adding(
    when: RuleNode, then: [String] = ["floor H3"], reason: RuleNode = reason, code: String = "X1",
    extra: [String: RuleNode] = [:]
  ) throws -> RuleNode {
    let rule: Map = [
      "code": .text(code), "when": when, "then": .list(then.map { .text($0) }), "reason": reason,
    ]
    return try editing { file in
      guard case .list(let rules)? = file["rules"] else { return }
      file["rules"] = .list(rules + [.map(rule.merging(extra) { $1 })])
    }
  }

  private func editing(_ edit: (inout [String: RuleNode]) -> Void) throws -> RuleNode {
    guard case .map(var file) = try Seed.ruleNode() else { return .map([:]) }
    edit(&file)
    return .map(file)
  }

  /// The problems as “code: rule field”.
  private func problems(_ node: RuleNode) -> [String] {
    do throws(InvalidRuleSet) {
      _ = try BoundaryRuleSet(parsing: node)
      return []
    } catch {
      return error.problems.map { "\($0.code.rawValue): \($0.rule) \($0.field)" }
    }
  }

  private func fact(_ name: String, _ comparison: String, _ value: RuleNode) -> RuleNode {
    .map(["fact": .text(name), comparison: value])
  }

  @Test func `an organisation adds a rule of its own`() throws {
    let node = try adding(
      when: .map(["not": .map(["any": .list([fact("enjoyment", "at_most", .integer(3))])])]),
      then: ["floor H3", "flag enjoyed"])
    let rules = try BoundaryRuleSet(parsing: node)
    let traits = try TaskTraits.rated(enjoyment: 4)
    let proposal = rules.propose(try .calm { $0.traits = traits })
    #expect(proposal.level == .h3)
    #expect(proposal.flags == ["enjoyed"])
    #expect(rules.propose(try .calm()).level == .h1)
  }

  @Test(arguments: [
    ("at_least", "T3", "floor H3", true), ("at_most", "T3", "floor H3", false), ("above", "T4", "floor H3", false),
    ("below", "T4", "floor H3", false), ("equals", "T4", "floor H3", true),
  ])
  func `each comparison compares`(comparison: String, value: String, effect: String, fires: Bool) throws {
    let rules = try BoundaryRuleSet(
      parsing: adding(when: fact("automation", comparison, .text(value)), then: [effect]))
    #expect(rules.propose(try .calm(.e1, .t4)).effects(of: "X1") == (fires ? [effect] : []))
  }

  @Test func `one_of and known compare`() throws {
    let some = fact("exposure", "one_of", .list([.text("E0"), .text("E1")]))
    let rules = try BoundaryRuleSet(
      parsing: adding(when: .map(["all": .list([some, fact("clearance", "known", .boolean(true))])])))
    #expect(rules.propose(try .calm(.e1)).effects(of: "X1") == ["floor H3"])
    #expect(rules.propose(try .calm(.e2)).effects(of: "X1").isEmpty)
    #expect(rules.propose(try .calm(.e1) { $0.clearance = nil }).effects(of: "X1").isEmpty)
  }

  @Test func `not of an unknown fact does not pass for true`() throws {
    let rules = try BoundaryRuleSet(
      parsing: adding(when: .map(["not": fact("risk_class", "equals", .text("high"))]), then: ["flag low_risk"]))
    #expect(rules.propose(try .calm { $0.riskClass = nil }).flags.isEmpty)
    #expect(rules.propose(try .calm()).flags == ["low_risk"])
  }

  @Test func `an unknown fact, operator, effect and field are each named`() throws {
    #expect(problems(try adding(when: fact("colour", "equals", .text("red")))) == ["unknown-fact: X1 when.fact"])
    #expect(problems(try adding(when: fact("physical", "over", .integer(3)))) == ["unknown-operator: X1 when.over"])
    #expect(problems(try adding(when: .map(["none": .list([])]))) == ["unknown-operator: X1 when"])
    #expect(problems(try adding(when: .map(["fact": .text("physical")]))) == ["unknown-operator: X1 when"])
    let fine = fact("irreversible", "equals", .boolean(true))
    #expect(problems(try adding(when: fine, then: ["lower"])) == ["unknown-effect: X1 then[0]"])
    #expect(problems(try adding(when: fine, then: ["raise", "suggest H3"])) == ["unknown-effect: X1 then[1]"])
    #expect(problems(try adding(when: fine, then: ["floor H6"])) == ["level-out-of-range: X1 then[0]"])
    #expect(problems(try adding(when: fine, then: [])) == ["type-mismatch: X1 then"])
    #expect(problems(try adding(when: fine, extra: ["wehn": fine])) == ["unknown-field: X1 wehn"])
  }

  @Test func `values of the wrong type are refused where they stand`() throws {
    let nested = RuleNode.map([
      "all": .list([fact("irreversible", "equals", .boolean(true)), fact("physical", "at_least", .integer(6))])
    ])
    #expect(problems(try adding(when: nested)) == ["type-mismatch: X1 when.all[1].at_least"])
    #expect(
      problems(try adding(when: fact("exposure", "at_least", .text("E1")))) == ["type-mismatch: X1 when.at_least"])
    #expect(
      problems(try adding(when: fact("data_class", "equals", .text("secret")))) == ["type-mismatch: X1 when.equals"])
    #expect(problems(try adding(when: fact("clearance", "known", .integer(1)))) == ["type-mismatch: X1 when.known"])
    #expect(problems(try adding(when: fact("desired_level", "below", .text("H9")))) == ["type-mismatch: X1 when.below"])
    #expect(
      problems(try adding(when: fact("data_class", "above", .map(["fact": .text("overseer_level")]))))
        == ["type-mismatch: X1 when.above"])
  }

  @Test func `a reason may only name facts, in both languages`() throws {
    let fine = fact("irreversible", "equals", .boolean(true))
    let bad = RuleNode.map(["en": .text("Of {colour}."), "zh": .text("原因。")])
    #expect(problems(try adding(when: fine, reason: bad)) == ["unknown-fact: X1 reason.en"])
    #expect(problems(try adding(when: fine, reason: .map(["en": .text("Yes.")]))) == ["missing-field: X1 reason.zh"])
  }

  @Test
  func `two rules of one code, and a rule that asks for the level but does more than flag or review, are refused`()
    throws
  {
    let fine = fact("irreversible", "equals", .boolean(true))
    #expect(problems(try adding(when: fine, code: "R2")) == ["duplicate-rule: R2 code"])
    #expect(problems(try adding(when: fine, code: "R9")) == ["duplicate-rule: R9 code"])
    #expect(problems(try adding(when: fact("level", "at_most", .text("H2")))) == ["circular-level: X1 when"])
    for effect in ["raise", "block", "require consultation"] {
      let rule = try adding(when: fact("level", "at_most", .text("H2")), then: ["flag low", effect])
      #expect(problems(rule) == ["circular-level: X1 when"])
    }
    #expect(problems(try adding(when: fact("level", "at_most", .text("H2")), then: ["flag low", "review 3"])).isEmpty)
  }

  private func suggesting(_ change: ([RuleNode]) -> [RuleNode]) throws -> [String] {
    problems(
      try editing { file in
        guard case .map(var table)? = file["suggestion"], case .list(let rows)? = table["table"] else { return }
        table["table"] = .list(change(rows))
        file["suggestion"] = .map(table)
      })
  }

  private func row(_ exposure: String, _ automation: String, _ level: String) -> RuleNode {
    .map([
      "exposure": .list([.text(exposure)]), "automation": .list([.text(automation)]), "level": .text(level),
      "reason": Self.reason,
    ])
  }

  @Test func `a table row that contradicts, is unreachable or is missing is refused`() throws {
    #expect(try suggesting { $0 + [row("E1", "T4", "H2")] } == ["contradictory-row: R1 table[7]"])
    #expect(try suggesting { $0 + [row("E1", "T4", "H1")] } == ["unreachable-row: R1 table[7]"])
    #expect(try suggesting { $0.dropLast() } == ["uncovered-labels: R1 table"])
    #expect(try suggesting { $0 + [row("E1", "T4", "H0")] } == ["level-out-of-range: R1 table[7].level"])
    #expect(try suggesting { $0 + [row("E3", "T4", "H1")] } == ["type-mismatch: R1 table[7].exposure[0]"])
  }

  @Test func `all problems of a file are told at once, in both languages`() throws {
    let node = try editing { file in
      file["version"] = .integer(0)
      file["name"] = nil
      file["extra"] = .boolean(true)
      file["review"] = .map(["code": .text("R10"), "months": .integer(0), "reason": Self.reason])
    }
    #expect(
      problems(node) == [
        "unknown-field:  extra", "type-mismatch:  version", "missing-field:  name",
        "type-mismatch:  review.months",
      ])
    #expect(problems(.text("no rules")).first == "type-mismatch:  ")
    let wrong = try adding(when: fact("colour", "equals", .text("red")))
    let error = try #require(throws: InvalidRuleSet.self) { try BoundaryRuleSet(parsing: wrong) }
    #expect(error.message.en.hasPrefix("Rule X1, when.fact: “colour” is not a fact; use one of exposure, "))
    #expect(error.message.zh.hasPrefix("规则 X1，when.fact：没有名为“colour”的事实"))
  }

  @Test func `a rule set is the same after JSON`() throws {
    let rules = try Seed.rules()
    #expect(rules.code == "default")
    let data = try JSONEncoder().encode(rules)
    #expect(try JSONDecoder().decode(BoundaryRuleSet.self, from: data) == rules)
  }

  @Test func `a wrong rule set in JSON is refused with its problems`() throws {
    let data = try JSONEncoder().encode(adding(when: fact("colour", "equals", .text("red"))))
    #expect {
      try JSONDecoder().decode(BoundaryRuleSet.self, from: data)
    } throws: { error in
      guard case DecodingError.dataCorrupted(let context) = error else { return false }
      return (context.underlyingError as? InvalidRuleSet)?.problems.first?.code == .unknownFact
    }
  }
}
