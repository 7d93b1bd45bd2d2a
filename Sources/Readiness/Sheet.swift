/// A table as a person keeps it: a header and rows of cells, each row knowing where it stands in the file.
public struct Sheet: Codable, Sendable, Equatable {
  public var header: [String]
  public var rows: [Row]

  public init(header: [String], rows: [Row]) {
    self.header = header
    self.rows = rows
  }

  /// Cells in the header's order; missing ones are empty.
  public struct Row: Codable, Sendable, Equatable {
    /// As the file shows it: 1 is the header.
    public var row: Int
    public var cells: [String]

    public init(row: Int, cells: [String]) {
      self.row = row
      self.cells = cells
    }
  }

  /// Reads every row by `parse`, and tells everything that is wrong with any of them at once.
  ///
  /// - Parameters:
  ///   - required: columns the header must have.
  ///   - optional: columns it may have; any other is refused, so that a misspelt one is not passed over.
  /// - Throws: `invalid-table` with a fault for each row and column.
  public func read<Record>(
    required: [String], optional: [String] = [], _ parse: (inout RowReader) -> Record
  ) throws(Refusal) -> [(row: Int, record: Record)] {
    var faults = columnFaults(required: required, optional: optional)
    var records: [(Int, Record)] = []
    if faults.isEmpty {
      for row in rows where !row.cells.allSatisfy(\.isEmpty) {
        var reader = RowReader(row: row, header: header)
        records.append((row.row, parse(&reader)))
        faults += reader.faults
      }
      if rows.isEmpty { faults.append(.init(row: 1, code: "empty", message: .emptyTable)) }
    }
    guard faults.isEmpty else { throw Refusal(tableFaults: faults) }
    return records
  }

  private func columnFaults(required: [String], optional: [String]) -> [Refusal.Fault] {
    let missing = required.filter { !header.contains($0) }.map { column in
      Refusal.Fault(
        row: 1, field: column, code: "missing-column",
        message: LocalizedText(
          en: "The file has no column “\(column)”. It needs \(required.joined(separator: ", ")).",
          zh: "文件缺少列“\(column)”。必需的列：\(required.joined(separator: "、"))。"))
    }
    let known = Set(required + optional)
    let unknown = header.filter { !known.contains($0) }.map { column in
      Refusal.Fault(
        row: 1, field: column, code: "unknown-column",
        message: LocalizedText(
          en: "There is no column “\(column)” here. It can have \((required + optional).joined(separator: ", ")).",
          zh: "此处没有列“\(column)”。可用的列：\((required + optional).joined(separator: "、"))。"))
    }
    return missing + unknown
  }
}

/// The cells of one row, read by column name; what is wrong with them is gathered in `faults`.
public struct RowReader {
  public let row: Int
  private let header: [String]
  private let cells: [String: String]
  public private(set) var faults: [Refusal.Fault] = []

  init(row: Sheet.Row, header: [String]) {
    self.row = row.row
    self.header = header
    cells = Dictionary(zip(header, row.cells), uniquingKeysWith: { first, _ in first })
  }

  /// Whether the table has the column, whatever the row has in it.
  public func has(_ column: String) -> Bool { header.contains(column) }

  public mutating func fail(_ column: String, _ code: String, en: String, zh: String) {
    faults.append(.init(row: row, field: column, code: code, message: LocalizedText(en: en, zh: zh)))
  }

  /// - Returns: nil when empty, with a fault when longer than `limit` characters.
  public mutating func optionalText(_ column: String, limit: Int = 200) -> String? {
    guard let text = cells[column], !text.isEmpty else { return nil }
    if text.utf8.count > limit, text.count > limit {
      fail(
        column, "too-long", en: "The text has \(text.count) characters; at most \(limit) are allowed. Shorten it.",
        zh: "文本有 \(text.count) 个字符，最多允许 \(limit) 个，请缩短。")
    }
    return text
  }

  public mutating func text(_ column: String, limit: Int = 200) -> String {
    guard let text = optionalText(column, limit: limit) else {
      fail(column, "required", en: "This cell must not be empty. Fill it in.", zh: "此单元格不能为空，请填写。")
      return ""
    }
    return text
  }

  /// The columns `stem_en` and `stem_zh`.
  public mutating func localized(_ stem: String, limit: Int = 200) -> LocalizedText {
    LocalizedText(en: text("\(stem)_en", limit: limit), zh: text("\(stem)_zh", limit: limit))
  }

  public mutating func optional<Value: LosslessStringConvertible>(
    _ column: String, as type: Value.Type = Value.self, expecting expectation: String
  ) -> Value? {
    guard let text = optionalText(column) else { return nil }
    if let value = Value(text) { return value }
    fail(
      column, "invalid", en: "“\(text.prefix(60))” is not \(expectation).",
      zh: "“\(text.prefix(60))”无效，应为：\(expectation)。")
    return nil
  }

  public mutating func optional<Value: TextCoded>(_ column: String, as type: Value.Type = Value.self) -> Value? {
    optional(column, expecting: Value.expectation)
  }

  /// One of an enumeration's names; `fallback` stands in for what is missing or wrong, with a fault.
  public mutating func choice<Value: RawRepresentable & CaseIterable>(_ column: String, fallback: Value) -> Value
  where Value.RawValue == String {
    let text = text(column)
    if let value = Value(rawValue: text) { return value }
    if !text.isEmpty {
      let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
      fail(
        column, "invalid", en: "“\(text.prefix(60))” is not one of \(names).",
        zh: "“\(text.prefix(60))”不在可选值之中：\(names)。")
    }
    return fallback
  }

  public mutating func integer(_ column: String, in range: ClosedRange<Int>) -> Int {
    let text = text(column)
    if let value = Int(text), range.contains(value) { return value }
    if !text.isEmpty {
      fail(
        column, "invalid",
        en: "“\(text.prefix(60))” is not a whole number from \(range.lowerBound) to \(range.upperBound).",
        zh: "“\(text.prefix(60))”不是 \(range.lowerBound) 到 \(range.upperBound) 之间的整数。")
    }
    return range.lowerBound
  }

  public mutating func number(_ column: String, in range: ClosedRange<Double>) -> Double {
    let text = text(column)
    if let value = Double(text), range.contains(value) { return value }
    if !text.isEmpty {
      fail(
        column, "invalid", en: "“\(text.prefix(60))” is not a number from \(range.lowerBound) to \(range.upperBound).",
        zh: "“\(text.prefix(60))”不是 \(range.lowerBound) 到 \(range.upperBound) 之间的数。")
    }
    return range.lowerBound
  }

  /// - Returns: nil when empty.
  public mutating func optionalTruth(_ column: String) -> Bool? {
    optionalText(column) == nil ? nil : truth(column)
  }

  /// - Returns: nil when empty, or when it is no such number, with a fault.
  public mutating func optionalNumber(_ column: String, in range: ClosedRange<Double>) -> Double? {
    optionalText(column) == nil ? nil : number(column, in: range)
  }

  /// `yes` or `no`; 是 and 否 are read as well.
  public mutating func truth(_ column: String) -> Bool {
    switch text(column).lowercased() {
    case "yes", "true", "1", "是": return true
    case "no", "false", "0", "否", "": return false
    case let other:
      fail(
        column, "invalid", en: "“\(other.prefix(60))” is neither yes nor no.",
        zh: "“\(other.prefix(60))”应为 yes 或 no（是或否）。")
      return false
    }
  }
}

extension Refusal {
  /// A table of which at least one row cannot be taken; so none is.
  public init(tableFaults faults: [Fault]) {
    self.init(
      .invalid, "invalid-table",
      LocalizedText(
        en:
          "The file has \(faults.count) error\(faults.count == 1 ? "" : "s"); nothing was changed. Correct them and try again.",
        zh: "文件有 \(faults.count) 处错误，未做任何更改。请更正后重试。"),
      faults: faults)
  }

  /// An import of people that was refused.
  public init(_ refusal: PeopleImport.Refusal) {
    self.init(
      tableFaults: refusal.errors.map {
        Fault(row: $0.row, field: $0.column, code: $0.code.rawValue, message: $0.message)
      })
  }
}

extension LocalizedText {
  fileprivate static let emptyTable = LocalizedText(
    en: "The file has a header and no rows. Add at least one.", zh: "文件只有表头，没有数据行。请至少添加一行。")
}
