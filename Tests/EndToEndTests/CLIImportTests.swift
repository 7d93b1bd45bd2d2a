import Foundation
import Readiness
import Storage
import Testing

@Suite struct `Imports and exports on the command line` {
  private static let people = #"""
    external_id,employee_number,name,email,locale,unit,role,manager,start_date,end_date
    007,,王伟,,zh-Hans,FIN,ACCT,E1,2020-01-01,
    E1,88,李娜,li.na@example.com,,HR,HRBP,,2021-03-01,
    E2,,"Reed, ""Sam""",sam@example.com,en,IT,,E1,2022-05-09,

    """#

  private func seed(_ name: String) -> String { CLIProgram.checkout("seed/demo/\(name)") }

  private func prepare(_ program: CLIProgram) async throws {
    for (noun, file) in [
      ("unit", "units.csv"), ("role", "roles.csv"), ("ai-system", "ai-systems.csv"), ("task", "tasks.csv"),
    ] {
      try await program.succeed(noun, "import", seed(file))
    }
  }

  @Test func `an export is what was imported, and importing it again changes nothing`() async throws {
    try await withSignedIn { program in
      try await prepare(program)
      let file = try program.write(Self.people, to: "people.csv")
      try await program.succeed("people", "import", file)
      try await program.succeed("people", "export", "out.csv")
      let exported = try program.text(of: "out.csv").replacing("\u{FEFF}", with: "").replacing("\r\n", with: "\n")
      #expect(exported == Self.people)
      try await program.succeed("people", "export", "out.xlsx")
      for file in ["out.csv", "out.xlsx"] {
        let again = try await program.run(
          "people", "import", file, "--leavers", "mark-missing-as-left", "--json")
        let result = try JSONDecoder().decode(ImportPeople.Result.self, from: Data(again.output.utf8))
        #expect(result.unchanged == 3)
        #expect(result.differences.isEmpty)
      }
    }
  }

  @Test func `a dry run shows the differences and changes nothing`() async throws {
    try await withSignedIn { program in
      try await prepare(program)
      let file = try program.write(Self.people, to: "people.csv")
      let rehearsal = try await program.run("people", "import", file, "--dry-run")
      #expect(rehearsal.status == 0)
      #expect(rehearsal.output.contains("3 joined, 0 changed"))
      #expect(rehearsal.error.contains("nothing was changed"))
      let people = try await program.succeed("people", "list", "--json")
      #expect(people == "[]\n")
      _ = try await program.run("people", "import", file)
      let changed = try program.write(Self.people.replacing("王伟", with: "王玮"), to: "changed.csv")
      let differences = try await program.run("people", "import", changed, "--dry-run").output
      #expect(differences.contains("2  changed  007          王玮  name   王伟    王玮"))
      let after = try await program.succeed("people", "list")
      #expect(after.contains("王伟"))
    }
  }

  @Test func `a faulty file is told by row and column, in both languages, and exits with 5`() async throws {
    try await withSignedIn { program in
      try await prepare(program)
      let file = try program.write(
        "external_id,name,unit,email\nE9,Zoe,HR,not-an-email\n,Bob,HR,\n", to: "bad.csv")
      let english = try await program.run("people", "import", file)
      #expect(english.status == 5)
      #expect(english.error.contains("2  email        “not-an-email” is not an e-mail address"))
      #expect(english.error.contains("3  external_id  This cell must not be empty"))
      let chinese = try await program.run("people", "import", file, "--language", "zh")
      #expect(chinese.status == 5)
      #expect(chinese.error.contains("不是有效的邮箱地址"))
      let people = try await program.succeed("people", "list", "--json")
      #expect(people == "[]\n")
    }
  }

  @Test func `a mapping of columns is kept under a name and found again`() async throws {
    try await withSignedIn { program in
      try await prepare(program)
      let file = try program.write("Nummer,Wer,Wo\nE1,Ida,HR\n", to: "german.csv")
      let maps = ["--map", "external_id=Nummer", "--map", "name=Wer", "--map", "unit=Wo"]
      try await program.succeed(["people", "import", file, "--save-profile", "payroll"] + maps)
      let again = try await program.run("people", "import", file, "--profile", "payroll")
      #expect(again.output.contains("0 joined, 0 changed, 0 returned, 0 left, 1 unchanged"))
      let unknown = try await program.run("people", "import", file, "--profile", "nowhere")
      #expect(unknown.status == 5)
    }
  }

  @Test func `more faults than fit on a screen end with a count`() async throws {
    try await withProgram { program in
      let rows = String(repeating: "only-one\n", count: 60)
      let file = try program.write("code,name_en,name_zh\n" + rows, to: "units.csv")
      let outcome = try await program.with(["READINESS_SERVER": "http://127.0.0.1:9", "READINESS_TOKEN": "none"])
        .run("unit", "import", file)
      #expect(outcome.status == 5)
      #expect(outcome.error.contains("… and 10 more."))
      // What is wrong, the titles, fifty faults and the count.
      let lines = outcome.error.split(separator: "\n").count
      #expect(lines == 53)
    }
  }
}
