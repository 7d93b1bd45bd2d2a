import Readiness
import TestSupport
import Testing

@Suite struct `Files of published occupations` {
  private let release = PublishedRelease(occupations: 2, tasks: 3)

  private func faults(_ source: RoleSource, _ files: [PublishedFiles.File]) throws -> [Refusal.Fault] {
    do {
      _ = try PublishedFiles(source, files)
      return []
    } catch {
      return error.faults
    }
  }

  @Test func `ratings are folded into the tasks that they are of`() throws {
    let published = try PublishedFiles(.onet, release.files)
    #expect(published.occupations.rows.map(\.cells[0]) == ["99-0000.00", "99-0001.00"])
    let tasks = try #require(published.tasks)
    #expect(tasks.header == OccupationTaskRecord.columns + OccupationTaskRecord.optionalColumns)
    #expect(
      tasks.rows[1].cells == ["99-0000.00", "1001", "Put box 1 on shelf 0.", "supplemental", "2.0", "90.0", "2.0"])
    #expect(tasks.rows[2].cells.suffix(4) == ["unrated", "", "", ""])
    #expect(tasks.rows[5].row == 7)
  }

  @Test func `frequency is the mean of its ranks, and what is to be suppressed is left out`() throws {
    func row(_ scale: String, _ category: String, _ value: String, _ suppress: String = "N") -> [String] {
      ["99-0000.00", "1000", scale, category, value, "9", "", "", "", suppress, "06/2026", "Incumbent"]
    }
    let ratings = Sheet(
      published: PublishedRelease.ratingColumns,
      [
        row("IM", "n/a", "4.5", "Y"), row("RT", "", "n/a"), row("FT", "1", "25"), row("FT", "5", "75"),
        row("ZZ", "", "x"),
      ])
    let files = [release.files[0], release.files[2], PublishedFiles.File(name: "Ratings", sheet: ratings)]
    let task = try #require(try PublishedFiles(.onet, files).tasks?.rows[0].cells)
    #expect(task.suffix(3) == ["", "", "4.0"])
  }

  @Test func `each wrong value is told with its file, row and column`() throws {
    let ratings = Sheet(
      published: PublishedRelease.ratingColumns,
      [
        ["99-0000.00", "1000", "IM", "n/a", "7"], ["99-0000.00", "1000", "FT", "8", "10"],
        ["99-0000.00", "4711", "IM", "n/a", "3"],
      ])
    let files = [release.files[0], release.files[2], PublishedFiles.File(name: "Task Ratings.txt", sheet: ratings)]
    #expect(
      try faults(.onet, files).map { "\($0.row ?? 0) \($0.field ?? "") \($0.code)" } == [
        "2 Task Ratings.txt: Data Value invalid", "3 Task Ratings.txt: Category invalid",
        "4 Task Ratings.txt: Task ID unknown-task",
      ])
    var statements = release.taskStatements
    statements.rows[1].cells[3] = "Maybe"
    let typed = try faults(.onet, [release.files[0], PublishedFiles.File(name: "T.txt", sheet: statements)])
    #expect(typed.map(\.field) == ["T.txt: Task Type"] && typed.map(\.row) == [3])
  }

  @Test func `a wrong, a doubled and a missing file are told by name`() throws {
    let wrong = PublishedFiles.File(
      name: "Skills.txt", sheet: Sheet(published: ["Element ID", "Scale ID"], [["1", "2"]]))
    #expect(
      try faults(.onet, release.files + [wrong]).map { "\($0.field ?? "") \($0.code)" } == ["Skills.txt unknown-file"])
    #expect(
      try faults(.onet, release.files + [release.files[0]]).map(\.code) == ["second-file"])
    #expect(
      try faults(.onet, [release.files[2]]).map { "\($0.field ?? "") \($0.code)" } == ["Occupation Data missing-file"])
    #expect(throws: Refusal.self) { try PublishedFiles(.custom, release.files) }
  }

  private let esco = [
    PublishedFiles.File(
      name: "occupations_en.csv",
      sheet: Sheet(
        published: ["conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels", "description", "code"],
        [
          [
            "Occupation", "http://example.eu/occupation/a1", "4110", "letter sorter", "sorter\nfiler", "Sorts.",
            "4110.1",
          ],
          ["Occupation", "http://example.eu/occupation/b2", "4110", "box keeper", "", "Keeps.", ""],
        ])),
    PublishedFiles.File(
      name: "skills_en.csv",
      sheet: Sheet(
        published: ["conceptType", "conceptUri", "skillType", "preferredLabel", "description"],
        [
          ["Skill", "http://example.eu/skill/s1", "skill/competence", "sort letters", ""],
          ["Skill", "http://example.eu/skill/k1", "knowledge", "postal law", ""],
        ])),
    PublishedFiles.File(
      name: "occupationSkillRelations_en.csv",
      sheet: Sheet(
        published: ["occupationUri", "relationType", "skillType", "skillUri"],
        [
          ["http://example.eu/occupation/a1", "essential", "skill/competence", "http://example.eu/skill/s1"],
          ["http://example.eu/occupation/b2", "optional", "skill/competence", "http://example.eu/skill/s1"],
          ["http://example.eu/occupation/a1", "essential", "knowledge", "http://example.eu/skill/k1"],
          ["http://example.eu/occupation/a1", "essential", "skill/competence", "http://example.eu/skill/gone"],
        ])),
  ]

  @Test func `the skills of ESCO stand for tasks, without knowledge, and what is dangling is counted`() throws {
    let published = try PublishedFiles(.esco, esco)
    #expect(published.occupations.rows.map(\.cells[0]) == ["4110.1", "b2"])
    #expect(
      published.tasks?.rows.map(\.cells) == [
        ["4110.1", "s1", "sort letters", "core"], ["b2", "s1", "sort letters", "supplemental"],
      ])
    #expect(published.skipped == 1)
    #expect(try PublishedFiles(.esco, [esco[0]]).tasks == nil)
    #expect(throws: Refusal.self) { try PublishedFiles(.esco, [esco[0], esco[1]]) }
  }

  @Test func `the attribution names maker, licence, release and changes in both languages`() throws {
    let onet = try #require(RoleSource.onet.attribution(release: "29.0"))
    for text in [onet.en, onet.zh] {
      for part in ["O*NET® 29.0 Database", "USDOL/ETA", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"] {
        #expect(text.contains(part))
      }
    }
    #expect(onet.en.contains("adapted") && onet.zh.contains("改编"))
    #expect(
      RoleSource.esco.attribution(release: nil)?.en.contains("ESCO classification of the European Commission") == true)
    #expect(RoleSource.custom.attribution(release: nil) == nil)
  }
}
