/// The import of people from a table that another system exported: rows in, one reviewable change set out.
///
/// `Reader` turns rows into a `Batch`, `plan` compares the batch with the `Directory`. Nothing is written here, and
/// nothing is half done: either every row is sound, or a `Refusal` names all that is not.
public enum PeopleImport {
  /// One person of a batch, and the row of the file that gives them.
  public struct Entry: Codable, Sendable, Equatable {
    /// As the file shows it: 1 is the header.
    public var row: Int
    public var record: PersonRecord

    public init(row: Int, record: PersonRecord) {
      self.row = row
      self.record = record
    }
  }

  /// What a file says: its people, the columns it has, and what was wrong with the rows that could not be read.
  public struct Batch: Sendable {
    public var entries: [Entry]
    /// The fields that the file speaks of, each with the column's name in it. A field without a column keeps the value
    /// it has; an empty cell clears it.
    public var columns: [PersonRecord.Field: String]
    /// What `Reader` could not read.
    public internal(set) var errors: [RowError] = []
    /// External ids of the rows with errors: still in the file, so neither missing nor unknown.
    var unreadable: Set<String> = []

    /// A batch that did not come from a file with columns of its own: every field counts as spoken of.
    public init(entries: [Entry]) {
      self.init(
        entries: entries,
        columns: Dictionary(uniqueKeysWithValues: PersonRecord.Field.allCases.map { ($0, $0.rawValue) }))
    }

    init(entries: [Entry], columns: [PersonRecord.Field: String]) {
      self.entries = entries
      self.columns = columns
    }
  }

  /// The organisation as it stands before the import.
  public struct Directory: Sendable {
    /// Codes of the units that people can belong to.
    public var units: Set<String>
    /// Codes of the roles that people can have.
    public var roles: Set<String>
    /// By external id.
    public var people: [String: Person]

    /// - Parameter people: each external id once; of several, the last counts.
    public init(units: Set<String>, roles: Set<String>, people: some Sequence<Person>) {
      self.units = units
      self.roles = roles
      self.people = Dictionary(people.map { ($0.record.externalID, $0) }, uniquingKeysWith: { $1 })
    }

    public struct Person: Sendable, Equatable {
      public var record: PersonRecord
      /// False for those who left.
      public var isActive: Bool

      public init(_ record: PersonRecord, isActive: Bool) {
        self.record = record
        self.isActive = isActive
      }
    }
  }

  /// What becomes of active people whom the file does not list.
  public enum LeaverPolicy: String, Codable, Sendable, CaseIterable {
    /// They stay as they are: the file may be a part of the organisation.
    case keep
    /// They left: the file is the whole organisation.
    case markMissingAsLeft = "mark-missing-as-left"
  }

  /// Why an import was refused: everything that is wrong, by row.
  public struct Refusal: Error, Sendable, Equatable {
    public let errors: [RowError]

    init(_ errors: [RowError]) {
      self.errors = errors.sorted {
        ($0.row, $0.column ?? "", $0.code.rawValue) < ($1.row, $1.column ?? "", $1.code.rawValue)
      }
    }
  }
}
