import Postgres
import Readiness

/// Writes a change set of people, in four statements however many they are.
struct PeopleWriter {
  private let directory: PeopleDirectory
  private let effective: Day
  private let session: Session
  private var ids: [String: PersonID]
  private var people: [(id: PersonID, record: PersonRecord)] = []
  private var ends: [(person: PersonID, since: Day, until: Day?)] = []
  private var returned: [PersonID] = []
  private var employments: [(person: PersonID, from: Day, until: Day?, record: PersonRecord)] = []

  init(directory: PeopleDirectory, effective: Day, session: Session) {
    self.directory = directory
    self.effective = effective
    self.session = session
    ids = directory.stored.mapValues(\.id)
  }

  mutating func write(_ changes: PeopleImport.ChangeSet) throws {
    for entry in changes.joined { join(entry.record) }
    for change in changes.changed { revise(change.before, change.after) }
    for change in changes.returned { takeBack(change.after) }
    for departure in changes.left { leave(departure.after) }
    try writePeople()
    try endEmployments()
    try writeEmployments()
    session.factsChanged(people: ends.map(\.person) + returned)
  }

  private mutating func join(_ record: PersonRecord) {
    let id: PersonID = session.newID()
    ids[record.externalID] = id
    people.append((id, record))
    employments.append((id, record.startDate ?? effective, record.endDate?.adding(days: 1), record))
  }

  /// A move ends the employment and begins the next; one that began on the day itself or later is corrected instead.
  private mutating func revise(_ before: PersonRecord, _ after: PersonRecord) {
    guard let stored = directory.stored[after.externalID], let since = stored.since else { return }
    people.append((stored.id, after))
    let until = after.endDate?.adding(days: 1)
    let hasMoved =
      before.unitCode != after.unitCode || before.roleCode != after.roleCode
      || before.managerExternalID != after.managerExternalID
    if hasMoved && since < effective {
      ends.append((stored.id, since, effective))
      employments.append((stored.id, effective, until, after))
    } else if hasMoved {
      employments.append((stored.id, since, until, after))
    } else if until != stored.until {
      ends.append((stored.id, since, until))
    }
  }

  private mutating func takeBack(_ record: PersonRecord) {
    guard let stored = directory.stored[record.externalID] else { return }
    people.append((stored.id, record))
    returned.append(stored.id)
    let earliest = stored.until ?? effective
    let from = max(record.startDate.map { $0 > earliest ? $0 : effective } ?? effective, earliest)
    employments.append((stored.id, from, record.endDate?.adding(days: 1), record))
  }

  private mutating func leave(_ record: PersonRecord) {
    guard let stored = directory.stored[record.externalID], let since = stored.since, let end = record.endDate
    else { return }
    people.append((stored.id, record))
    ends.append((stored.id, since, max(end.adding(days: 1), since.adding(days: 1))))
  }

  private func writePeople() throws {
    guard !people.isEmpty else { return }
    try session.tx.run(
      """
      INSERT INTO person (organisation_id, id, external_id, employee_number, name, email, locale, start_date)
      SELECT \(session.actor.organisation), * FROM unnest(
        \(people.map(\.id)), \(people.map(\.record.externalID)), \(people.map(\.record.employeeNumber)),
        \(people.map(\.record.name)), \(people.map(\.record.email)), \(people.map(\.record.locale)),
        \(people.map(\.record.startDate)))
      ON CONFLICT (organisation_id, id) DO UPDATE SET
        employee_number = excluded.employee_number, name = excluded.name, email = excluded.email,
        locale = excluded.locale, start_date = excluded.start_date
      """)
  }

  private func endEmployments() throws {
    guard !ends.isEmpty else { return }
    try session.tx.run(
      """
      UPDATE employment e SET valid_to = n.until
      FROM unnest(\(ends.map(\.person)), \(ends.map(\.since)), \(ends.map(\.until))) AS n (person, since, until)
      WHERE e.organisation_id = \(session.actor.organisation) AND e.person_id = n.person AND e.valid_from = n.since
      """)
  }

  private func writeEmployments() throws {
    guard !employments.isEmpty else { return }
    let managers = employments.map { $0.record.managerExternalID.flatMap { ids[$0] } }
    let units = employments.map { directory.units[$0.record.unitCode] }
    let roles = employments.map { $0.record.roleCode.flatMap { directory.roles[$0] } }
    try session.tx.run(
      """
      INSERT INTO employment (organisation_id, person_id, valid_from, valid_to, unit_id, role_id, manager_id)
      SELECT \(session.actor.organisation), * FROM unnest(
        \(employments.map(\.person)), \(employments.map(\.from)), \(employments.map(\.until)), \(units), \(roles),
        \(managers))
      ON CONFLICT (organisation_id, person_id, valid_from) DO UPDATE SET
        valid_to = excluded.valid_to, unit_id = excluded.unit_id, role_id = excluded.role_id,
        manager_id = excluded.manager_id
      """)
  }
}
