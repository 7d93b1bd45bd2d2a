extension PeopleImport {
  /// What `batch` would change in `directory`, in time proportional to both.
  ///
  /// A person works up to and including their end date, so whoever's end date is before `effective` leaves. People
  /// whom the file does not list leave, where `leavers` says so, on the day before `effective`, though not before they
  /// started. The file's other leavers are told apart from those the directory never had, who are ignored.
  ///
  /// - Parameters:
  ///   - effective: the day from which the file's state holds.
  ///   - allowingMostToLeave: whether more than half of the active people may be missing from the file and leave.
  /// - Throws: a refusal with everything that is wrong, what could not be read included.
  public static func plan(
    _ batch: Batch, directory: Directory, leavers: LeaverPolicy, effective: Day, allowingMostToLeave: Bool = false
  ) throws(Refusal) -> ChangeSet {
    var plan = Plan(batch, directory: directory, leavers: leavers, effective: effective)
    if !allowingMostToLeave { plan.checkShareOfMissing() }
    plan.checkRows()
    plan.checkHierarchy()
    guard plan.errors.isEmpty else { throw Refusal(plan.errors) }
    return plan.changeSet()
  }

  /// A batch laid over a directory.
  struct Plan {
    /// One person of the file.
    struct Candidate {
      let row: Int
      /// Nil for a person the directory has never had.
      let before: Directory.Person?
      let after: PersonRecord
      let isLeaving: Bool
      /// Left before the directory ever had them.
      var isIgnored: Bool { isLeaving && before == nil }
    }

    let batch: Batch
    let directory: Directory
    let effective: Day
    private(set) var candidates: [Candidate] = []
    /// Position in `candidates` by external id.
    private(set) var positions: [String: Int] = [:]
    /// Active people whom the file does not list and who stay, by external id.
    private(set) var staying: [PersonRecord] = []
    /// Active people whom the file does not list and who leave, by external id.
    private(set) var missing: [PersonRecord] = []
    private(set) var errors: [RowError]

    init(_ batch: Batch, directory: Directory, leavers: LeaverPolicy, effective: Day) {
      self.batch = batch
      self.directory = directory
      self.effective = effective
      errors = batch.errors
      candidates.reserveCapacity(batch.entries.count)
      positions.reserveCapacity(batch.entries.count)
      for entry in batch.entries { add(entry) }
      let unlisted = directory.people.values
        .filter { $0.isActive && !isListed($0.record.externalID) }
        .map(\.record)
        .sorted { $0.externalID < $1.externalID }
      switch leavers {
      case .keep: staying = unlisted
      case .markMissingAsLeft: missing = unlisted
      }
    }

    private mutating func add(_ entry: Entry) {
      let id = entry.record.externalID
      if let first = positions[id] {
        return report(.duplicateExternalID(id, otherRow: candidates[first].row), row: entry.row, field: .externalID)
      }
      let before = directory.people[id]
      var after = entry.record
      if let before {
        after = after.merged(over: before.record, columns: batch.columns)
        // Listed again in a file without end dates: the old end date no longer holds.
        if !before.isActive && batch.columns[.endDate] == nil { after.endDate = nil }
      }
      let isLeaving = after.endDate.map { $0 < effective } ?? false
      positions[id] = candidates.count
      candidates.append(Candidate(row: entry.row, before: before, after: after, isLeaving: isLeaving))
    }

    mutating func report(_ finding: Finding, row: Int, field: PersonRecord.Field? = nil) {
      errors.append(finding.at(row: row, column: field.map { batch.columns[$0] ?? $0.rawValue }))
    }

    /// Whether the file has a row of this person, sound or not.
    private func isListed(_ id: String) -> Bool { positions[id] != nil || batch.unreadable.contains(id) }

    func changeSet() -> ChangeSet {
      var changes = ChangeSet()
      for candidate in candidates { changes.add(candidate) }
      changes.left += missing.map { record in
        var after = record
        after.endDate = max(effective.adding(days: -1), record.startDate ?? effective.adding(days: -1))
        return Departure(row: nil, before: record, after: after)
      }
      return changes
    }
  }
}

extension PeopleImport.ChangeSet {
  fileprivate mutating func add(_ candidate: PeopleImport.Plan.Candidate) {
    guard let before = candidate.before else {
      if candidate.isIgnored {
        ignored += 1
      } else {
        joined.append(PeopleImport.Entry(row: candidate.row, record: candidate.after))
      }
      return
    }
    switch (before.isActive, candidate.isLeaving) {
    case (true, true):
      left.append(PeopleImport.Departure(row: candidate.row, before: before.record, after: candidate.after))
    case (false, false):
      returned.append(PeopleImport.Change(row: candidate.row, before: before.record, after: candidate.after))
    case (true, false), (false, true):
      if before.record == candidate.after {
        unchanged += 1
      } else {
        changed.append(PeopleImport.Change(row: candidate.row, before: before.record, after: candidate.after))
      }
    }
  }
}
