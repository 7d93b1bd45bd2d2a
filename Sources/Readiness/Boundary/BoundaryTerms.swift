/// What one version of a boundary says beside its level and its people.
public struct BoundaryTerms: Codable, Sendable, Equatable {
  /// Why a human keeps a share of the task; each once, in the enumeration's order.
  public var rationale: [RationaleCode]
  /// Whom the task's outcome concerns; empty: not said.
  public var personsAffected: LocalizedText
  /// Which of the AI systems that take part in the task may be used for it.
  public var aiSystems: AISystemChoice
  /// What must never be entered into an AI system; empty: nothing beyond the data class.
  public var forbiddenInputs: LocalizedText
  /// How a human stops the AI, or overrides what it did; empty: not said.
  public var stopProcedure: LocalizedText
  /// Who does the work, who is asked before and who is told after: the R, C and I of RACI. The A is a person.
  public var responsible: String
  public var consulted: String
  public var informed: String
  /// Each use of an AI system is logged.
  public var isLogged: Bool
  /// Whoever is concerned is told that an AI system takes part.
  public var isDisclosed: Bool

  public init(
    rationale: [RationaleCode] = [], personsAffected: LocalizedText = .empty, aiSystems: AISystemChoice = .all,
    forbiddenInputs: LocalizedText = .empty, stopProcedure: LocalizedText = .empty, responsible: String = "",
    consulted: String = "", informed: String = "", isLogged: Bool = true, isDisclosed: Bool = false
  ) {
    self.rationale = rationale
    self.personsAffected = personsAffected
    self.aiSystems = aiSystems
    self.forbiddenInputs = forbiddenInputs
    self.stopProcedure = stopProcedure
    self.responsible = responsible
    self.consulted = consulted
    self.informed = informed
    self.isLogged = isLogged
    self.isDisclosed = isDisclosed
  }

  /// A change of some terms; nil leaves one as it is.
  public struct Edit: Codable, Sendable, Equatable {
    public var rationale: [RationaleCode]?
    public var personsAffected: LocalizedText?
    public var aiSystems: AISystemChoice?
    public var forbiddenInputs: LocalizedText?
    public var stopProcedure: LocalizedText?
    public var responsible: String?
    public var consulted: String?
    public var informed: String?
    public var isLogged: Bool?
    public var isDisclosed: Bool?

    public init() {}
  }

  public func applying(_ edit: Edit?) -> BoundaryTerms {
    guard let edit else { return self }
    let given = edit.rationale ?? rationale
    return BoundaryTerms(
      rationale: RationaleCode.allCases.filter(given.contains),
      personsAffected: edit.personsAffected ?? personsAffected, aiSystems: edit.aiSystems ?? aiSystems,
      forbiddenInputs: edit.forbiddenInputs ?? forbiddenInputs, stopProcedure: edit.stopProcedure ?? stopProcedure,
      responsible: edit.responsible ?? responsible, consulted: edit.consulted ?? consulted,
      informed: edit.informed ?? informed, isLogged: edit.isLogged ?? isLogged,
      isDisclosed: edit.isDisclosed ?? isDisclosed)
  }
}

extension BoundaryTerms {
  /// Characters that a text may have, in each language.
  public static let textLimit = 2_000
  /// Characters that a party of RACI may have.
  public static let partyLimit = 300
}

extension BoundaryTerms.Edit {
  /// - Throws: the first text that is too long, or stands in one language only, by its field.
  public func check() throws(Refusal) {
    for (field, text) in [
      ("personsAffected", personsAffected), ("forbiddenInputs", forbiddenInputs), ("stopProcedure", stopProcedure),
    ] {
      guard let text else { continue }
      if text.en.isEmpty != text.zh.isEmpty {
        throw .invalid(
          "one-language", field: "terms.\(field)", en: "Give this text in English and in Chinese, or leave both empty.",
          zh: "请同时提供英文和中文文本，或两者都留空。")
      }
      for words in [text.en, text.zh] { try Self.check(words, BoundaryTerms.textLimit, field) }
    }
    for (field, party) in [("responsible", responsible), ("consulted", consulted), ("informed", informed)] {
      try Self.check(party ?? "", BoundaryTerms.partyLimit, field)
    }
  }

  private static func check(_ text: String, _ limit: Int, _ field: String) throws(Refusal) {
    guard text.count > limit else { return }
    throw .invalid(
      "too-long", field: "terms.\(field)",
      en: "The text has \(text.count) characters; at most \(limit) are allowed. Shorten it.",
      zh: "文本有 \(text.count) 个字符，最多允许 \(limit) 个，请缩短。")
  }
}

/// Which of a task's AI systems a boundary approves: `all`, `none`, or codes with a space between them.
public enum AISystemChoice: Sendable, Hashable {
  /// Whatever takes part in the task, now and later.
  case all
  /// Those of the task's with these codes: in order, each once; none when empty.
  case only([String])

  public func includes(_ code: String) -> Bool {
    switch self {
    case .all: true
    case .only(let codes): codes.contains(code)
    }
  }

  /// Nil for all.
  public var codes: [String]? {
    switch self {
    case .all: nil
    case .only(let codes): codes
    }
  }
}

extension AISystemChoice: TextCoded {
  public static var expectation: String { "all, none, or codes of AI systems with a space between them" }

  public init?(_ description: String) {
    let words = description.split(separator: " ").map(String.init)
    switch words {
    case []: return nil
    case ["all"]: self = .all
    case ["none"]: self = .only([])
    default: self = .only(Set(words).sorted())
    }
  }

  public var description: String {
    switch self {
    case .all: "all"
    case .only(let codes): codes.isEmpty ? "none" : codes.joined(separator: " ")
    }
  }
}
