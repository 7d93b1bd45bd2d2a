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
    let unknown = LocalizedText(en: "unknown", zh: "未知")
    guard let fact = BoundaryFact(rawValue: name), let value = context.value(of: fact) else { return unknown }
    return fact.type.text(of: value)
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
