import Readiness

/// What is told on the way.
extension Text {
  static let nothingThere = LocalizedText(en: "There is nothing to show.", zh: "没有可显示的内容。")
  static let readingRows = LocalizedText(en: "Reading rows", zh: "正在读取行")
  static let sending = LocalizedText(en: "Sending", zh: "正在发送")
  static let applying = LocalizedText(en: "The server is applying it…", zh: "服务器正在处理……")
  static let dryRun = LocalizedText(en: "This was a dry run: nothing was changed.", zh: "本次为试运行，未做任何更改。")

  static func unencrypted(_ server: String) -> LocalizedText {
    LocalizedText(
      en: "Warning: \(server) is not encrypted; your token can be read on its way. Use https.",
      zh: "警告：\(server) 未加密，令牌在传输途中可能被读取。请使用 https。")
  }

  static func tryingAgain(_ server: String) -> LocalizedText {
    LocalizedText(en: "\(server) does not answer; trying again…", zh: "\(server) 没有响应，正在重试……")
  }

  static func exportedRows(_ count: Int, to file: String) -> LocalizedText {
    LocalizedText(en: "Wrote \(count) rows to \(file).", zh: "已将 \(count) 行写入 \(file)。")
  }

  static func imported(_ counts: ImportCounts) -> LocalizedText {
    LocalizedText(
      en: "\(counts.created) created, \(counts.changed) changed, \(counts.unchanged) unchanged.",
      zh: "新建 \(counts.created) 条，更改 \(counts.changed) 条，未变 \(counts.unchanged) 条。")
  }
}
