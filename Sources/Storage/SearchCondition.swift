import Postgres

/// A search for words, each of which must stand somewhere in a text, in either case; parts of words count as well, so that
/// Chinese is found.
///
/// The rows of one organisation are read through: its policy comes before every index on text, for comparing texts might
/// betray others' (`LEAKPROOF`). Twenty thousand statements take some tens of milliseconds.
struct SearchCondition {
  private let phrase: String
  private let words: [String]

  /// - Parameter text: nil or blank finds everything.
  init(_ text: String?) {
    words = (text ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    phrase = words.joined(separator: " ")
  }

  var isEmpty: Bool { words.isEmpty }

  /// Whether `text` has all the words.
  func found(in text: SQL) -> SQL {
    isEmpty
      ? "true"
      : """
      NOT EXISTS (SELECT FROM unnest(\(words)) AS wanted (word)
        WHERE strpos(lower(\(fragment: text)), lower(wanted.word)) = 0)
      """
  }

  /// What is found best comes first: by its code, by the beginning of its name, within its name, elsewhere.
  func rank(code: SQL, names: [SQL]) -> SQL {
    guard !isEmpty else { return "NULL::int" }
    let begins = names.map { "starts_with(lower(\(fragment: $0)), lower(\(phrase)))" as SQL }
    let within = names.map { "strpos(lower(\(fragment: $0)), lower(\(phrase))) > 0" as SQL }
    return """
      CASE WHEN lower(\(fragment: code)) = lower(\(phrase)) THEN 0
        WHEN \(fragment: begins.joined(separator: " OR ")) THEN 1
        WHEN \(fragment: within.joined(separator: " OR ")) THEN 2 ELSE 3 END
      """
  }
}
