import Readiness

/// A record of unit HR and role ACC whose name is its id.
///
/// - Parameter end: days from the import's effective day.
func imported(_ id: String, end: Int? = nil, manager: String? = nil) -> PersonRecord {
  PersonRecord(
    externalID: id, name: id, unitCode: "HR", roleCode: "ACC", managerExternalID: manager,
    endDate: end.map { PeopleImportPlanTests.today.adding(days: $0) })
}

func employed(
  _ id: String, end: Int? = nil, manager: String? = nil, isActive: Bool = true
) -> PeopleImport.Directory.Person {
  PeopleImport.Directory.Person(imported(id, end: end, manager: manager), isActive: isActive)
}

/// Entries from row 2 on.
func importRows(_ records: [PersonRecord]) -> [PeopleImport.Entry] {
  zip(2..., records).map { PeopleImport.Entry(row: $0, record: $1) }
}

/// A directory with the units HR and FIN and the role ACC.
struct ImportDirectory {
  let value: PeopleImport.Directory

  init(_ people: [PeopleImport.Directory.Person]) {
    value = PeopleImport.Directory(units: ["HR", "FIN"], roles: ["ACC"], people: people)
  }

  func plan(_ batch: PeopleImport.Batch, leavers: PeopleImport.LeaverPolicy = .keep) throws -> PeopleImport.ChangeSet {
    try PeopleImport.plan(batch, directory: value, leavers: leavers, effective: PeopleImportPlanTests.today)
  }

  func plan(_ records: [PersonRecord], leavers: PeopleImport.LeaverPolicy = .keep) throws -> PeopleImport.ChangeSet {
    try plan(PeopleImport.Batch(entries: importRows(records)), leavers: leavers)
  }

  /// What is wrong; empty when the plan holds.
  func errors(_ records: [PersonRecord], leavers: PeopleImport.LeaverPolicy = .keep) -> [PeopleImport.RowError] {
    do {
      _ = try plan(records, leavers: leavers)
      return []
    } catch {
      return (error as? PeopleImport.Refusal)?.errors ?? []
    }
  }
}
