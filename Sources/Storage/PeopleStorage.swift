import Postgres
public import Readiness

extension Session {
  /// The person with an external id.
  func person(externalID: String, field: String = "person") throws -> PersonID {
    let id = try tx.first(
      "SELECT id FROM person WHERE organisation_id = \(actor.organisation) AND external_id = \(externalID)"
    ) { try $0.decode("id", as: PersonID.self) }
    guard let id else { throw Refusal.notFound(LocalizedText(en: "person", zh: "人员"), externalID, field: field) }
    return id
  }
}

extension ImportPeople: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let effective = effective ?? session.today
    do {
      var reader = try PeopleImport.Reader(header: sheet.header, mapping: mapping)
      for row in sheet.rows { reader.append(row: row.row, cells: row.cells) }
      // One import at a time: each is planned against the people that the one before it left.
      try session.tx.run("SELECT pg_advisory_xact_lock(hashtextextended(\(session.actor.organisation.description), 1))")
      let directory = try PeopleDirectory(session: session, effective: effective)
      let changes = try PeopleImport.plan(
        reader.batch, directory: directory.state, leavers: leavers, effective: effective,
        allowingMostToLeave: allowingMostToLeave)
      var writer = PeopleWriter(directory: directory, effective: effective, session: session)
      try writer.write(changes)
      return Result(changes, ignoredColumns: reader.ignoredColumns)
    } catch let refusal as PeopleImport.Refusal {
      throw Refusal(refusal)
    }
  }
}

/// Everyone as they are before an import, and by which keys their rows are written.
struct PeopleDirectory {
  struct Stored {
    let id: PersonID
    /// When their latest employment began.
    let since: Day?
    /// The day after it ended, or will.
    let until: Day?
  }

  let state: PeopleImport.Directory
  let stored: [String: Stored]
  let units: [String: UnitID]
  let roles: [String: RoleID]

  init(session: Session, effective: Day) throws {
    units = try session.ids(of: "unit")
    roles = try session.ids(of: "role")
    var people: [PeopleImport.Directory.Person] = []
    var stored: [String: Stored] = [:]
    try session.tx.stream(PeopleDirectory.everyone(of: session)) { row in
      let person = Stored(
        id: try row.decode("id"), since: try row.decode("valid_from"), until: try row.decode("valid_to"))
      let record = try PersonRecord(row)
      people.append(.init(record, isActive: person.since != nil && person.until.map { $0 > effective } ?? true))
      stored[record.externalID] = person
    }
    state = PeopleImport.Directory(units: Set(units.keys), roles: Set(roles.keys), people: people)
    self.stored = stored
  }

  /// Each person with their latest employment.
  private static func everyone(of session: Session) -> SQL {
    """
    SELECT p.id, p.external_id, p.employee_number, p.name, p.email, p.locale, p.start_date, u.code AS unit,
           r.code AS role, m.external_id AS manager, e.valid_from, e.valid_to
    FROM person p
    LEFT JOIN (SELECT DISTINCT ON (person_id) * FROM employment WHERE organisation_id = \(session.actor.organisation)
               ORDER BY person_id, valid_from DESC) e ON e.person_id = p.id
    LEFT JOIN unit u ON u.organisation_id = e.organisation_id AND u.id = e.unit_id
    LEFT JOIN role r ON r.organisation_id = e.organisation_id AND r.id = e.role_id
    LEFT JOIN person m ON m.organisation_id = e.organisation_id AND m.id = e.manager_id
    WHERE p.organisation_id = \(session.actor.organisation)
    """
  }
}

extension PersonRecord {
  /// From the columns that describe a person and an employment of theirs.
  init(_ row: Row) throws {
    self.init(
      externalID: try row.decode("external_id"), employeeNumber: try row.decode("employee_number"),
      name: try row.decode("name"), email: try row.decode("email"), locale: try row.decode("locale"),
      unitCode: try row.decode("unit", as: String?.self) ?? "", roleCode: try row.decode("role"),
      managerExternalID: try row.decode("manager"), startDate: try row.decode("start_date"),
      endDate: try row.decode("valid_to", as: Day?.self)?.adding(days: -1))
  }
}
