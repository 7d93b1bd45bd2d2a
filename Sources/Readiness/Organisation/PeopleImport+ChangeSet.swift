extension PeopleImport {
  /// What an import would do, for a person to review and a transaction to apply.
  ///
  /// People of the file come in the file's order; those missing from it follow by external id.
  public struct ChangeSet: Codable, Sendable, Equatable {
    /// People the directory has never had.
    public var joined: [Entry] = []
    /// People whose fields change and who neither leave nor return.
    public var changed: [Change] = []
    /// People who had left and are back, with whatever else changed.
    public var returned: [Change] = []
    /// People who leave, with whatever else changed.
    public var left: [Departure] = []
    /// People of the file whom it does not change.
    public var unchanged = 0
    /// People of the file who had left before the directory ever had them; they are not taken in.
    public var ignored = 0

    public init() {}

    public var isEmpty: Bool { joined.isEmpty && changed.isEmpty && returned.isEmpty && left.isEmpty }
  }

  public struct Change: Codable, Sendable, Equatable {
    public var row: Int
    public var before: PersonRecord
    public var after: PersonRecord

    public init(row: Int, before: PersonRecord, after: PersonRecord) {
      self.row = row
      self.before = before
      self.after = after
    }

    /// The fields that differ, in the order of the columns.
    public var fields: [FieldChange] { FieldChange.between(before, after) }
  }

  public struct Departure: Codable, Sendable, Equatable {
    /// Nil for a person whom the file no longer lists.
    public var row: Int?
    public var before: PersonRecord
    /// Always has an end date.
    public var after: PersonRecord

    public init(row: Int?, before: PersonRecord, after: PersonRecord) {
      self.row = row
      self.before = before
      self.after = after
    }

    /// The fields that differ, in the order of the columns.
    public var fields: [FieldChange] { FieldChange.between(before, after) }
  }

  /// One field of one person, before and after, as text; nil is empty.
  public struct FieldChange: Codable, Sendable, Equatable {
    public var field: PersonRecord.Field
    public var before: String?
    public var after: String?

    public init(field: PersonRecord.Field, before: String?, after: String?) {
      self.field = field
      self.before = before
      self.after = after
    }

    static func between(_ before: PersonRecord, _ after: PersonRecord) -> [FieldChange] {
      PersonRecord.Field.allCases.compactMap { field in
        before[field] == after[field] ? nil : FieldChange(field: field, before: before[field], after: after[field])
      }
    }
  }
}
