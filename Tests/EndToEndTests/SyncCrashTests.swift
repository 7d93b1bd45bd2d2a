import Foundation
import Readiness
import SeededRandom
import Storage
import Testing
import Wire

@testable import SyncClient

/// Real processes, killed in the middle of a sync at places that a seed chooses: `READINESS_CRASH_SEED` repeats one.
@Suite struct `Killing what takes part in a sync` {
  @Test func `whoever is killed, each command takes effect once and the replica equals the server`() async throws {
    let given = ProcessInfo.processInfo.environment["READINESS_CRASH_SEED"].flatMap { UInt64($0) }
    let seed = given ?? 17_633
    print("READINESS_CRASH_SEED=\(seed)")
    try await withProgram { program in
      let proxy = try CutProxy()
      defer { proxy.end() }
      let crashes = Crashes(program: program, proxy: proxy, seed: seed)
      try await crashes.run()
    }
  }
}

/// What is killed.
private enum Victim: CaseIterable {
  case server, postmaster, session, phone
}

private struct Blow: CustomStringConvertible {
  var victim: Victim
  var path: String
  var moment: CutProxy.Cut.Moment

  init(of victim: Victim, path: String, random: inout some RandomNumberGenerator) {
    self.victim = victim
    self.path = path
    switch Int.random(in: 0..<5, using: &random) {
    case 0: moment = .beforeRequest
    case 1, 2: moment = .afterRequest(microseconds: .random(in: 0...30_000, using: &random))
    default: moment = .inAnswer(byte: .random(in: 1...600, using: &random))
    }
  }

  var description: String { "\(victim) at \(path), \(moment)" }
}

/// One server's life after the other, with a phone whose outbox and replica have to come through all of them.
private final class Crashes: @unchecked Sendable {
  // Sendable: one task runs it; `process` alone is read by the proxy's threads, behind its lock.
  private let program: CLIProgram
  private let proxy: CutProxy
  private let seed: UInt64
  private var random: SplitMix64
  private var blows: [Blow] = []
  private var token = ""
  private var tasks: [String] = []
  /// The last level that was given for a task.
  private var answers: [String: String] = [:]
  private var commands = 0
  private let lock = NSLock()
  private var process: pid_t = 0

  init(program: CLIProgram, proxy: CutProxy, seed: UInt64) {
    self.program = program
    self.proxy = proxy
    self.seed = seed
    random = SplitMix64(seed: seed)
    for path in ["/v1/sync/push", "/v1/sync/pull"] {
      for victim in Victim.allCases { blows.append(Blow(of: victim, path: path, random: &random)) }
    }
    blows.shuffle(using: &random)
  }

  func run() async throws {
    let code = try await program.bootstrap()
    var struck: Blow?
    repeat {
      let before = struck
      struck = nil
      try await program.serve { client, server in
        if self.token.isEmpty { try await self.prepare(client, code) }
        let client = client.with(["READINESS_TOKEN": self.token])
        self.proxy.lead(to: client.server.split(separator: ":").last.flatMap { Int($0) })
        if let before { try await self.check(client, after: before) }
        while let blow = self.blows.popLast() {
          try await self.strike(blow, client, server)
          if blow.victim == .server {
            struck = blow
            return
          }
          try await self.check(client, after: blow)
        }
      }
    } while struck != nil
  }

  // MARK: - Before

  private func prepare(_ client: CLIProgram, _ code: String) async throws {
    try await client.succeed("login", input: code)
    try await client.importStaff()
    let closes = Day(Date()).adding(days: 14).description
    try await client.succeed("consultation", "open", "--role", "HRBP", "--closes", closes)
    let saved = try client.text(of: "config/readiness/credentials.json")
    token = try JSONDecoder().decode([String: String].self, from: Data(saved.utf8))["token"] ?? ""
    proxy.lead(to: client.server.split(separator: ":").last.flatMap { Int($0) })
    let enrolled = try await client.runPhone(
      "enrol", client.invite("E3")[0], "--server", proxy.server, "--name", "Phone")
    #expect(enrolled.status == 0, "\(enrolled.error)")
    let asked = try await questions(client)
    tasks = asked.map(\.task)
    #expect(tasks.count > 5)
  }

  private struct Question: Decodable {
    var task: String
    var answer: String?
  }

  private func questions(_ client: CLIProgram) async throws -> [Question] {
    let asked = try await client.runPhone("consult", "--json")
    #expect(asked.status == 0, "\(asked.error)")
    return try JSONDecoder().decode([Question].self, from: Data(asked.output.utf8))
  }

  // MARK: - The blow

  private func strike(_ blow: Blow, _ client: CLIProgram, _ server: pid_t) async throws {
    try await fillOutbox(client)
    // Something to pull, too.
    let sheet = try client.write("code,name_en,name_zh\nHR,Unit \(commands),部门 \(commands)\n", to: "unit.csv")
    try await client.succeed("unit", "import", sheet)
    let cluster = client.path("data/postgresql")
    let pick = random.next()
    proxy.arm(
      CutProxy.Cut(path: blow.path, moment: blow.moment) {
        switch blow.victim {
        case .server: kill(server, SIGKILL)
        case .phone: kill(self.lock.withLock { self.process }, SIGKILL)
        case .postmaster: Postgres.kill(Postgres.postmaster(of: cluster))
        case .session: Postgres.kill(Postgres.session(of: cluster, pick: pick))
        }
      })
    let status = try await client.runPhone("sync") { process in self.lock.withLock { self.process = process } }
    #expect(!proxy.isArmed, "seed \(seed): \(blow) did not come about; the phone ended with \(status)")
    proxy.arm(nil)
  }

  /// A few commands that the phone takes without a network.
  private func fillOutbox(_ client: CLIProgram) async throws {
    proxy.lead(to: nil)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let task = tasks[Int.random(in: 0..<tasks.count, using: &random)]
      let level = "H\(Int.random(in: 1...5, using: &random))"
      let taken = try await client.runPhone("consult", task, level)
      #expect(taken.status == 0, "seed \(seed): \(taken.error)")
      answers[task] = level
      commands += 1
    }
    proxy.lead(to: client.server.split(separator: ":").last.flatMap { Int($0) })
  }

  // MARK: - After

  private func check(_ client: CLIProgram, after blow: Blow) async throws {
    let note = "seed \(seed), after \(blow)"
    var synchronised = try await client.runPhone("sync")
    for _ in 0..<200 where synchronised.status != 0 {
      try await Task.sleep(for: .milliseconds(100))
      synchronised = try await client.runPhone("sync")
    }
    #expect(synchronised.status == 0, "\(note): \(synchronised.error)")
    let outbox = try await client.runPhone("outbox", "--json")
    #expect(outbox.output == "[]\n", "\(note): \(outbox.output)\(outbox.error)")
    let shown = try await questions(client).reduce(into: [:]) { $0[$1.task] = $1.answer }
    #expect(shown == answers.mapValues { Optional($0) }.merging(shown) { own, _ in own }, "\(note)")
    #expect(try await applied(client) == commands, "\(note)")
    try await checkDigests(client, note)
  }

  /// How many of the phone's commands took effect, by the audit: each leaves one event, in its own transaction.
  private func applied(_ client: CLIProgram) async throws -> Int {
    let listed = try await client.succeed("audit", "list", "--limit", "1000", "--json")
    let events = try JSONDecoder.wire.decode([ListAuditEvents.Entry].self, from: Data(listed.utf8))
    return events.count { $0.action == CommandName.recordConsultation.rawValue }
  }

  private func checkDigests(_ client: CLIProgram, _ note: String) async throws {
    let phone = try Replica(
      path: client.path("phone/replica.sqlite"), keys: FileScopeKeys(path: client.path("phone/keys.json")))
    let transport = URLSessionTransport(server: try #require(URL(string: client.server)))
    let device = try #require(try phone.read(.device).flatMap { DeviceID($0) })
    let access = SyncAccess(device: device, token: try #require(try phone.read(.accessToken)))
    let scopes = try phone.scopes()
    #expect(scopes.count == 2, "\(note)")
    for scope in scopes {
      let told = try await transport.verify(scope, as: access)
      #expect(try told.version == phone.head, "\(note)")
      #expect(try told.leaves == phone.digest(of: scope), "\(note), in \(scope)")
    }
  }
}

/// The processes of the server's own PostgreSQL.
private enum Postgres {
  static func postmaster(of cluster: String) -> pid_t? {
    let file = try? String(contentsOfFile: "\(cluster)/postmaster.pid", encoding: .utf8)
    return file?.split(separator: "\n").first.flatMap { pid_t($0) }
  }

  /// One of the sessions that the server has open.
  static func session(of cluster: String, pick: UInt64) -> pid_t? {
    guard let postmaster = postmaster(of: cluster) else { return nil }
    let children = try? String(contentsOfFile: "/proc/\(postmaster)/task/\(postmaster)/children", encoding: .utf8)
    let sessions = (children ?? "").split(separator: " ").compactMap { pid_t($0) }.filter { process in
      let name = try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)
      return name?.contains("[local]") == true
    }
    return sessions.isEmpty ? nil : sessions[Int(pick % UInt64(sessions.count))]
  }

  static func kill(_ process: pid_t?) {
    guard let process, process > 1 else { return }
    Glibc.kill(process, SIGKILL)
  }
}
