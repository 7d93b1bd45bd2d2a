import Readiness

/// Words that every report shares.
enum CommonText {
  static let fewerThanFive = LocalizedText(en: "fewer than 5", zh: "少于 5 人")
  static let withheld = LocalizedText(en: "withheld", zh: "暂不公布")
  static let nothing = LocalizedText(en: "nothing", zh: "无")
  static let tables = LocalizedText(en: "The figures in numbers", zh: "图表数据")
  static let toTable = LocalizedText(en: "All numbers in the table", zh: "查看完整数据表")
  static let scrollable = LocalizedText(en: "table, scrolls sideways", zh: "表格，可横向滚动")

  static let sources = LocalizedText(en: "Sources of texts", zh: "文本来源")

  static func pageTitle(_ kind: LocalizedText, _ subject: LocalizedText, _ day: Day) -> LocalizedText {
    LocalizedText(en: "\(kind.en) – \(subject.en) – \(day)", zh: "\(kind.zh) – \(subject.zh) – \(day.text(in: .zh))")
  }

  static func colophon(_ day: Day) -> LocalizedText {
    LocalizedText(
      en: "Made by Readiness from the records as of \(day).", zh: "由 Readiness 根据截至 \(day.text(in: .zh)) 的记录生成。")
  }

  static func item(_ name: LocalizedText, value: any Wording) -> LocalizedText {
    LocalizedText(en: "\(name.en): \(value.text(in: .en))", zh: "\(name.zh)：\(value.text(in: .zh))")
  }

  /// “H1 AI alone: 12”; without a count, “fewer than 5”.
  static func item(_ name: LocalizedText, count: Int?) -> LocalizedText {
    item(name, value: count.map { Numeral.integer($0).localized } ?? fewerThanFive)
  }

  static func list(_ items: [LocalizedText]) -> LocalizedText {
    LocalizedText(en: items.map(\.en).joined(separator: "; "), zh: items.map(\.zh).joined(separator: "；"))
  }
}
