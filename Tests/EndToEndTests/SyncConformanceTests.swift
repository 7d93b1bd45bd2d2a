import Foundation
import Subprocess
import SystemPackage
import Testing

@Suite struct `The sync protocol as it is documented` {
  /// What `conformance.py` is told of the server.
  private struct Given: Encodable {
    var server: String
    var role = "HRBP"
    var task = "HRBP-01"
    var unit = "HR"
    var manager = "E2"
    var report = ["external_id": "E3", "name": "Cem", "unit": "HR", "role": "HRBP"]
    var codes: [String: [String]]
  }

  @Test func `a client that was written from the document alone passes every case`() async throws {
    try await withSignedIn { program in
      try await program.importStaff()
      let given = Given(
        server: program.server,
        codes: [
          "owner": try await program.invite("E1"), "manager": try await program.invite("E2"),
          "report": try await program.invite("E3", phones: 3),
        ])
      let result = try await Subprocess.run(
        .path("/usr/bin/python3"), arguments: ["-B", CLIProgram.checkout("Tests/Conformance/conformance.py")],
        input: .string(String(decoding: try JSONEncoder().encode(given), as: UTF8.self)),
        output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
      let lines = result.standardOutput.split(separator: "\n")
      for line in lines where line.hasPrefix("FAILED") { Issue.record("\(line)") }
      #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
      #expect(lines.count { $0.hasPrefix("passed") } >= 24)
    }
  }
}
