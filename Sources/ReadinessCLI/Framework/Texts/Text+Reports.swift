import Readiness

/// What is told of reports.
extension Text {
  /// What became of a due run: `claimed` until it is delivered.
  static func runStatus(_ status: String) -> LocalizedText {
    status == "delivered"
      ? LocalizedText(en: "delivered", zh: "已交付") : LocalizedText(en: "being written", zh: "生成中")
  }

  static let every = LocalizedText(en: "Every", zh: "周期")
  static let file = LocalizedText(en: "File", zh: "文件")
  static let format = LocalizedText(en: "Format", zh: "格式")
  static let reportKind = LocalizedText(en: "Report", zh: "报告")
  static let workbookNeedsFile = LocalizedText(
    en: "A workbook goes to a file that ends in .xlsx: --output FILE.xlsx", zh: "工作簿须写入以 .xlsx 结尾的文件：--output 文件.xlsx")
  static let personAlone = LocalizedText(
    en: "A person's report is of that person alone: leave out --unit and --role.", zh: "个人报告仅针对此人：请去掉 --unit 与 --role。")
  static let lastDue = LocalizedText(en: "Last due", zh: "最近到期")
  static let timeZone = LocalizedText(en: "Time zone", zh: "时区")
  static let nothingDue = LocalizedText(en: "Nothing is due.", zh: "没有到期的报告。")
  static let dueExpected = LocalizedText(en: "Say which reports: --due", zh: "请指明要生成的报告：--due")
  static let everyOrEnd = LocalizedText(
    en: "Say how often (--every month), or end the schedule (--end).", zh: "请指定周期（--every month），或结束安排（--end）。")

  static func written(_ file: String) -> LocalizedText {
    LocalizedText(en: "Wrote \(file)", zh: "已写入 \(file)")
  }
}
