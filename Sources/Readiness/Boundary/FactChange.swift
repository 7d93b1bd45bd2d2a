/// One fact as it would be, in a question that begins with “what if”: `data_class=restricted`, `overseer_level=unknown`.
///
/// An AI system is written by its code, or `none`; it brings its clearance and its risk class along.
public struct FactChange: Sendable, Equatable {
  public enum Value: Sendable, Equatable {
    case unknown
    case rank(Int)
    /// Code of the one AI system that would be approved; nil for none.
    case aiSystem(String?)
  }

  public let fact: BoundaryFact
  public let value: Value

  /// - Throws: what is wrong with `text`, and what may be written.
  public init(parsing text: String) throws(Refusal) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { throw .unreadable(text) }
    guard let fact = BoundaryFact(rawValue: parts[0]), fact.isGiven else { throw .notAFact(parts[0]) }
    self.fact = fact
    switch (fact, parts[1]) {
    case (.aiSystem, "none"), (.aiSystem, "unknown"): value = .aiSystem(nil)
    case (.aiSystem, let code) where !code.isEmpty: value = .aiSystem(code)
    case (_, "unknown") where !fact.isAlwaysKnown: value = .unknown
    case (_, let literal):
      guard let rank = fact.type.rank(of: RuleNode(literal: literal)) else { throw .wrongValue(literal, of: fact) }
      value = .rank(rank)
    }
  }
}

extension BoundaryFact {
  /// False for what follows from other facts, and for the level that the rules make.
  var isGiven: Bool { self != .agencyGap && self != .level }

  /// True for facts that are either so or not.
  var isAlwaysKnown: Bool { self == .hasAccountableHuman || self == .hasOverseer || self == .consulted }
}

extension BoundaryFacts {
  /// These facts with some of them otherwise. AI systems are put in their place by whoever knows them.
  ///
  /// - Throws: when one trait is given while the others are not known.
  public func supposing(_ changes: [FactChange]) throws(Refusal) -> BoundaryFacts {
    var facts = self
    var ratings: [TaskTraits.Trait: Int?] = [:]
    for change in changes {
      let rank: Int? = if case .rank(let rank) = change.value { rank } else { nil }
      if let trait = TaskTraits.Trait(rawValue: change.fact.rawValue) {
        ratings[trait] = rank
      } else {
        facts.set(change.fact, rank)
      }
    }
    if !ratings.isEmpty { facts.traits = try traits(with: ratings) }
    return facts
  }

  private func traits(with ratings: [TaskTraits.Trait: Int?]) throws(Refusal) -> TaskTraits? {
    if ratings.values.contains(nil) { return nil }
    func rating(_ trait: TaskTraits.Trait) throws(Refusal) -> Int {
      if let given = ratings[trait] ?? nil { return given }
      guard let known = traits?[trait] else { throw .traitsMissing(trait) }
      return known
    }
    let (physical, interpersonal) = (try rating(.physical), try rating(.interpersonal))
    let (uncertainty, expertise) = (try rating(.uncertainty), try rating(.expertise))
    let enjoyment = try rating(.enjoyment)
    return try? TaskTraits(
      physical: physical, interpersonal: interpersonal, uncertainty: uncertainty, expertise: expertise,
      enjoyment: enjoyment)
  }

  private mutating func set(_ fact: BoundaryFact, _ rank: Int?) {
    switch fact {
    case .exposure: exposure = rank.flatMap(Exposure.init)
    case .automation: automation = rank.flatMap(AutomationPotential.init)
    case .labelsDisagree: labelsDisagree = rank.map { $0 == 1 }
    case .irreversible: irreversible = rank.map { $0 == 1 }
    case .affectsPerson: affectsPerson = rank.map { $0 == 1 }
    case .dataClass: dataClass = rank.map { DataClass.allCases[$0] }
    case .clearance: clearance = rank.map { DataClass.allCases[$0] }
    case .riskClass: riskClass = rank.map { RiskClass.allCases[$0] }
    case .hasAccountableHuman: hasAccountableHuman = rank == 1
    case .hasOverseer: hasOverseer = rank == 1
    case .consulted: consulted = rank == 1
    case .overseerLevel: overseerLevel = rank.flatMap(QuotientLevel.init)
    case .requiredLevel: requiredLevel = rank.flatMap(QuotientLevel.init)
    case .desiredLevel:
      desiredLevel = rank.flatMap(HumanAgencyLevel.init)
      // What is supposed is nobody's answer.
      isDesiredLevelConfidential = nil
    case .feasibleLevel: feasibleLevel = rank.flatMap(HumanAgencyLevel.init)
    case .physical, .interpersonal, .uncertainty, .expertise, .enjoyment, .aiSystem, .agencyGap, .level: break
    }
  }
}

extension RuleNode {
  /// A value as a command line writes it.
  fileprivate init(literal: String) {
    switch literal {
    case "true", "yes": self = .boolean(true)
    case "false", "no": self = .boolean(false)
    default: self = Int(literal).map(RuleNode.integer) ?? .text(literal)
    }
  }
}

extension Refusal {
  fileprivate static func unreadable(_ text: String) -> Refusal {
    .invalid(
      "invalid-supposition", field: "set",
      en: "“\(text.prefix(80))” supposes nothing. Write fact=value, as data_class=restricted.",
      zh: "无法理解“\(text.prefix(80))”。请写成 事实=值，例如 data_class=restricted。")
  }

  fileprivate static func notAFact(_ name: String) -> Refusal {
    let known = BoundaryFact.allCases.filter(\.isGiven).map(\.rawValue).joined(separator: ", ")
    return .invalid(
      "unknown-fact", field: "set", en: "“\(name.prefix(60))” is no fact that can be supposed. Use one of \(known).",
      zh: "“\(name.prefix(60))”不是可以假设的事实。可用：\(known)。")
  }

  fileprivate static func wrongValue(_ value: String, of fact: BoundaryFact) -> Refusal {
    let orUnknown = fact.isAlwaysKnown ? LocalizedText.empty : LocalizedText(en: ", or unknown", zh: "，或 unknown")
    return .invalid(
      "wrong-value", field: "set",
      en: "“\(value.prefix(60))” is no value of \(fact.rawValue). Write \(fact.type.expectation.en)\(orUnknown.en).",
      zh: "“\(value.prefix(60))”不是 \(fact.rawValue) 的值。应为：\(fact.type.expectation.zh)\(orUnknown.zh)。")
  }

  fileprivate static func traitsMissing(_ trait: TaskTraits.Trait) -> Refusal {
    .invalid(
      "traits-missing", field: "set",
      en: "The task's traits are not known. Suppose all five; \(trait.rawValue) is missing.",
      zh: "该任务的特征未知。请同时假设全部五项；缺少 \(trait.rawValue)。")
  }
}
