import Readiness
import SeededRandom
import Testing

/// Over random facts; a failing case names its seed.
@Suite("Proposals in general")
struct BoundaryPropertyTests {
  private let rules: BoundaryRuleSet

  init() throws { rules = try Seed.rules() }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `a proposal is never below a floor that fired, nor below its suggestion`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let proposal = rules.propose(try .random(&generator))
      for firing in proposal.firings {
        if case .floor(let level) = firing.effect { #expect(proposal.level >= level) }
      }
      #expect(proposal.level >= proposal.suggestion)
      #expect(proposal.missing.isEmpty == !proposal.flags.contains("labels_missing"))
    }
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `one fact more dangerous never makes a proposal less human`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let facts = try BoundaryFacts.random(&generator)
      let level = rules.propose(facts).level
      for (name, worse) in try facts.worsened() {
        #expect(rules.propose(worse).level >= level, "\(name) of \(facts)")
      }
    }
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `the order of rules changes neither level nor requirements`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    guard case .map(var file) = try Seed.ruleNode(), case .list(let list)? = file["rules"] else {
      Issue.record("the rule file is a map with a list of rules")
      return
    }
    file["rules"] = .list(list.shuffled(using: &generator))
    let shuffled = try BoundaryRuleSet(parsing: .map(file))
    for _ in 0..<20 {
      let facts = try BoundaryFacts.random(&generator)
      let (one, other) = (rules.propose(facts), shuffled.propose(facts))
      #expect(one.level == other.level)
      #expect(one.floor == other.floor)
      #expect(one.reviewMonths == other.reviewMonths)
      #expect(Set(one.requirements) == Set(other.requirements))
      #expect(Set(one.firings.map(\.effect)) == Set(other.firings.map(\.effect)))
    }
  }
}

extension BoundaryFacts {
  /// Each fact at random, unknown one time in eight.
  static func random(_ generator: inout SplitMix64) throws -> BoundaryFacts {
    func maybe<Value>(_ value: Value?) -> Value? { Int.random(in: 0..<8, using: &generator) == 0 ? nil : value }
    let traits = try TaskTraits(
      physical: .random(in: 1...5, using: &generator), interpersonal: .random(in: 1...5, using: &generator),
      uncertainty: .random(in: 1...5, using: &generator), expertise: .random(in: 1...5, using: &generator),
      enjoyment: .random(in: 1...5, using: &generator))
    return BoundaryFacts(
      exposure: maybe(Exposure.allCases.randomElement(using: &generator)),
      automation: maybe(AutomationPotential.allCases.randomElement(using: &generator)), traits: maybe(traits),
      irreversible: maybe(Bool.random(using: &generator)), affectsPerson: maybe(Bool.random(using: &generator)),
      dataClass: maybe(DataClass.allCases.randomElement(using: &generator)),
      aiSystem: maybe(LocalizedText(en: "Model", zh: "模型")),
      clearance: maybe(DataClass.allCases.randomElement(using: &generator)),
      riskClass: maybe(RiskClass.allCases.randomElement(using: &generator)),
      hasAccountableHuman: Bool.random(using: &generator), hasOverseer: Bool.random(using: &generator),
      overseerLevel: maybe(QuotientLevel.allCases.randomElement(using: &generator)),
      requiredLevel: maybe(QuotientLevel.allCases.randomElement(using: &generator)),
      desiredLevel: maybe(HumanAgencyLevel.allCases.randomElement(using: &generator)),
      feasibleLevel: maybe(HumanAgencyLevel.allCases.randomElement(using: &generator)))
  }

  /// These facts with one known fact a step nearer to danger; a lapsed level is the worst level.
  fileprivate func worsened() throws -> [(String, BoundaryFacts)] {
    var cases: [(String, BoundaryFacts)] = []
    func add(_ name: String, _ edit: (inout BoundaryFacts) throws -> Void) rethrows {
      var worse = self
      try edit(&worse)
      cases.append((name, worse))
    }
    if irreversible == false { add("irreversible") { $0.irreversible = true } }
    if affectsPerson == false { add("affectsPerson") { $0.affectsPerson = true } }
    if let traits {
      for trait in [TaskTraits.Trait.physical, .interpersonal, .uncertainty] where traits[trait] < 5 {
        try add(trait.rawValue) {
          $0.traits = try TaskTraits(
            physical: traits.physical + (trait == .physical ? 1 : 0),
            interpersonal: traits.interpersonal + (trait == .interpersonal ? 1 : 0),
            uncertainty: traits.uncertainty + (trait == .uncertainty ? 1 : 0), expertise: traits.expertise,
            enjoyment: traits.enjoyment)
        }
      }
    }
    if let next = DataClass.allCases.first(where: { $0 > dataClass ?? .restricted }) {
      add("dataClass") { $0.dataClass = next }
    }
    if let next = DataClass.allCases.last(where: { $0 < clearance ?? .public }) {
      add("clearance") { $0.clearance = next }
    }
    if let next = QuotientLevel.allCases.first(where: { $0 > requiredLevel ?? .l4 }) {
      add("requiredLevel") { $0.requiredLevel = next }
    }
    if requiredLevel == nil { add("a required level") { $0.requiredLevel = .l0 } }
    if overseerLevel != nil { add("a lapsed overseer") { $0.overseerLevel = nil } }
    if let next = QuotientLevel.allCases.last(where: { $0 < overseerLevel ?? .l0 }) {
      add("overseerLevel") { $0.overseerLevel = next }
    }
    if let automation, exposure != nil, let next = AutomationPotential(rawValue: automation.rawValue - 1) {
      add("automation") { $0.automation = next }
    }
    if aiSystem == nil { add("an AI system") { $0.aiSystem = LocalizedText(en: "Model", zh: "模型") } }
    return cases
  }
}
