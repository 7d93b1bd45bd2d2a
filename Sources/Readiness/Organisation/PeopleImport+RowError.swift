extension PeopleImport {
  /// One thing that is wrong with one row, for the person who can correct the file.
  public struct RowError: Codable, Sendable, Equatable {
    /// As the file shows it. 1 is the header, and stands for the file as a whole.
    public var row: Int
    /// The column's name in the file; nil when the row or the file as a whole is meant.
    public var column: String?
    public var code: Code
    /// What is wrong and what to do.
    public var message: LocalizedText

    /// Stable: scripts and translations rest on the raw values.
    public enum Code: String, Codable, Sendable, CaseIterable {
      case missingColumn = "missing-column"
      case ambiguousColumn = "ambiguous-column"
      case required
      case tooLong = "too-long"
      case controlCharacter = "control-character"
      case invalidDate = "invalid-date"
      case ambiguousDate = "ambiguous-date"
      case endBeforeStart = "end-before-start"
      case invalidEmail = "invalid-email"
      case invalidLocale = "invalid-locale"
      case duplicateExternalID = "duplicate-external-id"
      case duplicateEmail = "duplicate-email"
      case unknownUnit = "unknown-unit"
      case unknownRole = "unknown-role"
      case unknownManager = "unknown-manager"
      case selfManager = "self-manager"
      case managerLeaving = "manager-leaving"
      case leaverStillManages = "leaver-still-manages"
      case managerCycle = "manager-cycle"
      case tooManyLeavers = "too-many-leavers"
    }
  }

  /// What is wrong, before it is known where.
  struct Finding: Error {
    let code: RowError.Code
    let message: LocalizedText

    init(_ code: RowError.Code, en: String, zh: String) {
      self.code = code
      message = LocalizedText(en: en, zh: zh)
    }

    func at(row: Int, column: String? = nil) -> RowError {
      RowError(row: row, column: column, code: code, message: message)
    }
  }
}

extension PeopleImport.Finding {
  /// Enough of a cell to recognise it by.
  private static func shown(_ text: String) -> String { text.count > 60 ? "\(text.prefix(60))…" : text }

  static func missingColumn(_ field: PersonRecord.Field, wanted: String, header: [String]) -> Self {
    let offered = header.map { "“\(shown($0))”" }
    return Self(
      .missingColumn,
      en: "The file has no column “\(wanted)” for \(field.rawValue). It has \(offered.joined(separator: ", ")). "
        + "Rename one of them, or name it in the column mapping.",
      zh: "文件中没有用于 \(field.rawValue) 的列“\(wanted)”。现有的列：\(offered.joined(separator: "、"))。"
        + "请修改列名，或在列映射中指定。")
  }

  static func ambiguousColumn(_ field: PersonRecord.Field, _ first: String, _ second: String) -> Self {
    Self(
      .ambiguousColumn,
      en: "Both “\(first)” and “\(second)” could be \(field.rawValue). Name one of them in the column mapping.",
      zh: "“\(first)”与“\(second)”都可能是 \(field.rawValue)。请在列映射中指定其中一列。")
  }

  static let required = Self(
    .required, en: "This cell must not be empty. Fill it in.", zh: "此单元格不能为空，请填写。")

  static func tooLong(_ length: Int, limit: Int) -> Self {
    Self(
      .tooLong, en: "The text has \(length) characters; at most \(limit) are allowed. Shorten it.",
      zh: "文本有 \(length) 个字符，最多允许 \(limit) 个，请缩短。")
  }

  static let controlCharacter = Self(
    .controlCharacter, en: "The cell holds a line break or another control character. Remove it.",
    zh: "单元格中含有换行符或其他控制字符，请删除。")

  static func invalidDate(_ text: String) -> Self {
    let isSerial = text.utf8.count == 5 && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    return Self(
      .invalidDate,
      en: "“\(shown(text))” is not a date. "
        + (isSerial ? "It looks like a spreadsheet's day number: format the column as dates." : "Write YYYY-MM-DD."),
      zh: "“\(shown(text))”不是日期。" + (isSerial ? "看起来是电子表格的日期序号，请将该列设为日期格式。" : "请写成 YYYY-MM-DD。"))
  }

  static func ambiguousDate(_ text: String) -> Self {
    Self(
      .ambiguousDate,
      en: "“\(shown(text))” does not say which number is the day and which the month. Write YYYY-MM-DD.",
      zh: "“\(shown(text))”无法判断哪个是日、哪个是月。请写成 YYYY-MM-DD。")
  }

  static func endBeforeStart(_ end: Day, start: Day) -> Self {
    Self(
      .endBeforeStart, en: "The end date \(end) is before the start date \(start). Correct one of them.",
      zh: "离职日期 \(end) 早于入职日期 \(start)，请更正其中之一。")
  }

  static func invalidEmail(_ text: String) -> Self {
    Self(
      .invalidEmail, en: "“\(shown(text))” is not an e-mail address. Correct it or leave the cell empty.",
      zh: "“\(shown(text))”不是有效的邮箱地址，请更正或留空。")
  }

  static func invalidLocale(_ text: String) -> Self {
    Self(
      .invalidLocale, en: "“\(shown(text))” is not a language of this product. Write en or zh-Hans, or leave it empty.",
      zh: "“\(shown(text))”不是本产品支持的语言。请写 en 或 zh-Hans，或留空。")
  }
}

extension PeopleImport.Finding {
  static func duplicateExternalID(_ id: String, otherRow: Int) -> Self {
    Self(
      .duplicateExternalID, en: "“\(id)” is already in row \(otherRow). Keep one row for each person.",
      zh: "“\(id)”已出现在第 \(otherRow) 行。每人只能保留一行。")
  }

  static func duplicateEmail(_ email: String, otherRow: Int) -> Self {
    Self(
      .duplicateEmail, en: "“\(email)” is already in row \(otherRow). Give each person an address of their own.",
      zh: "“\(email)”已出现在第 \(otherRow) 行。每人应有各自的邮箱。")
  }

  static func duplicateEmail(_ email: String, owner: String) -> Self {
    Self(
      .duplicateEmail,
      en:
        "“\(email)” belongs to “\(owner)”, who is not in this file. Correct the address, or add “\(owner)” to the file.",
      zh: "“\(email)”属于不在此文件中的“\(owner)”。请更正邮箱，或将“\(owner)”加入文件。")
  }

  static func unknownUnit(_ code: String) -> Self {
    Self(
      .unknownUnit, en: "There is no unit with the code “\(code)”. Correct the code, or create the unit first.",
      zh: "没有编码为“\(code)”的部门。请更正编码，或先创建该部门。")
  }

  static func unknownRole(_ code: String) -> Self {
    Self(
      .unknownRole, en: "There is no role with the code “\(code)”. Correct the code, or create the role first.",
      zh: "没有编码为“\(code)”的岗位。请更正编码，或先创建该岗位。")
  }

  static func unknownManager(_ id: String) -> Self {
    Self(
      .unknownManager,
      en: "The manager “\(id)” is neither in the file nor known. Correct the id, or add the manager's row.",
      zh: "上级“\(id)”既不在文件中，也不在系统中。请更正工号，或添加该上级所在的行。")
  }

  static let selfManager = Self(
    .selfManager, en: "A person cannot be their own manager. Name another, or leave the cell empty.",
    zh: "本人不能是自己的上级。请填写他人，或留空。")

  static func managerLeaving(_ id: String) -> Self {
    Self(
      .managerLeaving, en: "The manager “\(id)” has left or leaves with this import. Name another manager.",
      zh: "上级“\(id)”已离职，或将随本次导入离职。请指定其他上级。")
  }

  static func leaverStillManages(_ reports: [String]) -> Self {
    let some = reports.prefix(5).map { "“\($0)”" }
    let (more, moreZh) = reports.count > 5 ? (", …", "等") : ("", "")
    return Self(
      .leaverStillManages,
      en: "This person leaves, but \(reports.count) who are not in this file report to them: "
        + "\(some.joined(separator: ", "))\(more). Add their rows with another manager.",
      zh: "此人离职，但仍有 \(reports.count) 名不在此文件中的人员向其汇报：\(some.joined(separator: "、"))\(moreZh)。"
        + "请添加他们所在的行并指定其他上级。")
  }

  /// - Parameter cycle: external ids, each managed by the next and the last by the first.
  static func managerCycle(_ cycle: [String]) -> Self {
    let path = (cycle + cycle.prefix(1)).joined(separator: " → ")
    return Self(
      .managerCycle, en: "These people manage each other in a circle: \(path). Change one of the managers.",
      zh: "上级关系形成循环：\(path)。请更改其中一人的上级。")
  }

  static func tooManyLeavers(_ count: Int, of total: Int) -> Self {
    Self(
      .tooManyLeavers,
      en: "\(count) of \(total) active people are not in this file and would be marked as left: more than half. "
        + "Check that the file is complete; if it is, allow it explicitly.",
      zh: "\(total) 名在职人员中有 \(count) 名不在此文件中，将被标记为离职，超过半数。请确认文件完整；若确实如此，请明确允许。")
  }
}
