import Foundation
import Readiness
import Storage
import Testing

@Suite struct `Boundaries on the command line` {
  private let rules = CLIProgram.checkout("seed/boundary-rules.yaml")

  /// The shipped rule file with a text in the place of another, as a file of its own.
  private func edited(_ program: CLIProgram, _ old: String, _ new: String) throws -> (path: String, line: Int) {
    let text = try String(contentsOfFile: rules, encoding: .utf8)
    let place = try #require(text.range(of: old))
    let line = text[..<place.lowerBound].count { $0 == "\n" } + 1
    return (try program.write(text.replacingCharacters(in: place, with: new), to: "rules.yaml"), line)
  }

  @Test func `a rule file is checked without a server, and a typo told by its line`() async throws {
    try await withProgram { program in
      let sound = try await program.run("rules", "check", rules, "--json")
      #expect(sound.status == 0)
      #expect(sound.output.contains(#""isSound":true"#))
      let (path, line) = try edited(program, "fact: affects_person", "fact: affects_persons")
      let typo = try await program.run("rules", "check", path)
      #expect(typo.status == 5)
      #expect(typo.output.isEmpty)
      #expect(typo.error.contains("affects_persons"))
      #expect(typo.error.split(separator: "\n").contains { $0.contains("  \(line) ") || $0.contains(" \(line)  R3") })
    }
  }

  @Test func `rules that contradict each other are told by their lines, too`() async throws {
    try await withProgram { program in
      let (path, line) = try edited(
        program, "then: [floor H4, require in_the_loop", "then: [floor H4, floor H3, require in_the_loop")
      let outcome = try await program.run("rules", "check", path)
      #expect(outcome.status == 5)
      #expect(outcome.error.contains("floor H3"))
      #expect(outcome.error.contains("\(line)"))
    }
  }

  @Test func `what is exported is imported again without a change, and what-if saves nothing`() async throws {
    try await withSignedIn { program in
      for (noun, file) in [
        ("unit", "units.csv"), ("role", "roles.csv"), ("ai-system", "ai-systems.csv"), ("task", "tasks.csv"),
      ] {
        try await program.succeed(noun, "import", CLIProgram.checkout("seed/demo/\(file)"))
      }
      try await program.succeed(
        "boundary", "propose", "--role", "HRBP", "--rationale", "empathy", "--rationale", "ethical", "--stop-en",
        "Close it.", "--stop-zh", "关闭。", "--disclosure")
      for file in ["boundaries.csv", "boundaries.xlsx"] {
        try await program.succeed("boundary", "export", file, "--role", "HRBP")
        let again = try await program.succeed("boundary", "import", file, "--json")
        let counts = try JSONDecoder().decode(ImportCounts.self, from: Data(again.utf8))
        #expect(counts.created == 0 && counts.changed == 0 && counts.unchanged > 5)
      }
      let before = try await program.succeed("boundary", "list", "--filter", "proposed", "--json")
      let answer = try await program.succeed(
        "boundary", "what-if", "--role", "HRBP", "--set", "data_class=restricted", "--explain")
      #expect(answer.contains("+ R4  floor H5"))
      #expect(try await program.succeed("boundary", "list", "--filter", "proposed", "--json") == before)
      let wrong = try await program.run("boundary", "what-if", "--role", "HRBP", "--set", "colour=red")
      #expect(wrong.status == 1)
      #expect(wrong.error.contains("data_class"))
    }
  }
}
