/// A reason in both languages with `{fact}` wherever the value of a fact belongs.
struct ReasonTemplate: Sendable, Equatable {
  let text: LocalizedText

  /// Stands for the names of all facts that are missing; for the fallback suggestion alone.
  static let missing = "missing"

  /// The names between braces, in the text's order.
  static func placeholders(in text: String) -> [String] {
    var names: [String] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      names.append(String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return names
  }

  /// The reason as it reads for these facts; a fact that is not known reads “unknown”.
  func filled(_ context: RuleContext, missing: [BoundaryFact] = []) -> LocalizedText {
    LocalizedText(
      en: ReasonTemplate.fill(text.en) { value(of: $0, in: context, missing: missing).en },
      zh: ReasonTemplate.fill(text.zh) { value(of: $0, in: context, missing: missing).zh })
  }

  private func value(of name: String, in context: RuleContext, missing: [BoundaryFact]) -> LocalizedText {
    if name == ReasonTemplate.missing {
      return LocalizedText(
        en: missing.map(\.name.en).joined(separator: ", "), zh: missing.map(\.name.zh).joined(separator: "、"))
    }
    guard let fact = BoundaryFact(rawValue: name) else { return .unknown }
    return context.facts.text(of: fact, level: context.level)
  }

  private static func fill(_ text: String, _ value: (String) -> String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open] + value(String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}

extension BoundaryFacts {
  /// How a fact reads in a sentence; one that is not known reads “unknown”, what must not be told “confidential”.
  func text(of fact: BoundaryFact, level: HumanAgencyLevel? = nil) -> LocalizedText {
    if isDesiredLevelConfidential == true && [.desiredLevel, .agencyGap].contains(fact) { return .confidential }
    return value(of: fact, level: level).map(fact.type.text) ?? .unknown
  }
}

extension LocalizedText {
  fileprivate static let confidential = LocalizedText(
    en: "confidential, fewer than \(ConsultationAnswers.least) answers",
    zh: "保密，答复少于 \(ConsultationAnswers.least) 份")
  fileprivate static let unknown = LocalizedText(en: "unknown", zh: "未知")
}
