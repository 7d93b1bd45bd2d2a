import Foundation
import Readiness
import Storage
import Testing
import Wire

@Suite struct `Training plans on the command line` {
  private func prepare(_ program: CLIProgram) async throws {
    try await program.succeed("unit", "import", CLIProgram.checkout("seed/demo/units.csv"))
    try await program.succeed("role", "import", CLIProgram.checkout("seed/demo/roles.csv"))
    let people = try program.write("external_id,name,unit,role\nE1,Wei,HR,HRBP\nE2,Ada,HR,HRBP\n", to: "people.csv")
    try await program.succeed("people", "import", people)
    let answers = try program.write("person,item,answer\nE1,UND-01,b\n", to: "answers.csv")
    try await program.succeed("assess", "import", answers)
  }

  @Test func `a plan goes from its gaps to evidence and a table`() async throws {
    try await withSignedIn { program in
      try await prepare(program)
      let gaps = try await program.succeed("plan", "gaps", "--unit", "HR")
      #expect(gaps.contains("E1") && gaps.contains("have them assessed first"))
      let due = Day(Date()).adding(days: 200).description
      let generated = try await program.succeed(
        "plan", "generate", "--unit", "HR", "--budget", "5000", "--weekly-hours", "3", "--due", due, "--explain")
      #expect(generated.contains("1 plan,") && generated.contains("No plan for 1"))
      for step in ["submit", "take-up", "approve"] { try await program.succeed("plan", step, "--unit", "HR") }
      #expect(try await program.run("plan", "approve", "--unit", "HR").status != 0)
      #expect(try await program.succeed("plan", "list", "--person", "E1").contains("active"))
      let json = try await program.succeed("plan", "show", "--person", "E1", "--json")
      let plan = try JSONDecoder.wire.decode(FindPlan.Answer.self, from: Data(json.utf8))
      let item = try #require(plan.items.first)
      try await program.succeed("plan", "log", item.id.description, "--hours", "1.5")
      let done = try await program.succeed("plan", "done", item.id.description, "--text", "Shown", "--lang", "zh")
      #expect(done.contains("已完成"))
      #expect(try await program.run("plan", "log", item.id.description, "--hours", "1").status != 0)
      try await program.succeed("plan", "export", "plans.csv", "--unit", "HR")
      #expect(try program.text(of: "plans.csv").contains("\(item.activity),"))
      let again = try await program.succeed("plan", "import", "plans.csv", "--dry-run", "--json")
      #expect(try JSONDecoder().decode(ImportCounts.self, from: Data(again.utf8)) == ImportCounts(unchanged: 1))
      #expect(try await program.succeed("plan", "show", "--person", "E1").contains("hours logged"))
    }
  }

  @Test func `a due report is written to a folder that is made for it, and to no other`() async throws {
    try await withSignedIn { program in
      try await prepare(program)
      try await program.succeed("report", "define", "council", "--kind", "boundaries", "--report-language", "zh")
      try await program.succeed(
        "report", "schedule", "council", "--every", "day", "--time-zone", "Asia/Shanghai", "--starts-on", "2026-01-01")
      let barred = try await program.run("report", "run", "--due", "--output", "people.csv/reports")
      #expect(barred.status == 1 && barred.error.contains("people.csv/reports"))
      let written = try await program.succeed("report", "run", "--due", "--output", "new/reports", "--json")
      let files = try JSONDecoder().decode([String].self, from: Data(written.utf8))
      #expect(files.count == 1, "what could not be written was not claimed")
      #expect(try program.text(of: try #require(files.first)).contains("人机边界登记册"))
    }
  }

  @Test func `bad terms are refused with nothing stored`() async throws {
    try await withSignedIn { program in
      try await prepare(program)
      let due = Day(Date()).adding(days: 100).description
      for terms in [
        ["--unit", "HR", "--weekly-hours=-3", "--due", due],
        ["--unit", "HR", "--weekly-hours", "3", "--due", "2020-01-01"],
        ["--unit", "HR", "--budget=-1", "--weekly-hours", "3", "--due", due],
        ["--unit", "HR", "--budget", "-1", "--weekly-hours", "3", "--due", due],
        ["--unit", "HR", "--weekly-hours", "-3", "--due", due],
        ["--unit", "NONE", "--weekly-hours", "3", "--due", due], ["--weekly-hours", "3", "--due", due],
      ] {
        let refused = try await program.run(["plan", "generate"] + terms)
        #expect(refused.status != 0 && refused.error.contains("Error"), "\(terms)")
      }
      let negative = try await program.run(
        "plan", "generate", "--unit", "HR", "--budget", "-5", "--weekly-hours", "3", "--due", due)
      #expect(negative.status == 1 && negative.error.contains("The budget must be 0"))
      #expect(try await program.succeed("plan", "list", "--json") == "[]\n")
    }
  }
}
