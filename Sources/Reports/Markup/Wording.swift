import Readiness

/// What a page can say: something with a written form in every language.
protocol Wording: Sendable {
  func text(in language: Language) -> String
}

/// A text that is the same in both languages: a number, a code, a name of a class.
extension String: Wording {
  func text(in language: Language) -> String { self }
}

extension LocalizedText: Wording {
  func text(in language: Language) -> String { self[language] }
}

/// 2026-11-23 in English, 2026年11月23日 in Chinese.
extension Day: Wording {
  func text(in language: Language) -> String {
    let (year, month, day) = components
    return language == .zh ? "\(year)年\(month)月\(day)日" : description
  }
}

extension Wording {
  /// The written form in both languages, to be set into a sentence.
  var localized: LocalizedText { LocalizedText(en: text(in: .en), zh: text(in: .zh)) }
}
