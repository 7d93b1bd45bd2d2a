import Foundation
import Readiness
import Subprocess
import SyncClient
import SystemPackage
import Testing
import Wire

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
      let passed = lines.filter { $0.hasPrefix("passed  ") }.map { String($0.dropFirst("passed  ".count)) }
      #expect(try passed == ConformanceList.names())
    }
  }

  /// The server waits a minute for what is in progress, then breaks it off.
  @Test func `a live stream is ended when the server shuts down, not broken off`() async throws {
    try await withProgram { program in
      let code = try await program.bootstrap()
      let listening = Listening()
      try await program.serve { client, _ in
        try await client.succeed("login", input: code)
        try await client.importStaff()
        let transport = URLSessionTransport(server: try #require(URL(string: client.server)))
        let enrolment = Enrolment(code: try await client.invite("E3")[0], name: "Phone", platform: nil)
        let tokens = try await transport.enrol(enrolment)
        await listening.begin(client.server, SyncAccess(device: tokens.device, token: tokens.accessToken))
      }
      #expect(try await listening.stream?.value == .exited(0), "curl tells a stream that was broken off by 18")
    }
  }
}

/// The cases that every client of the protocol is held to.
enum ConformanceList {
  /// In the order in which they are run.
  static func names() throws -> [String] {
    let list = try String(contentsOfFile: CLIProgram.checkout("Tests/Conformance/cases.txt"), encoding: .utf8)
    return list.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { String($0.prefix { $0 != ":" }) }
  }
}

/// A live stream that is open while its server shuts down.
private final class Listening: @unchecked Sendable {
  // Sendable: one task uses it.
  var stream: Task<TerminationStatus, any Error>?

  /// Opens a live stream, and returns once it has told the first version.
  func begin(_ server: String, _ access: SyncAccess) async {
    let (told, teller) = AsyncStream.makeStream(of: Void.self)
    stream = Task {
      try await listen(to: server, as: access) { _ in
        teller.yield()
        return true
      }
    }
    for await _ in told { return }
  }
}

/// Opens a live stream with curl.
///
/// - Parameter told: is given each version; false: it has heard enough.
/// - Returns: how curl ended.
func listen(
  to server: String, as access: SyncAccess, told: (Int64) async throws -> Bool
) async throws -> TerminationStatus {
  try await Subprocess.run(
    .name("curl"),
    arguments: [
      "--silent", "--no-buffer", "--header", "Authorization: Bearer \(access.token)", "--header",
      "Sync-Device: \(access.device)", "--header", "Sync-Protocol: 1", "--header", "Sync-Schema: 1",
      "\(server)/v1/sync/live",
    ], input: .none, output: .sequence, error: .discarded
  ) { execution in
    for try await line in execution.standardOutput.strings() where line.hasPrefix("data:") {
      let event = try JSONDecoder().decode([String: Int64].self, from: Data(line.dropFirst("data:".count).utf8))
      guard try await told(event["head"] ?? 0) else { break }
    }
    kill(execution.processIdentifier.value, SIGTERM)
  }.terminationStatus
}
