public enum Unit {}
public enum Person {}
public typealias UnitID = Identifier<Unit>
public typealias PersonID = Identifier<Person>

/// A row of a file of units.
public struct UnitRecord: Codable, Sendable, Equatable {
  public var code: String
  public var name: LocalizedText
  /// Code of the unit above; nil at the top.
  public var parent: String?

  public init(code: String, name: LocalizedText, parent: String?) {
    self.code = code
    self.name = name
    self.parent = parent
  }
}

/// One record and the row of the user's file it came from.
public struct Numbered<Record: Codable & Sendable>: Codable, Sendable {
  public var row: Int
  public var record: Record

  public init(row: Int, record: Record) {
    self.row = row
    self.record = record
  }
}

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

/// Creates or changes units by their code, all or nothing.
public struct ImportUnits: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importUnits
  public var rows: [Numbered<UnitRecord>]
  /// From when names and places hold; nil: today.
  public var effective: Day?

  public init(rows: [Numbered<UnitRecord>], effective: Day? = nil) {
    self.rows = rows
    self.effective = effective
  }
}
