/// Who manages whom once the import is done.
extension PeopleImport.Plan {
  /// Every manager must be known, stay, and not be managed, at however many removes, by the one they manage.
  mutating func checkHierarchy() {
    let stayingIDs = Set(staying.map(\.externalID))
    for candidate in candidates where !candidate.isIgnored {
      guard let manager = candidate.after.managerExternalID else { continue }
      if let finding = finding(manager: manager, of: candidate, staying: stayingIDs) {
        report(finding, row: candidate.row, field: .manager)
      }
    }
    checkReportsOfLeavers()
    checkCycles()
  }

  private func finding(manager: String, of candidate: Candidate, staying: Set<String>) -> PeopleImport.Finding? {
    if manager == candidate.after.externalID { return .selfManager }
    let listed = positions[manager].map { candidates[$0] }
    let known = directory.people[manager]
    let stays = listed.map { !$0.isLeaving } ?? (staying.contains(manager) || batch.unreadable.contains(manager))
    if stays { return nil }
    if listed == nil && known == nil { return .unknownManager(manager) }
    // One who had left before is the file's concern only where it names managers.
    let isConcern = known?.isActive == true || batch.columns[.manager] != nil
    return isConcern && !candidate.isLeaving ? .managerLeaving(manager) : nil
  }

  /// People who stay as they are, but whose manager leaves by a row of the file.
  private mutating func checkReportsOfLeavers() {
    var reports: [Int: [String]] = [:]
    for record in staying {
      guard let manager = record.managerExternalID, let position = positions[manager] else { continue }
      if candidates[position].isLeaving && candidates[position].before?.isActive == true {
        reports[position, default: []].append(record.externalID)
      }
    }
    for (position, ids) in reports {
      report(.leaverStillManages(ids), row: candidates[position].row, field: .endDate)
    }
  }

  /// Walks up from everyone, marking the walk: meeting the walk itself closes a cycle, meeting an earlier one ends it.
  private mutating func checkCycles() {
    let people = candidates.map { $0.isLeaving ? nil : $0.after } + staying.map(Optional.some)
    var positions = positions
    for (offset, record) in staying.enumerated() { positions[record.externalID] = candidates.count + offset }
    let managers = people.indices.map { index in
      people[index]?.managerExternalID.flatMap { positions[$0] }.flatMap { $0 == index ? nil : $0 }
    }
    var walks = [Int](repeating: -1, count: people.count)
    for start in people.indices where walks[start] < 0 {
      var next: Int? = start
      while let index = next, walks[index] < 0 {
        walks[index] = start
        next = managers[index]
      }
      if let index = next, walks[index] == start { reportCycle(through: index, managers: managers, people: people) }
    }
  }

  /// Reports a cycle at its first row in the file; one that the file has no part in is not its concern.
  private mutating func reportCycle(through start: Int, managers: [Int?], people: [PersonRecord?]) {
    var cycle = [start]
    while let next = managers[cycle[cycle.count - 1]], next != start { cycle.append(next) }
    guard let first = cycle.min(), first < candidates.count, let turn = cycle.firstIndex(of: first) else { return }
    let ids = (cycle[turn...] + cycle[..<turn]).compactMap { people[$0]?.externalID }
    report(.managerCycle(ids), row: candidates[first].row, field: .manager)
  }
}
