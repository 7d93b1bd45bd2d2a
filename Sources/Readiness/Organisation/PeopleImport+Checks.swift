extension PeopleImport.Plan {
  /// What each person's row must satisfy: units and roles that exist, dates in order, an address of one's own.
  mutating func checkRows() {
    for candidate in candidates where !candidate.isIgnored {
      checkCodes(candidate)
      if let start = candidate.after.startDate, let end = candidate.after.endDate, end < start {
        report(.endBeforeStart(end, start: start), row: candidate.row, field: .endDate)
      }
    }
    checkEmails()
  }

  /// Codes that the file speaks of; one that it leaves as it was is not its concern.
  private mutating func checkCodes(_ candidate: Candidate) {
    if !directory.units.contains(candidate.after.unitCode) {
      report(.unknownUnit(candidate.after.unitCode), row: candidate.row, field: .unit)
    }
    if batch.columns[.role] != nil, let role = candidate.after.roleCode, !directory.roles.contains(role) {
      report(.unknownRole(role), row: candidate.row, field: .role)
    }
  }

  /// No two people who stay share an address, in either case; a leaver's may be given to another.
  private mutating func checkEmails() {
    guard batch.columns[.email] != nil else { return }
    var rows: [String: Int] = [:]
    rows.reserveCapacity(candidates.count)
    for candidate in candidates where !candidate.isLeaving {
      guard let email = candidate.after.email else { continue }
      if let row = rows.updateValue(candidate.row, forKey: email.lowercased()) {
        report(.duplicateEmail(email, otherRow: row), row: candidate.row, field: .email)
      }
    }
    for record in staying {
      guard let email = record.email, let row = rows[email.lowercased()] else { continue }
      report(.duplicateEmail(email, owner: record.externalID), row: row, field: .email)
    }
  }

  /// The safety net under a file that is not the whole organisation after all.
  mutating func checkShareOfMissing() {
    guard !missing.isEmpty else { return }
    let active = directory.people.values.reduce(0) { $0 + ($1.isActive ? 1 : 0) }
    if missing.count * 2 > active { report(.tooManyLeavers(missing.count, of: active), row: 1) }
  }
}
