import Foundation
import Testing

extension CLIProgram {
  /// An owner, a manager and one who reports to them, all HR business partners, with the tasks of the role.
  func importStaff() async throws {
    for (noun, file) in [("unit", "units.csv"), ("role", "roles.csv"), ("ai-system", "ai-systems.csv")] {
      try await succeed(noun, "import", CLIProgram.checkout("seed/demo/\(file)"))
    }
    let tasks = try String(contentsOfFile: CLIProgram.checkout("seed/demo/tasks.csv"), encoding: .utf8)
    let lines = tasks.split(separator: "\n")
    let own = lines.filter { $0.contains(",HRBP,") }
    try await succeed("task", "import", try write(([lines[0]] + own).joined(separator: "\n") + "\n", to: "tasks.csv"))
    let people = """
      external_id,name,email,unit,role,manager id
      E1,Ada,ada@example.com,HR,HRBP,
      E2,Ben,ben@example.com,HR,HRBP,
      E3,Cem,cem@example.com,HR,HRBP,E2

      """
    try await succeed("people", "import", try write(people, to: "people.csv"))
    try await succeed("account", "create", "ada@example.com", "--name", "Ada", "--role", "owner", "--person", "E1")
    try await succeed("account", "create", "ben@example.com", "--name", "Ben", "--role", "manager", "--person", "E2")
  }

  /// - Returns: enrolment codes for so many phones of a person.
  func invite(_ person: String, phones: Int = 1) async throws -> [String] {
    struct Letter: Decodable {
      var code: String
    }
    var codes: [String] = []
    for _ in 0..<phones {
      let letters = try await succeed("device", "invite", "--person", person, "--json")
      codes += try JSONDecoder().decode([Letter].self, from: Data(letters.utf8)).map(\.code)
    }
    return codes
  }
}
