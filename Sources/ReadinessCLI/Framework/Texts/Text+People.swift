import Readiness

/// What is told of people's imports and exports.
extension Text {
  static let fetchingPeople = LocalizedText(en: "Fetching people", zh: "正在获取人员")

  static func exported(_ count: Int, to file: String) -> LocalizedText {
    LocalizedText(en: "Wrote \(count) people to \(file).", zh: "已将 \(count) 人写入 \(file)。")
  }

  static func tableNameExpected(_ file: String) -> LocalizedText {
    LocalizedText(
      en: "“\(file)” ends neither in .csv nor in .xlsx. Name the file so.", zh: "“\(file)”应以 .csv 或 .xlsx 结尾。")
  }

  static func imported(_ result: ImportPeople.Result) -> [LocalizedText] {
    let ignored =
      result.ignoredColumns.isEmpty
      ? []
      : [
        LocalizedText(
          en: "Columns that no field uses: \(result.ignoredColumns.joined(separator: ", "))",
          zh: "未使用的列：\(result.ignoredColumns.joined(separator: "、"))")
      ]
    return [
      LocalizedText(
        en: "\(result.joined) joined, \(result.changed) changed, \(result.returned) returned, \(result.left) left, "
          + "\(result.unchanged) unchanged, \(result.ignored) ignored.",
        zh: "新入职 \(result.joined) 人，变更 \(result.changed) 人，返岗 \(result.returned) 人，离职 \(result.left) 人，"
          + "未变 \(result.unchanged) 人，忽略 \(result.ignored) 人。")
    ] + ignored
  }

  static func kind(_ kind: ImportPeople.Difference.Kind) -> LocalizedText {
    switch kind {
    case .joined: LocalizedText(en: "joined", zh: "入职")
    case .changed: LocalizedText(en: "changed", zh: "变更")
    case .returned: LocalizedText(en: "returned", zh: "返岗")
    case .left: LocalizedText(en: "left", zh: "离职")
    }
  }

  static func noProfile(_ name: String, _ places: [String]) -> LocalizedText {
    LocalizedText(
      en: "There is no mapping “\(name)” (\(places.joined(separator: ", "))). Save one with --save-profile.",
      zh: "没有列映射“\(name)”（\(places.joined(separator: "、"))）。可用 --save-profile 保存。")
  }

  static func badProfileName(_ name: String) -> LocalizedText {
    LocalizedText(
      en: "“\(name)” cannot be a file's name. Use letters, digits and hyphens.", zh: "“\(name)”不能用作文件名。请使用字母、数字和连字符。")
  }

  static func profileSaved(_ path: String) -> LocalizedText {
    LocalizedText(en: "Saved the mapping as \(path).", zh: "列映射已保存为 \(path)。")
  }
}
