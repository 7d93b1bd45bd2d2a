import Foundation
import Readiness
import Storage
import Testing
import Wire

@Suite struct `Signing in on the command line` {
  @Test func `a sign-in is kept where only its owner can read it, and refused where others can`() async throws {
    try await withSignedIn { program in
      let path = program.path("config/readiness/credentials.json")
      #expect(try permissions(path) == 0o600)
      #expect(try permissions(program.path("config/readiness")) == 0o700)
      try await program.succeed("whoami")
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
      let refused = try await program.run("whoami")
      #expect(refused.status == 1)
      #expect(refused.error.contains("chmod 600"))
    }
  }

  @Test func `signing out ends the token at the server and forgets it`() async throws {
    try await withSignedIn { program in
      let before = try program.text(of: "config/readiness/credentials.json")
      let saved = try JSONDecoder().decode(Saved.self, from: Data(before.utf8))
      try await program.succeed("logout")
      #expect(!FileManager.default.fileExists(atPath: program.path("config/readiness/credentials.json")))
      let stolen = try await program.with(["READINESS_TOKEN": saved.token]).run("whoami")
      #expect(stolen.status == 3)
    }
  }

  private struct Saved: Decodable {
    let token: String
  }

  @Test func `a saved token goes to no other server than its own`() async throws {
    try await withSignedIn { program in
      let elsewhere = try await program.run("whoami", "--server", "http://127.0.0.1:9")
      #expect(elsewhere.status == 3)
      #expect(elsewhere.error.contains("You are not signed in at http://127.0.0.1:9"))
    }
  }

  @Test func `a code works once`() async throws {
    try await withProgram { program in
      let code = try await program.bootstrap()
      try await program.serve { client, _ in
        try await client.succeed("login", input: code)
        let again = try await client.with(["READINESS_LOGIN_CODE": code.trimmingCharacters(in: .newlines)]).run("login")
        #expect(again.status == 3)
      }
    }
  }

  @Test func `with --json there is one JSON value on standard output and nothing else`() async throws {
    try await withSignedIn { program in
      let units = CLIProgram.checkout("seed/demo/units.csv")
      let counts = try await program.run("unit", "import", units, "--json")
      #expect(counts.output == "{\"changed\":0,\"created\":14,\"unchanged\":0}\n")
      let listed = try await program.run("unit", "list", "--json", "--language", "zh")
      #expect(try JSONDecoder().decode([ListUnits.Entry].self, from: Data(listed.output.utf8)).count == 14)
      let token = try await program.run("token", "create", "--label", "script", "--json")
      #expect(token.error.isEmpty)
      let issued = try JSONDecoder.wire.decode(IssueToken.Result.self, from: Data(token.output.utf8))
      try await program.with(["READINESS_TOKEN": issued.token]).succeed("whoami", "--json")
    }
  }

  @Test func `a server that is not there is told, and exits with 4`() async throws {
    try await withProgram { program in
      let outcome = try await program.with(["READINESS_SERVER": "http://127.0.0.1:9", "READINESS_TOKEN": "none"])
        .run("unit", "list")
      #expect(outcome.status == 4)
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func `colours are for terminals, and never with NO_COLOR`() async throws {
    try await withProgram { program in
      let terminal = program.with(["TERM": "xterm"])
      let coloured = try await terminal.runOnTerminal("whoami")
      #expect(coloured.contains("\u{1B}[31m"))
      let plain = try await terminal.with(["NO_COLOR": "1"]).runOnTerminal("whoami")
      #expect(plain.contains("Error: ") && !plain.contains("\u{1B}"))
      let piped = try await terminal.run("whoami")
      #expect(piped.error.hasPrefix("Error: "))
    }
  }

  private func permissions(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }
}
