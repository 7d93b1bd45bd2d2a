/// Why a command or a query was not carried out: what is wrong, where, and what to do.
public struct Refusal: Error, Codable, Sendable, Equatable {
  public var kind: Kind
  /// Stable and in kebab-case, for programs: `unknown-unit`.
  public var code: String
  /// The argument at fault, as a path: `rows[3].unit`.
  public var field: String?
  public var message: LocalizedText
  /// Every fault found, where one request can have several.
  public var faults: [Fault]

  public init(
    _ kind: Kind, _ code: String, field: String? = nil, _ message: LocalizedText, faults: [Fault] = []
  ) {
    self.kind = kind
    self.code = code
    self.field = field
    self.message = message
    self.faults = faults
  }

  public enum Kind: String, Codable, Sendable {
    case malformed
    case unauthenticated
    case forbidden
    case notFound
    case methodNotAllowed
    case conflict
    /// What it goes on from is no longer there.
    case gone
    case invalid
    case tooLarge
    case tooMany
    case internalError
    case unavailable
  }

  /// One fault of many, at its place.
  public struct Fault: Codable, Sendable, Equatable {
    /// The row in the user's file, its header being row 1; nil where the request had no rows.
    public var row: Int?
    public var field: String?
    public var code: String
    public var message: LocalizedText

    public init(row: Int? = nil, field: String? = nil, code: String, message: LocalizedText) {
      self.row = row
      self.field = field
      self.code = code
      self.message = message
    }
  }

  /// - Parameter noun: what was looked for, in both languages.
  public static func notFound(_ noun: LocalizedText, _ key: String, field: String? = nil) -> Refusal {
    Refusal(
      .notFound, "not-found", field: field,
      LocalizedText(
        en: "There is no \(noun.en) “\(key)” within your reach. Check the code, or list what there is.",
        zh: "在您的权限范围内没有\(noun.zh)“\(key)”。请检查编码，或先列出现有条目。"))
  }

  public static func invalid(_ code: String, field: String? = nil, en: String, zh: String) -> Refusal {
    Refusal(.invalid, code, field: field, LocalizedText(en: en, zh: zh))
  }

  public static func conflict(_ code: String, field: String? = nil, en: String, zh: String) -> Refusal {
    Refusal(.conflict, code, field: field, LocalizedText(en: en, zh: zh))
  }

  public static func forbidden(en: String, zh: String) -> Refusal {
    Refusal(.forbidden, "forbidden", LocalizedText(en: en, zh: zh))
  }
}

extension Refusal {
  public static func tooLong(_ field: String, _ limit: Int) -> Refusal {
    .invalid("too-long", field: field, en: "Write at most \(limit) characters.", zh: "最多 \(limit) 个字符。")
  }
}

extension String {
  /// - Parameter limit: in Unicode scalars, as the database counts.
  /// - Throws: `too-long`.
  public func requireLength(_ field: String, limit: Int) throws(Refusal) {
    guard unicodeScalars.count <= limit else { throw .tooLong(field, limit) }
  }

  /// - Throws: `text-required` for one of white space alone, `too-long`.
  public func requireText(_ field: String, limit: Int) throws(Refusal) {
    try requireLength(field, limit: limit)
    guard contains(where: { !$0.isWhitespace }) else {
      throw .invalid("text-required", field: field, en: "This text is missing: write it.", zh: "此处缺少文本，请填写。")
    }
  }
}
