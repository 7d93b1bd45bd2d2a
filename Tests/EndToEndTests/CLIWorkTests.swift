import Foundation
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Occupations, roles and tasks on the command line` {
  /// - Returns: the folder's name.
  private func unpack(_ release: PublishedRelease, in program: CLIProgram) throws -> String {
    let folder = "db_29_0_text"
    try FileManager.default.createDirectory(atPath: program.path(folder), withIntermediateDirectories: true)
    for file in release.files { _ = try program.write(file.sheet.tabSeparated, to: "\(folder)/\(file.name)") }
    _ = try program.write("Not of use\n", to: "\(folder)/Read Me.txt")
    return folder
  }

  @Test func `a release becomes roles whose exports are what the imports read`() async throws {
    try await withSignedIn { program in
      let folder = try unpack(PublishedRelease(occupations: 3, tasks: 4), in: program)
      let rehearsal = try await program.run("occupation", "import", "--source", "onet", folder, "--dry-run")
      #expect(rehearsal.status == 0 && rehearsal.output.contains("Tasks: 12 created"))
      #expect(try await program.succeed("occupation", "list", "--json").contains(#""occupations":[]"#))
      try await program.succeed("occupation", "import", "--source", "onet", folder)
      let found = try await program.succeed("occupation", "search", "shelf 2")
      #expect(found.contains("99-0002.00") && found.contains("O*NET® 29.0 Database") && found.contains("CC BY 4.0"))
      let built = try await program.succeed(
        "role", "create", "KEEP", "--from-occupation", "99-0001.00", "--data-class", "internal")
      #expect(built == "4 tasks take 100 % of the time.\n")
      let dropped = try await program.succeed("task", "drop", "KEEP", "KEEP-01")
      #expect(dropped.contains("3 tasks take") && dropped.contains("is not accounted for"))
      let shown = try await program.succeed("role", "show", "KEEP", "--language", "zh")
      #expect(shown.contains("未分配") && shown.contains("O*NET® 是 USDOL/ETA 的商标"))
      for ending in ["csv", "xlsx"] {
        for noun in ["role", "task"] {
          try await program.succeed(noun, "export", "\(noun).\(ending)")
          let again = try await program.succeed(noun, "import", "\(noun).\(ending)", "--json")
          let counts = try JSONDecoder().decode(ImportCounts.self, from: Data(again.utf8))
          #expect(counts == ImportCounts(unchanged: noun == "role" ? 1 : 3), "\(noun) \(ending)")
        }
      }
      #expect(try program.text(of: "task.csv").contains("O*NET® 29.0 Database"))
      let label = try await program.succeed(
        "exposure", "record", "KEEP-02", "--source", "model", "--labeller", "m-3", "--exposure", "E2")
      #expect(label == "The task counts as E2, –.\n")
      try await program.succeed("exposure", "export", "labels.xlsx")
      #expect(try await program.succeed("exposure", "import", "labels.xlsx").contains("1 unchanged"))
      #expect(try await program.succeed("task", "show", "KEEP-02").contains("unknown"))
    }
  }

  @Test func `a file that is cut off, and one of another kind, are told by name and row`() async throws {
    try await withSignedIn { program in
      let release = PublishedRelease(occupations: 2, tasks: 2)
      let folder = try unpack(release, in: program)
      let cut = release.taskStatements.tabSeparated.dropLast(30)
      _ = try program.write(String(cut), to: "\(folder)/Task Statements.txt")
      let half = try await program.run("occupation", "import", "--source", "onet", folder)
      #expect(half.status == 5 && half.error.contains("Task Statements.txt") && half.error.contains("Line 5"))
      let wrong = try await program.run(
        "occupation", "import", "--source", "esco", "--release", "1", "\(folder)/Task Ratings.txt")
      #expect(wrong.status == 5 && wrong.error.contains("Task Ratings.txt"))
      let unnamed = try program.write(release.occupationData.tabSeparated, to: "Occupation Data.txt")
      let unknown = try await program.run("occupation", "import", "--source", "onet", unnamed)
      #expect(unknown.status == 5 && unknown.error.contains("--release 29.0"))
      let nothing = try await program.run("occupation", "import", "--source", "esco", folder)
      #expect(nothing.status == 5 && nothing.error.contains("occupationSkillRelations"))
      #expect(try await program.succeed("occupation", "list", "--json").contains(#""occupations":[]"#))
    }
  }
}
