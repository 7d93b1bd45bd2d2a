/// The value of a fact: its rank within its type, or a name.
enum FactValue: Sendable, Equatable {
  case rank(Int)
  case name(LocalizedText)
}

/// The type of a fact: which literals a rule may compare it with, whether they have an order, and how it reads.
enum FactType: Sendable, Equatable {
  case exposure
  case automation
  /// 1 to 5.
  case rating
  case boolean
  case dataClass
  case riskClass
  case quotientLevel
  case agencyLevel
  /// 0 to 4.
  case steps
  case name

  /// False where “at least” would have no meaning.
  var isOrdered: Bool {
    switch self {
    case .exposure, .boolean, .name: false
    case .automation, .rating, .dataClass, .riskClass, .quotientLevel, .agencyLevel, .steps: true
    }
  }

  /// What a rule may write, for error messages.
  var expectation: LocalizedText {
    switch self {
    case .exposure: LocalizedText(en: "E0 to E2", zh: "E0 至 E2")
    case .automation: LocalizedText(en: "T0 to T4", zh: "T0 至 T4")
    case .rating: LocalizedText(en: "a whole number, 1 to 5", zh: "1 至 5 的整数")
    case .boolean: LocalizedText(en: "true or false", zh: "true 或 false")
    case .dataClass:
      LocalizedText(en: "public, internal, confidential or restricted", zh: "public、internal、confidential 或 restricted")
    case .riskClass: LocalizedText(en: "minimal, limited or high", zh: "minimal、limited 或 high")
    case .quotientLevel: LocalizedText(en: "L0 to L4", zh: "L0 至 L4")
    case .agencyLevel: LocalizedText(en: "H1 to H5", zh: "H1 至 H5")
    case .steps: LocalizedText(en: "a whole number, 0 to 4", zh: "0 至 4 的整数")
    case .name: LocalizedText(en: "known: true or known: false", zh: "known: true 或 known: false")
    }
  }

  /// - Returns: the rank of a literal, or nil when it is not of this type.
  func rank(of literal: RuleNode) -> Int? {
    switch (self, literal) {
    case (.exposure, .text(let text)): Exposure(text)?.rawValue
    case (.automation, .text(let text)): AutomationPotential(text)?.rawValue
    case (.rating, .integer(let number)): (1...5).contains(number) ? number : nil
    case (.steps, .integer(let number)): (0...4).contains(number) ? number : nil
    case (.boolean, .boolean(let flag)): flag ? 1 : 0
    case (.dataClass, .text(let text)): DataClass(rawValue: text)?.rank
    case (.riskClass, .text(let text)): RiskClass(rawValue: text)?.rank
    case (.quotientLevel, .text(let text)): QuotientLevel(text)?.rawValue
    case (.agencyLevel, .text(let text)): HumanAgencyLevel(text)?.rawValue
    default: nil
    }
  }

  /// The literal with that rank, as a rule file writes it.
  func literal(of rank: Int) -> RuleNode {
    switch self {
    case .rating, .steps: .integer(rank)
    case .boolean: .boolean(rank == 1)
    case .exposure: .text("E\(rank)")
    case .automation: .text("T\(rank)")
    case .quotientLevel: .text("L\(rank)")
    case .agencyLevel: .text("H\(rank)")
    case .dataClass: .text(DataClass.allCases[rank].rawValue)
    case .riskClass: .text(RiskClass.allCases[rank].rawValue)
    case .name: .text("")
    }
  }

  /// How a value reads in a sentence.
  func text(of value: FactValue) -> LocalizedText {
    switch (self, value) {
    case (_, .name(let name)): name
    case (.boolean, .rank(let rank)):
      rank == 1 ? LocalizedText(en: "yes", zh: "是") : LocalizedText(en: "no", zh: "否")
    case (.dataClass, .rank(let rank)): DataClass.allCases[rank].name
    case (.riskClass, .rank(let rank)): RiskClass.allCases[rank].name
    case (.rating, .rank(let rank)), (.steps, .rank(let rank)): LocalizedText(en: "\(rank)", zh: "\(rank)")
    case (.exposure, .rank(let rank)): LocalizedText(en: "E\(rank)", zh: "E\(rank)")
    case (.automation, .rank(let rank)): LocalizedText(en: "T\(rank)", zh: "T\(rank)")
    case (.quotientLevel, .rank(let rank)): LocalizedText(en: "L\(rank)", zh: "L\(rank)")
    case (.agencyLevel, .rank(let rank)): LocalizedText(en: "H\(rank)", zh: "H\(rank)")
    case (.name, .rank): LocalizedText(en: "", zh: "")
    }
  }
}
