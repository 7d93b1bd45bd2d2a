import Readiness
import SeededRandom
import Testing

@Suite("A decision that stands, looked at again")
struct BoundaryReevaluationTests {
  private let rules: BoundaryRuleSet

  init() throws { rules = try Seed.rules() }

  /// As it would be decided of `facts` at `level`, or as proposed.
  private func decided(_ facts: BoundaryFacts, at level: HumanAgencyLevel? = nil) -> StandingDecision {
    let proposal = rules.propose(facts)
    let level = level ?? proposal.level
    return StandingDecision(
      level: level, oversight: proposal.oversight(at: level), proposed: proposal.level, raises: proposal.raises,
      requirements: proposal.requirements)
  }

  private func again(_ decision: StandingDecision, _ facts: BoundaryFacts) -> BoundaryReevaluation {
    BoundaryReevaluation(decision, facts: facts, proposal: rules.propose(facts))
  }

  @Test func `nothing comes of facts that say the same`() throws {
    let facts = try BoundaryFacts.calm()
    let outcome = again(decided(facts), facts)
    #expect(outcome.tightened == nil && !outcome.needsReview)
  }

  @Test func `a floor tightens to itself, with a human in the loop`() throws {
    let decision = decided(try .calm())
    let outcome = again(decision, try .calm { $0.irreversible = true })
    #expect(outcome.tightened?.level == .h4 && outcome.tightened?.oversight == .inTheLoop)
    #expect(!outcome.needsReview)
  }

  @Test func `an overseer who no longer holds the level costs one step, from what was decided`() throws {
    let calm = try BoundaryFacts.calm(.e1, .t3)
    let lapsed = try BoundaryFacts.calm(.e1, .t3) { $0.overseerLevel = nil }
    #expect(again(decided(calm), lapsed).tightened?.level == .h3)
    #expect(again(decided(calm, at: .h1), lapsed).tightened?.level == .h2, "two accounts had relaxed it")
    #expect(again(decided(calm, at: .h4), lapsed).tightened == nil, "it is more human than that already")
    #expect(again(decided(lapsed), lapsed).tightened == nil, "a step that was taken is not taken again")
  }

  @Test func `while it is blocked it is the human's alone, and someone has to look at it`() throws {
    let outcome = again(decided(try .calm()), try .calm { $0.hasAccountableHuman = false })
    #expect(outcome.tightened?.level == .h5 && outcome.needsReview)
  }

  @Test func `what the rules would relax stays, and is to be looked at`() throws {
    let outcome = again(decided(try .calm(.e1, .t2)), try .calm(.e1, .t4))
    #expect(outcome.tightened == nil && outcome.needsReview)
  }

  @Test func `what was decided more humanly than proposed is not to be looked at for that`() throws {
    let facts = try BoundaryFacts.calm(.e1, .t3)
    #expect(!again(decided(facts, at: .h4), facts).needsReview)
  }

  @Test func `a human in the loop that is required now is there at once`() throws {
    let decision = StandingDecision(level: .h5, oversight: .onTheLoop, proposed: .h5, raises: 0, requirements: [])
    let outcome = again(decision, try .calm(.e0, .t0) { $0.affectsPerson = true })
    #expect(outcome.tightened?.level == .h5 && outcome.tightened?.oversight == .inTheLoop)
  }

  @Test func `a requirement that is no longer met is to be looked at`() throws {
    let consulted = try BoundaryFacts.calm { $0.consulted = true }
    let apart = try BoundaryFacts.calm {
      $0.desiredLevel = .h5
      $0.consulted = false
    }
    #expect(again(decided(consulted), apart).needsReview)
  }

  @Test func `facts tell why they differ, and not what few employees want`() throws {
    let before = try BoundaryFacts.calm()
    let after = try BoundaryFacts.calm {
      $0.clearance = .public
      $0.desiredLevel = .h5
      $0.isDesiredLevelConfidential = true
    }
    let difference = FactDifference(from: before, to: after)
    #expect(difference.causes == [.aiSystem, .consultation])
    #expect(difference.reason.en.contains("→") && !difference.reason.en.contains("H5"))
    #expect(FactDifference(from: before, to: before).causes == [.ruleSet])
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `it never becomes less human, and never stays below a floor`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let (before, after) = (try BoundaryFacts.random(&generator), try BoundaryFacts.random(&generator))
      let lowest = rules.propose(before).floor ?? .h1
      let level = HumanAgencyLevel.allCases.filter { $0 >= lowest }.randomElement(using: &generator) ?? .h5
      let decision = decided(before, at: level)
      let outcome = again(decision, after)
      let now = outcome.tightened?.level ?? level
      #expect(now >= level)
      #expect(now >= rules.propose(after).floor ?? .h1)
      let settled = StandingDecision(
        level: now, oversight: outcome.tightened?.oversight ?? decision.oversight, proposed: rules.propose(after).level,
        raises: rules.propose(after).raises, requirements: rules.propose(after).requirements)
      #expect(again(settled, after).tightened == nil, "once is enough")
    }
  }
}
