import Foundation
import Storage
import TestSupport
import Testing

@Suite struct `The server and its database on the command line` {
  @Test func `a server ends cleanly, and a second one on the same folder refuses`() async throws {
    try await withProgram { program in
      let status = try await program.serve { _, _ in
        let second = try await program.run("serve", "--port", "0")
        #expect(second.status == 1)
        #expect(second.error.contains("Another server"))
      }
      #expect(status == 0)
    }
  }

  @Test func `after a kill the next server has everything that was committed`() async throws {
    try await withProgram { program in
      let code = try await program.bootstrap()
      let killed = try await program.serve { client, process in
        try await client.succeed("login", input: code)
        let units = CLIProgram.checkout("seed/demo/units.csv")
        try await client.succeed("unit", "import", units)
        kill(process, SIGKILL)
      }
      #expect(killed == -Int(SIGKILL))
      let token = try program.text(of: "config/readiness/credentials.json")
      let saved = try JSONDecoder().decode([String: String].self, from: Data(token.utf8))
      try await program.with(["READINESS_TOKEN": saved["token"] ?? ""]).serve { client, _ in
        let listed = try await client.run("unit", "list", "--json")
        #expect(try JSONDecoder().decode([ListUnits.Entry].self, from: Data(listed.output.utf8)).count == 14)
      }
    }
  }

  @Test func `a port in use is told`() async throws {
    try await withProgram { program in
      try await program.serve { client, _ in
        let port = try #require(client.server.split(separator: ":").last.map(String.init))
        let other = client.with(["READINESS_DATA": program.path("other")])
        let outcome = try await other.run("serve", "--port", port)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("Another program listens on 127.0.0.1:\(port)"))
      }
    }
  }

  @Test func `a backup taken while serving brings everything back`() async throws {
    try await withProgram { program in
      _ = try await program.bootstrap()
      try await program.serve { _, _ in
        try await program.succeed("database", "backup", "all.backup")
      }
      let refused = try await program.run("database", "restore", "all.backup")
      #expect(refused.status == 1)
      #expect(refused.error.contains("--force"))
      let elsewhere = program.with(["READINESS_DATA": program.path("other")])
      try await elsewhere.succeed("database", "restore", "all.backup")
      let verified = try await elsewhere.run("database", "verify", "--json")
      #expect(verified.status == 0)
      let verdicts = try JSONDecoder().decode([AuditVerdict].self, from: Data(verified.output.utf8))
      #expect(verdicts.map(\.isSound) == [true])
      try await elsewhere.succeed("account", "invite", "owner@example.com", "--on-host")
    }
  }

  @Test func `a second organisation has to be asked for`() async throws {
    try await withProgram { program in
      _ = try await program.bootstrap()
      let again = try await program.run(
        "account", "bootstrap", "--organisation-name", "Other", "--email", "o@example.com", "--name", "Other")
      #expect(again.status == 1)
      #expect(again.error.contains("--additional"))
    }
  }

  @Test func `a given database with another schema is refused with the command that helps`() async throws {
    let conninfo = try TestCluster.shared().createDatabase()
    try await withProgram { folder in
      let program = folder.with(["READINESS_DATABASE_URL": conninfo, "READINESS_DATABASE_ADMIN_URL": conninfo])
      let stale = try await program.run("serve", "--port", "0")
      #expect(stale.status == 1)
      #expect(stale.error.contains("Run: readiness database migrate"))
      try await program.succeed("database", "migrate")
      let unconfined = try await program.run("serve", "--port", "0")
      #expect(unconfined.status == 1)
      #expect(unconfined.error.contains("row-level security"))
      let confined = conninfo.replacing("user=postgres", with: "user=readiness_app")
      let status = try await program.with(["READINESS_DATABASE_URL": confined]).serve { _, _ in }
      #expect(status == 0)
      let name = try #require(conninfo.split(separator: "dbname=").last.map(String.init))
      try TestCluster.shared().execute(
        "INSERT INTO schema_migration VALUES (99, '0099_future', 'none', now())", database: name)
      let newer = try await program.run("serve", "--port", "0")
      #expect(newer.status == 1)
      #expect(newer.error.contains("newer than this program"))
    }
  }
}
