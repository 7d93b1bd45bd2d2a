/// How far a large language model could shorten a task: the rubric of Eloundou et al., “GPTs are GPTs”.
///
/// The three labels are kinds, not steps: they have no order.
public enum Exposure: Int, Sendable, CaseIterable {
  /// No exposure.
  case e0 = 0
  /// Exposed to a model alone.
  case e1
  /// Exposed once software is built upon the model.
  case e2
}

extension Exposure: TextCoded {
  public static var expectation: String { "an exposure label, E0 to E2" }

  /// Reads `E0` … `E2`, in either case.
  public init?(_ description: String) {
    guard let number = numbered(description, by: "E"), let label = Exposure(rawValue: number) else { return nil }
    self = label
  }

  public var description: String { "E\(rawValue)" }

  public var name: LocalizedText {
    switch self {
    case .e0: LocalizedText(en: "Not exposed", zh: "未暴露")
    case .e1: LocalizedText(en: "Exposed to a model alone", zh: "仅凭模型即暴露")
    case .e2: LocalizedText(en: "Exposed with software around the model", zh: "需配套软件才暴露")
    }
  }
}

/// How much of a task could be automated, from T0 (none) to T4 (all of it).
public enum AutomationPotential: Int, Sendable, CaseIterable, Comparable {
  case t0 = 0
  case t1, t2, t3, t4

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension AutomationPotential: TextCoded {
  public static var expectation: String { "an automation label, T0 to T4" }

  /// Reads `T0` … `T4`, in either case.
  public init?(_ description: String) {
    guard let number = numbered(description, by: "T"), let label = AutomationPotential(rawValue: number) else {
      return nil
    }
    self = label
  }

  public var description: String { "T\(rawValue)" }

  public var name: LocalizedText {
    switch self {
    case .t0: LocalizedText(en: "Not automatable", zh: "不可自动化")
    case .t1: LocalizedText(en: "Slightly automatable", zh: "少量可自动化")
    case .t2: LocalizedText(en: "Half automatable", zh: "约一半可自动化")
    case .t3: LocalizedText(en: "Mostly automatable", zh: "大部分可自动化")
    case .t4: LocalizedText(en: "Fully automatable", zh: "完全可自动化")
    }
  }
}

/// The number of a two-character label such as `E1`; the letter is read in either case.
private func numbered(_ label: String, by letter: String) -> Int? {
  guard label.utf8.count == 2, label.prefix(1).uppercased() == letter else { return nil }
  return Int(label.dropFirst())
}

/// What a task is like to do: five ratings of 1 (hardly) to 5 (very much).
public struct TaskTraits: Hashable, Sendable {
  public enum Trait: String, Codable, Sendable, CaseIterable {
    case physical
    case interpersonal
    /// Uncertainty, or high stakes.
    case uncertainty
    /// Expertise in the domain.
    case expertise
    case enjoyment
  }

  public let physical: Int
  public let interpersonal: Int
  public let uncertainty: Int
  public let expertise: Int
  public let enjoyment: Int

  /// - Throws: `BoundaryError.traitOutOfRange` for the first rating outside 1 to 5.
  public init(
    physical: Int, interpersonal: Int, uncertainty: Int, expertise: Int, enjoyment: Int
  ) throws(BoundaryError) {
    self.physical = physical
    self.interpersonal = interpersonal
    self.uncertainty = uncertainty
    self.expertise = expertise
    self.enjoyment = enjoyment
    for trait in Trait.allCases where !(1...5).contains(self[trait]) {
      throw .traitOutOfRange(trait: trait, value: self[trait])
    }
  }

  /// 1 to 5.
  public subscript(trait: Trait) -> Int {
    switch trait {
    case .physical: physical
    case .interpersonal: interpersonal
    case .uncertainty: uncertainty
    case .expertise: expertise
    case .enjoyment: enjoyment
    }
  }
}

extension TaskTraits: Codable {
  /// - Throws: `DecodingError` that names the trait, also when a rating is outside 1 to 5.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    do {
      try self.init(
        physical: container.decode(Int.self, forKey: .physical),
        interpersonal: container.decode(Int.self, forKey: .interpersonal),
        uncertainty: container.decode(Int.self, forKey: .uncertainty),
        expertise: container.decode(Int.self, forKey: .expertise),
        enjoyment: container.decode(Int.self, forKey: .enjoyment))
    } catch let error as BoundaryError {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: error.message.en, underlyingError: error))
    }
  }
}
