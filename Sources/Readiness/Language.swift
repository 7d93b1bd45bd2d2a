/// The languages that every shipped text exists in.
public enum Language: String, Codable, Sendable, CaseIterable {
  case en
  case zh

  /// The BCP 47 tag: `en` or `zh-Hans`.
  public var tag: String { self == .zh ? "zh-Hans" : "en" }
}

/// One text in both languages.
public struct LocalizedText: Codable, Hashable, Sendable {
  public let en: String
  public let zh: String

  public init(en: String, zh: String) {
    self.en = en
    self.zh = zh
  }

  /// Nothing, in either.
  public static let empty = LocalizedText(en: "", zh: "")

  public subscript(language: Language) -> String {
    language == .zh ? zh : en
  }
}
