/// A boundary as a table describes it: a row for each task of a role, with the people and the terms.
///
/// An empty cell, and a column that is not there, keep what the boundary says. An import proposes; it approves nothing.
public struct BoundaryRow: Sendable, Equatable {
  public var role: String
  public var task: String
  /// External ids.
  public var accountable: String?
  public var overseer: String?
  public var overseerLevel: QuotientLevel?
  public var terms: BoundaryTerms.Edit

  public static let columns = ["role", "task"]
  /// What an import takes in.
  public static let termColumns = [
    "accountable", "overseer", "overseer_level", "rationale", "ai_systems", "persons_affected_en",
    "persons_affected_zh", "forbidden_inputs_en", "forbidden_inputs_zh", "stop_procedure_en", "stop_procedure_zh",
    "responsible", "consulted", "informed", "logging", "disclosure",
  ]
  /// What an export tells beside, and an import passes over.
  public static let toldColumns = [
    "name_en", "name_zh", "status", "proposed_level", "decided_level", "feasible_level", "oversight",
    "data_class", "effective_from", "review_on",
  ]

  public init(from row: inout RowReader) {
    role = row.text("role", limit: 60)
    task = row.text("task", limit: 60)
    accountable = row.optionalText("accountable")
    overseer = row.optionalText("overseer")
    overseerLevel = row.optional("overseer_level")
    terms = BoundaryTerms.Edit()
    terms.rationale = row.rationale()
    terms.aiSystems = row.optional("ai_systems")
    terms.personsAffected = row.optionalLocalized("persons_affected")
    terms.forbiddenInputs = row.optionalLocalized("forbidden_inputs")
    terms.stopProcedure = row.optionalLocalized("stop_procedure")
    terms.responsible = row.optionalText("responsible", limit: BoundaryTerms.partyLimit)
    terms.consulted = row.optionalText("consulted", limit: BoundaryTerms.partyLimit)
    terms.informed = row.optionalText("informed", limit: BoundaryTerms.partyLimit)
    terms.isLogged = row.optionalTruth("logging")
    terms.isDisclosed = row.optionalTruth("disclosure")
  }
}

/// Proposes boundaries as a table describes them, all or nothing.
public struct ImportBoundaries: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importBoundaries
  public var sheet: Sheet

  public init(sheet: Sheet) { self.sheet = sheet }

  public var auditDetail: any Encodable & Sendable { BulkDetail(rows: sheet.rows.count, effective: nil) }
}

extension RowReader {
  /// Codes with a space between them.
  fileprivate mutating func rationale() -> [RationaleCode]? {
    guard let text = optionalText("rationale") else { return nil }
    let words = text.split(separator: " ").map(String.init)
    let codes = words.compactMap(RationaleCode.init)
    if codes.count < words.count {
      let known = RationaleCode.allCases.map(\.rawValue).joined(separator: ", ")
      fail(
        "rationale", "invalid", en: "“\(text.prefix(60))” holds a code that there is not. Use \(known), with spaces.",
        zh: "“\(text.prefix(60))”中有无效的代码。可用：\(known)，以空格分隔。")
    }
    return codes
  }

  /// The columns `stem_en` and `stem_zh`: both or neither.
  fileprivate mutating func optionalLocalized(_ stem: String) -> LocalizedText? {
    let en = optionalText("\(stem)_en", limit: BoundaryTerms.textLimit)
    let zh = optionalText("\(stem)_zh", limit: BoundaryTerms.textLimit)
    if en == nil && zh == nil { return nil }
    for (column, text) in [("\(stem)_en", en), ("\(stem)_zh", zh)] where text == nil {
      fail(
        column, "required", en: "Give this text in English and in Chinese, or leave both empty.",
        zh: "请同时提供英文和中文文本，或两者都留空。")
    }
    return LocalizedText(en: en ?? "", zh: zh ?? "")
  }
}
