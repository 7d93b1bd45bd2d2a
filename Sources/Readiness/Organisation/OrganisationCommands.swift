public enum Unit {}
public enum Person {}
public typealias UnitID = Identifier<Unit>
public typealias PersonID = Identifier<Person>

/// How many rows an import made, changed and left as they were.
public struct ImportCounts: Codable, Sendable, Equatable {
  public var created: Int
  public var changed: Int
  public var unchanged: Int

  public init(created: Int = 0, changed: Int = 0, unchanged: Int = 0) {
    self.created = created
    self.changed = changed
    self.unchanged = unchanged
  }
}

/// What the audit keeps of a bulk command: how much there was, not all of it.
public struct BulkDetail: Codable, Sendable {
  public var rows: Int
  public var effective: Day?

  public init(rows: Int, effective: Day?) {
    self.rows = rows
    self.effective = effective
  }
}

/// A unit as a table describes it.
public struct UnitRecord: Sendable, Equatable {
  public var code: String
  public var name: LocalizedText
  /// Code of the unit above; nil at the top.
  public var parent: String?

  public static let columns = ["code", "name_en", "name_zh"]
  public static let optionalColumns = ["parent"]

  public init(from row: inout RowReader) {
    code = row.text("code", limit: 60)
    name = row.localized("name")
    parent = row.optionalText("parent", limit: 60)
  }
}

/// Creates or changes units by their code, all or nothing.
public struct ImportUnits: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importUnits
  public var sheet: Sheet
  /// From when names and places hold; nil: today.
  public var effective: Day?

  public init(sheet: Sheet, effective: Day? = nil) {
    self.sheet = sheet
    self.effective = effective
  }
}

/// Creates, changes, takes back and ends people by their external id, all or nothing.
public struct ImportPeople: Command {
  public static let name = CommandName.importPeople
  public var sheet: Sheet
  /// Column names by field, for those that the file calls otherwise.
  public var mapping: PeopleImport.ColumnMapping
  public var leavers: PeopleImport.LeaverPolicy
  public var allowingMostToLeave: Bool
  /// From when the file's state holds; nil: today.
  public var effective: Day?

  public init(
    sheet: Sheet, mapping: PeopleImport.ColumnMapping = .init(), leavers: PeopleImport.LeaverPolicy = .keep,
    allowingMostToLeave: Bool = false, effective: Day? = nil
  ) {
    self.sheet = sheet
    self.mapping = mapping
    self.leavers = leavers
    self.allowingMostToLeave = allowingMostToLeave
    self.effective = effective
  }

  public var auditDetail: any Encodable & Sendable { BulkDetail(rows: sheet.rows.count, effective: effective) }

  public struct Result: Codable, Sendable, Equatable {
    public var joined: Int
    public var changed: Int
    public var returned: Int
    public var left: Int
    public var unchanged: Int
    public var ignored: Int
    /// Columns of the file that no field uses.
    public var ignoredColumns: [String]
    /// The first differences, for review: at most 200 people.
    public var differences: [Difference]

    public init(_ changes: PeopleImport.ChangeSet, ignoredColumns: [String]) {
      joined = changes.joined.count
      changed = changes.changed.count
      returned = changes.returned.count
      left = changes.left.count
      unchanged = changes.unchanged
      ignored = changes.ignored
      self.ignoredColumns = ignoredColumns
      differences = Array(Difference.all(of: changes).prefix(200))
    }
  }

  /// One person before and after.
  public struct Difference: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable {
      case joined, changed, returned, left
    }

    public var kind: Kind
    public var row: Int?
    public var externalID: String
    public var name: String
    public var fields: [PeopleImport.FieldChange]

    static func all(of changes: PeopleImport.ChangeSet) -> [Difference] {
      changes.joined.map {
        Difference(kind: .joined, row: $0.row, externalID: $0.record.externalID, name: $0.record.name, fields: [])
      } + changes.changed.map { Difference(.changed, $0.row, $0.after, $0.fields) }
        + changes.returned.map { Difference(.returned, $0.row, $0.after, $0.fields) }
        + changes.left.map { Difference(.left, $0.row, $0.after, $0.fields) }
    }

    private init(_ kind: Kind, _ row: Int?, _ record: PersonRecord, _ fields: [PeopleImport.FieldChange]) {
      self.init(kind: kind, row: row, externalID: record.externalID, name: record.name, fields: fields)
    }

    private init(
      kind: Kind, row: Int?, externalID: String, name: String, fields: [PeopleImport.FieldChange]
    ) {
      self.kind = kind
      self.row = row
      self.externalID = externalID
      self.name = name
      self.fields = fields
    }
  }
}
