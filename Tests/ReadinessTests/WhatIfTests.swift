import Readiness
import Testing

@Suite("What would change if")
struct WhatIfTests {
  private func code(_ text: String) -> String? {
    do throws(Refusal) {
      _ = try FactChange(parsing: text)
      return nil
    } catch {
      return error.code
    }
  }

  private func suppose(_ texts: String..., of facts: BoundaryFacts) throws -> BoundaryFacts {
    try facts.supposing(try texts.map { try FactChange(parsing: $0) })
  }

  @Test func `a fact is supposed by the value that a rule would compare it with`() throws {
    let facts = try suppose(
      "data_class=restricted", "overseer_level=L1", "irreversible=yes", "exposure=unknown", "consulted=true",
      of: .calm())
    #expect(facts.dataClass == .restricted)
    #expect(facts.overseerLevel == .l1)
    #expect(facts.irreversible == true)
    #expect(facts.exposure == nil)
    #expect(facts.consulted)
    #expect(facts.automation == .t4, "all else stays")
  }

  @Test func `a level that is supposed may be told, other than one that few people gave`() throws {
    let few = try BoundaryFacts.calm {
      $0.desiredLevel = .h5
      $0.isDesiredLevelConfidential = true
    }
    #expect(few.toldDesiredLevel == nil)
    #expect(try suppose("desired_level=H1", of: few).toldDesiredLevel == .h1)
    #expect(try suppose("feasible_level=H1", of: few).toldDesiredLevel == nil)
  }

  @Test func `one trait is supposed beside those that are known, and alone where none are only with all`() throws {
    #expect(try suppose("physical=5", of: .calm()).traits?.physical == 5)
    #expect(try suppose("physical=unknown", of: .calm()).traits == nil)
    let unknown = try BoundaryFacts.calm { $0.traits = nil }
    #expect(throws: Refusal.self) { try suppose("physical=5", of: unknown) }
    let all = try suppose(
      "physical=5", "interpersonal=1", "uncertainty=2", "expertise=3", "enjoyment=4", of: unknown)
    #expect(all.traits?.enjoyment == 4)
  }

  @Test(arguments: [
    ("data_class", "invalid-supposition"), ("colour=red", "unknown-fact"), ("agency_gap=3", "unknown-fact"),
    ("level=H1", "unknown-fact"), ("data_class=secret", "wrong-value"), ("physical=6", "wrong-value"),
    ("has_overseer=unknown", "wrong-value"), ("overseer_level=L9", "wrong-value"), ("ai_system=", "wrong-value"),
  ])
  func `what cannot be supposed is told`(text: String, expected: String) {
    #expect(code(text) == expected)
  }

  @Test func `an outcome names the rules that would fire and those that would no longer`() throws {
    let rules = try Seed.rules()
    let (now, then) = (try BoundaryFacts.calm(), try BoundaryFacts.calm { $0.dataClass = .restricted })
    let outcome = WhatIfOutcome(
      role: "R", task: "T", name: LocalizedText(en: "T", zh: "T"), inForce: nil, now: rules.propose(now),
      then: rules.propose(then))
    #expect(outcome.changes)
    #expect(outcome.starts.map(\.rule) == ["R4", "R10-default"])
    #expect(outcome.stops.map(\.rule) == ["R10-level"])
    #expect([outcome.now.level, outcome.then.level] == [.h1, .h5])
  }

  @Test func `of an organisation only what would change is told, and all is counted`() throws {
    let rules = try Seed.rules()
    let outcomes = try [DataClass.internal, .restricted, .public].map { data in
      WhatIfOutcome(
        role: "R", task: data.rawValue, name: LocalizedText(en: "T", zh: "T"), inForce: nil,
        now: rules.propose(try .calm()), then: rules.propose(try .calm { $0.dataClass = data }))
    }
    let answer = WhatIfAnswer(outcomes, tellingAll: false)
    #expect([answer.boundaries, answer.changed, answer.tighter, answer.looser] == [3, 1, 1, 0])
    #expect(answer.outcomes.map(\.task) == ["restricted"])
    #expect(WhatIfAnswer(outcomes, tellingAll: true).outcomes.count == 3)
  }
}
