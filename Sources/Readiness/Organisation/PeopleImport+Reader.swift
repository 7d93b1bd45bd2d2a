extension PeopleImport {
  /// Reads the rows of a people table, one by one, into a batch.
  ///
  ///     var reader = try PeopleImport.Reader(header: header, mapping: mapping)
  ///     for row in rows { reader.append(row: row.number, cells: row.cells) }
  ///     let changes = try PeopleImport.plan(reader.batch, directory: directory, leavers: .keep, effective: today)
  public struct Reader: Sendable {
    /// What was read so far.
    public private(set) var batch: Batch
    /// Columns of the file that no field uses, in its order.
    public let ignoredColumns: [String]

    private let columns: [(field: PersonRecord.Field, position: Int)]

    /// - Throws: a refusal that names the required columns that are missing and offers those there are.
    public init(header: [String], mapping: ColumnMapping = ColumnMapping()) throws(Refusal) {
      let positions = try mapping.positions(in: header)
      columns = PersonRecord.Field.allCases.compactMap { field in positions[field].map { (field, $0) } }
      batch = Batch(entries: [], columns: positions.mapValues { header[$0] })
      let used = Set(positions.values)
      ignoredColumns = header.indices.filter { !used.contains($0) }.map { header[$0] }
    }

    /// Adds one row; what is wrong with it goes to the batch's errors. A row of blank cells is skipped.
    ///
    /// - Parameters:
    ///   - row: as the file shows it: 1 is the header.
    ///   - cells: in the header's order; missing ones are empty.
    public mutating func append(row: Int, cells: [String]) {
      var draft = Draft()
      for (field, position) in columns where position < cells.count {
        guard let text = PeopleImport.trimmed(cells[position]) else { continue }
        draft.isBlank = false
        draft.set(field, text)
      }
      if draft.isBlank && cells.allSatisfy({ PeopleImport.trimmed($0) == nil }) { return }
      draft.requireFields()
      guard !draft.findings.isEmpty else { return batch.entries.append(Entry(row: row, record: draft.record)) }
      if !draft.record.externalID.isEmpty { batch.unreadable.insert(draft.record.externalID) }
      for (field, finding) in draft.findings {
        batch.errors.append(finding.at(row: row, column: batch.columns[field]))
      }
    }
  }

  /// A record being read, and what is wrong with its cells.
  private struct Draft {
    var record = PersonRecord(externalID: "", name: "", unitCode: "")
    var findings: [(PersonRecord.Field, Finding)] = []
    var isBlank = true

    mutating func set(_ field: PersonRecord.Field, _ text: String) {
      if text.utf8.count > field.limit, text.count > field.limit {
        findings.append((field, .tooLong(text.count, limit: field.limit)))
      }
      if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { findings.append((field, .controlCharacter)) }
      switch field {
      case .externalID: record.externalID = text
      case .employeeNumber: record.employeeNumber = text
      case .name: record.name = text
      case .email:
        record.email = text
        if !PeopleImport.isEmail(text) { findings.append((field, .invalidEmail(text))) }
      case .locale:
        record.locale = PeopleImport.language(text)
        if record.locale == nil { findings.append((field, .invalidLocale(text))) }
      case .unit: record.unitCode = text
      case .role: record.roleCode = text
      case .manager: record.managerExternalID = text
      case .startDate: record.startDate = day(text, field)
      case .endDate: record.endDate = day(text, field)
      }
    }

    private mutating func day(_ text: String, _ field: PersonRecord.Field) -> Day? {
      do {
        return try PeopleImport.day(text)
      } catch {
        findings.append((field, error))
        return nil
      }
    }

    mutating func requireFields() {
      for field in PersonRecord.Field.required where record[field] == "" { findings.append((field, .required)) }
    }
  }
}
