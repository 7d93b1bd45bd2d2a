extension DemoMaking {
  /// Everyone at the start, then each month those only who joined, moved, left or have another manager.
  var people: [DemoStep] {
    let everyone = staff.members.indices.filter { staff.post(of: $0, month: 0) != nil }
    let changes = (1..<DemoStaff.months).map { month in peopleStep(changed(in: month), month: month) }
    return [peopleStep(everyone, month: 0)] + accountSteps + changes + reports
  }

  private func changed(in month: Int) -> [Int] {
    staff.members.indices.filter { staff.post(of: $0, month: month) != staff.post(of: $0, month: month - 1) }
  }

  private func peopleStep(_ members: [Int], month: Int) -> DemoStep {
    DemoStep(day(of: month), work: max(1, members.count)) {
      ImportPeople(
        sheet: Sheet(header: PersonRecord.Field.shown, cells: members.map { cells(of: $0, month: month) }))
    }
  }

  private func cells(of index: Int, month: Int) -> [String] {
    let member = staff.members[index]
    let isLeaving = member.leaves == month
    guard let post = staff.post(of: index, month: isLeaving ? month - 1 : month) else { return [] }
    let role = post.role.map { seeds.story.roles[$0].code }
    // A leaver's manager may leave on the same day.
    let manager = isLeaving ? nil : post.manager.map { staff.members[$0].externalID }
    let end = isLeaving ? day(of: month).adding(days: -1 - member.number % 12) : nil
    return [
      member.externalID, member.name, member.email, member.locale.tag, staff.units[post.unit].code, role ?? "",
      manager ?? "", member.hired.description, end?.description ?? "",
    ]
  }
}

extension PersonRecord.Field {
  /// The columns that the demonstration's people are told by.
  fileprivate static let shown = [
    Self.externalID, .name, .email, .locale, .unit, .role, .manager, .startDate, .endDate,
  ].map(\.rawValue)
}
