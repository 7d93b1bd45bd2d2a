import Foundation
import Readiness
import Yams

/// The files that ship, as the product reads them.
enum Seed {
  private static let readNode = Result { try YAMLDecoder().decode(RuleNode.self, from: text("boundary-rules.yaml")) }
  private static let readRules = Result { try BoundaryRuleSet(parsing: readNode.get()) }
  private static let readProfile = Result {
    try YAMLDecoder().decode(IndexProfile.self, from: text("index-profiles/default.yaml"))
  }

  static func ruleNode() throws -> RuleNode { try readNode.get() }

  static func rules() throws -> BoundaryRuleSet { try readRules.get() }

  static func profile() throws -> IndexProfile { try readProfile.get() }

  static func activities() throws -> [Activity] {
    try YAMLDecoder().decode([Activity].self, from: text("activities.yaml"))
  }

  static func templates() throws -> [PlanTemplate] {
    try YAMLDecoder().decode([PlanTemplate].self, from: text("plan-templates.yaml"))
  }

  private static func text(_ path: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent("seed/\(path)"), encoding: .utf8)
  }
}

extension BoundaryFacts {
  /// Everything known, nothing dangerous; `edit` makes it otherwise.
  static func calm(
    _ exposure: Exposure = .e1, _ automation: AutomationPotential = .t4,
    _ edit: (inout BoundaryFacts) -> Void = { _ in }
  ) throws -> BoundaryFacts {
    var facts = BoundaryFacts(
      exposure: exposure, automation: automation, traits: try .rated(), irreversible: false, affectsPerson: false,
      dataClass: .internal, aiSystem: LocalizedText(en: "Copilot", zh: "助手"), clearance: .confidential,
      riskClass: .limited, hasAccountableHuman: true, hasOverseer: true, overseerLevel: .l2, requiredLevel: .l2,
      desiredLevel: .h3, feasibleLevel: .h2)
    edit(&facts)
    return facts
  }
}

extension TaskTraits {
  static func rated(
    physical: Int = 1, interpersonal: Int = 1, uncertainty: Int = 1, expertise: Int = 3, enjoyment: Int = 3
  ) throws -> TaskTraits {
    try TaskTraits(
      physical: physical, interpersonal: interpersonal, uncertainty: uncertainty, expertise: expertise,
      enjoyment: enjoyment)
  }
}

extension BoundaryProposal {
  /// The effects of one rule, in order.
  func effects(of rule: String) -> [String] { firings.filter { $0.rule == rule }.map(\.effect.description) }

  func reason(of rule: String) -> LocalizedText? { firings.first { $0.rule == rule }?.reason }
}
