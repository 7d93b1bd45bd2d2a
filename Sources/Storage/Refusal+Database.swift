import Postgres
public import Readiness

extension Refusal {
  /// What a client is told of an error of the database; nil for one that is the program's own fault, of which clients are
  /// told nothing.
  public init?(databaseError error: any Error) {
    switch error {
    case let error as PostgresError:
      guard let refusal = Refusal(error) ?? (error.isPassing ? .unavailable : nil) else { return nil }
      self = refusal
    case let error as DatabaseError:
      switch error {
      case .noRow, .misuse: return nil
      case .queueFull, .closed, .deadlineExceeded, .cancelled, .connectionLost, .unavailable, .outcomeUnknown:
        self = .unavailable
      }
    default: return nil
    }
  }

  public static let unavailable = Refusal(
    .unavailable, "unavailable",
    LocalizedText(
      en: "The server cannot do this now. Send the same again in a few seconds; commands are never applied twice.",
      zh: "服务器暂时无法处理。请几秒后原样重发；同一命令不会重复执行。"))

  /// A constraint of the database that stood in the way; nil when the error is no fault of the command.
  init?(_ error: PostgresError) {
    switch error.sqlstate {
    case .uniqueViolation where error.constraint?.hasSuffix("_code_version_key") == true:
      self = .conflict(
        "version-published", field: "version",
        en: "This version is published already, and stays as it is. Raise `version`, then publish again.",
        zh: "该版本已发布，不再更改。请提高 `version` 后重新发布。")
    case .uniqueViolation:
      self = .conflict(
        "already-there",
        en:
          "Something with the same key is already there (\(error.constraint ?? "unique key")). Change the key, or change that one.",
        zh: "已存在相同键的记录（\(error.constraint ?? "唯一键")）。请更换编码，或修改已有记录。")
    case .foreignKeyViolation:
      self = .invalid(
        "unknown-reference",
        en: "It refers to something that is not there (\(error.constraint ?? "reference")). Create that first.",
        zh: "引用的对象不存在（\(error.constraint ?? "引用")）。请先创建。")
    case .checkViolation, .notNullViolation, .stringDataRightTruncation, .numericValueOutOfRange:
      self = .invalid(
        "out-of-range",
        en: "A value is outside of what is allowed (\(error.constraint ?? error.column ?? "limit")). Correct it.",
        zh: "有数值超出允许范围（\(error.constraint ?? error.column ?? "限制")）。请更正。")
    case .characterNotInRepertoire: self = .invalidCharacter
    default: return nil
    }
  }

  static let invalidCharacter = Refusal.invalid(
    "invalid-character", en: "A text holds a character that cannot be stored (NUL). Remove it.",
    zh: "文本中含有无法保存的字符（NUL）。请删除。")
}

extension PostgresError {
  /// Whether the same may well succeed later: a conflict with others, a lack of resources, a server that is stopping.
  fileprivate var isPassing: Bool {
    guard let sqlstate else { return true }
    return ["40", "53", "57"].contains(sqlstate.classCode) || sqlstate == .lockNotAvailable
  }
}
