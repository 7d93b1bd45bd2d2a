/// The CSV files of the ESCO classification: occupations, skills, and the relations between them.
///
/// ESCO has no tasks. The skills that an occupation needs stand for them, essential ones as core; knowledge does not: it is
/// not something that one does.
extension PublishedFiles {
  private static let escoOccupations = PublishedKind(
    name: "occupations", columns: ["conceptUri", "iscoGroup", "preferredLabel", "description"])
  private static let escoRelations = PublishedKind(
    name: "occupationSkillRelations", columns: ["occupationUri", "relationType", "skillType", "skillUri"])
  private static let escoSkills = PublishedKind(
    name: "skills", columns: ["conceptUri", "skillType", "preferredLabel"])

  init(esco files: [File]) throws(Refusal) {
    let (occupations, found) = try PublishedKind.sorted(
      files, main: PublishedFiles.escoOccupations, others: [PublishedFiles.escoRelations, PublishedFiles.escoSkills])
    let (relations, skills) = (found[PublishedFiles.escoRelations.name], found[PublishedFiles.escoSkills.name])
    if (relations == nil) != (skills == nil) { throw .halfTheSkills }
    let codes = PublishedFiles.codes(occupations)
    self.init(occupations: PublishedFiles.occupations(occupations, codes), tasks: nil)
    if let relations, let skills { try add(relations, of: codes, to: skills) }
  }

  /// By address: the code, where the release has one, else the end of the address.
  private static func codes(_ table: PublishedTable) -> [String: String] {
    let (address, code) = (table.cells("conceptUri"), table.cells("code"))
    return Dictionary(
      table.rows.map { (address($0), code($0).isEmpty ? address($0).lastPart : code($0)) },
      uniquingKeysWith: { first, _ in first })
  }

  private static func occupations(_ table: PublishedTable, _ codes: [String: String]) -> Sheet {
    let (address, label) = (table.cells("conceptUri"), table.cells("preferredLabel"))
    let description = table.cells("description")
    return Sheet(
      header: OccupationRecord.columns,
      rows: table.rows.map { row in
        Sheet.Row(row: row.row, cells: [codes[address(row)] ?? "", label(row), description(row)])
      })
  }

  private mutating func add(
    _ relations: PublishedTable, of codes: [String: String], to skills: PublishedTable
  ) throws(Refusal) {
    let (skill, label) = (skills.cells("conceptUri"), skills.cells("preferredLabel"))
    let labels = Dictionary(skills.rows.map { (skill($0), label($0)) }, uniquingKeysWith: { first, _ in first })
    let (occupation, needed) = (relations.cells("occupationUri"), relations.cells("skillUri"))
    let (relation, type) = (relations.cells("relationType"), relations.cells("skillType"))
    var faults: [Refusal.Fault] = []
    var rows: [Sheet.Row] = []
    for row in relations.rows where type(row) != "knowledge" {
      guard let kind = PublishedFiles.kinds[relation(row)] else {
        faults.append(relations.fault(row, "relationType", "invalid", .relationExpected(relation(row))))
        continue
      }
      guard let code = codes[occupation(row)], let label = labels[needed(row)] else {
        skipped += 1
        continue
      }
      rows.append(Sheet.Row(row: row.row, cells: [code, needed(row).lastPart, label, kind.rawValue]))
    }
    if skipped > rows.count { throw .otherRelease(skipped: skipped) }
    if !faults.isEmpty { throw Refusal(tableFaults: faults) }
    if !rows.isEmpty { tasks = Sheet(header: OccupationTaskRecord.columns, rows: rows) }
  }

  private static let kinds: [String: OccupationTask.Kind] = ["essential": .core, "optional": .supplemental]
}

extension String {
  /// What follows the last slash.
  fileprivate var lastPart: String { String(self[(lastIndex(of: "/").map(index(after:)) ?? startIndex)...]) }
}

extension Refusal {
  fileprivate static let halfTheSkills = Refusal.invalid(
    "missing-file",
    en: "Skills come from two files: skills and occupationSkillRelations. Add the other one, or leave both out.",
    zh: "技能需要 skills 和 occupationSkillRelations 两个文件。请补齐另一个，或两个都不提供。")

  fileprivate static func otherRelease(skipped: Int) -> Refusal {
    .invalid(
      "other-release",
      en:
        "\(skipped) relations name occupations or skills that the other files do not have. Take all files of one release.",
      zh: "有 \(skipped) 条关系所指的职业或技能不在其他文件中。请使用同一版本的全部文件。")
  }
}

extension LocalizedText {
  fileprivate static func relationExpected(_ text: String) -> LocalizedText {
    LocalizedText(
      en: "“\(text.prefix(60))” is neither essential nor optional.", zh: "“\(text.prefix(60))”应为 essential 或 optional。")
  }
}
