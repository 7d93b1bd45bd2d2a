import Readiness
import Testing

@Suite("The ten boundary rules")
struct BoundaryRuleTests {
  private let rules: BoundaryRuleSet

  init() throws { rules = try Seed.rules() }

  private func propose(
    _ exposure: Exposure = .e1, _ automation: AutomationPotential = .t4,
    _ edit: (inout BoundaryFacts) -> Void = { _ in }
  ) throws -> BoundaryProposal {
    rules.propose(try .calm(exposure, automation, edit))
  }

  @Test(arguments: zip(Exposure.allCases, ["H5 H5 H4 H4 H4", "H4 H4 H3 H2 H1", "H4 H4 H3 H2 H2"]))
  func `rule 1 suggests by exposure and automation`(exposure: Exposure, row: String) throws {
    for (automation, level) in zip(AutomationPotential.allCases, row.split(separator: " ")) {
      let proposal = try propose(exposure, automation)
      #expect(proposal.suggestion == HumanAgencyLevel(String(level)), "\(exposure) × \(automation)")
      #expect(proposal.level == proposal.suggestion)
      #expect(proposal.floor == nil)
      #expect(proposal.flags == (exposure == .e0 && automation >= .t2 ? ["conflict"] : []))
      #expect(proposal.effects(of: "R1").first == "suggest \(level)")
    }
  }

  @Test func `a missing label falls back to H4 under a flag`() throws {
    for edit: (inout BoundaryFacts) -> Void in [{ $0.exposure = nil }, { $0.automation = nil }] {
      let proposal = try propose(.e1, .t4, edit)
      #expect(proposal.level == .h4)
      #expect(proposal.flags == ["labels_missing"])
      #expect(proposal.missing.count == 1)
    }
    let reason = try propose { $0.exposure = nil }.reason(of: "R1")
    #expect(reason?.en == "Not known yet: exposure. Until it is, a human drives and AI helps.")
    #expect(reason?.zh == "尚缺信息：暴露度。补全之前，由人主导、AI 辅助。")
  }

  @Test func `a missing fact that a floor depends upon falls back too, and never lowers a more human suggestion`()
    throws
  {
    let proposal = try propose { $0.irreversible = nil }
    #expect(proposal.level == .h4)
    #expect(proposal.floor == nil)
    #expect(proposal.missing == [.irreversible])
    #expect(try propose(.e0, .t0) { $0.traits = nil }.level == .h5)
    #expect(try propose { $0.traits = nil }.missing == [.uncertainty, .physical, .interpersonal])
  }

  @Test func `a fact that decides a floor makes another missing fact of it irrelevant`() throws {
    let proposal = try propose {
      $0.irreversible = true
      $0.traits = nil
    }
    #expect(proposal.missing == [.physical, .interpersonal])
    #expect(proposal.floor == .h4)
  }

  @Test func `rule 2 keeps what is irreversible or at high stakes at H4`() throws {
    #expect(try propose { $0.irreversible = true }.level == .h4)
    let stakes = try TaskTraits.rated(uncertainty: 4)
    #expect(try propose { $0.traits = stakes }.effects(of: "R2") == ["floor H4"])
    let less = try TaskTraits.rated(uncertainty: 3)
    #expect(try propose { $0.traits = less }.effects(of: "R2").isEmpty)
    #expect(
      try propose { $0.irreversible = true }.reason(of: "R2")?.en
        == "An error would be hard to live with (irreversible: yes; uncertainty or stakes: 1 of 5).")
  }

  @Test func `rule 3 keeps an effect on a person at H4, in the loop, with a qualified overseer`() throws {
    let proposal = try propose { $0.affectsPerson = true }
    #expect(proposal.level == .h4)
    #expect(proposal.requirements == [.inTheLoop, .namedOverseer, .qualifiedOverseer])
    #expect(try propose().requirements.isEmpty)
  }

  @Test func `rule 4 keeps data above the clearance with humans alone`() throws {
    let proposal = try propose { $0.dataClass = .restricted }
    #expect(proposal.level == .h5)
    #expect(proposal.floor == .h5)
    #expect(
      proposal.reason(of: "R4")
        == LocalizedText(
          en: "Data class “restricted” is above Copilot's clearance “confidential”.",
          zh: "数据级别“受限”高于 助手 的许可级别“机密”。"))
    #expect(try propose { $0.dataClass = .confidential }.effects(of: "R4").isEmpty)
  }

  @Test func `rule 4 has nothing to say where no AI system is approved`() throws {
    let proposal = try propose {
      $0.dataClass = .restricted
      $0.aiSystem = nil
      $0.clearance = nil
    }
    #expect(proposal.level == .h1)
    #expect(proposal.missing.isEmpty)
    #expect(try propose { $0.clearance = nil }.missing == [.clearance])
  }

  @Test(arguments: [TaskTraits.Trait.physical, .interpersonal])
  func `rule 5 keeps presence at H4`(trait: TaskTraits.Trait) throws {
    let traits = try TaskTraits.rated(
      physical: trait == .physical ? 4 : 3, interpersonal: trait == .interpersonal ? 4 : 3)
    #expect(try propose { $0.traits = traits }.effects(of: "R5") == ["floor H4"])
    let less = try TaskTraits.rated(physical: 3, interpersonal: 3)
    #expect(try propose { $0.traits = less }.effects(of: "R5").isEmpty)
  }

  @Test func `rule 6 blocks approval without an accountable human`() throws {
    #expect(try propose { $0.hasAccountableHuman = false }.effects(of: "R6") == ["block"])
    #expect(try propose().effects(of: "R6").isEmpty)
  }

  @Test func `rule 7 raises by one step while the overseer is below the required level`() throws {
    let below = try propose { $0.requiredLevel = .l3 }
    #expect(below.suggestion == .h1)
    #expect(below.level == .h2)
    #expect(below.firings.first { $0.rule == "R7" }?.level == .h2)
    #expect(try propose { $0.overseerLevel = .l3 }.level == .h1)
    #expect(try propose { $0.requiredLevel = nil }.level == .h1)
  }

  @Test func `rule 7 tightens when the overseer's level lapses, above the floors and never beyond H5`() throws {
    let lapsed = try propose {
      $0.overseerLevel = nil
      $0.irreversible = true
    }
    #expect(lapsed.floor == .h4)
    #expect(lapsed.level == .h5)
    #expect(try propose(.e0, .t0) { $0.overseerLevel = nil }.level == .h5)
  }

  @Test func `rule 8 asks for consultation when desired and feasible are two levels apart`() throws {
    let apart = try propose { $0.desiredLevel = .h4 }
    #expect(apart.requirements == [.consultation])
    #expect(apart.reason(of: "R8")?.en == "Employees want H4, experts hold H2 feasible: 2 levels apart.")
    #expect(try propose { $0.desiredLevel = .h1 }.requirements.isEmpty)
    #expect(try propose { $0.desiredLevel = nil }.requirements.isEmpty)
  }

  @Test func `rule 9 is stated by the rule set`() {
    #expect(rules.relaxingRule.code == "R9")
    #expect(rules.relaxingRule.reason.zh == "有权限者均可作出更偏向人的决定；放宽边界须有第二批准人。")
  }

  @Test func `rule 10 reviews after six months at H1, H2 or high risk, else after twelve`() throws {
    #expect(try propose(.e1, .t4).reviewMonths == 6)
    #expect(try propose(.e1, .t3).reviewMonths == 6)
    #expect(try propose(.e1, .t2).reviewMonths == 12)
    #expect(try propose(.e1, .t2) { $0.riskClass = .high }.reviewMonths == 6)
    #expect(try propose(.e1, .t2) { $0.riskClass = .high }.effects(of: "R10-default").isEmpty)
    #expect(try propose(.e1, .t2).effects(of: "R10-default") == ["review 12"])
  }

  @Test func `the review follows the level decided, not the one proposed`() throws {
    let facts = try BoundaryFacts.calm(.e1, .t2)
    #expect(rules.propose(facts).level == .h3)
    #expect(rules.reviewMonths(at: .h2, facts: facts) == 6)
    #expect(rules.reviewMonths(at: .h3, facts: facts) == 12)
  }

  @Test func `firings are the suggestion, floors, raises and then the rest`() throws {
    let proposal = try propose {
      $0.affectsPerson = true
      $0.irreversible = true
      $0.requiredLevel = .l4
      $0.hasAccountableHuman = false
    }
    #expect(
      proposal.firings.map { "\($0.rule) \($0.effect)" } == [
        "R1 suggest H1", "R2 floor H4", "R3 floor H4", "R7 raise", "R3 require in_the_loop",
        "R3 require named_overseer", "R3 require qualified_overseer", "R6 block", "R10-default review 12",
      ])
  }
}
