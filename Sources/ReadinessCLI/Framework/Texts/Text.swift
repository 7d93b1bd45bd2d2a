import Readiness

/// Every text that the program writes besides its help, always in both languages.
///
/// Columns' titles are in `Text+Columns`, what can go wrong in `Text+Failures`, what is told on the way in `Text+Notes`.
enum Text {
  static let error = LocalizedText(en: "Error: ", zh: "错误：")
  static let examples = LocalizedText(en: "EXAMPLES:", zh: "示例：")
  static let yes = LocalizedText(en: "yes", zh: "是")
  static let no = LocalizedText(en: "no", zh: "否")

  static func truth(_ value: Bool) -> LocalizedText { value ? yes : no }
}
