import Crypto
import Foundation
import Readiness
import Storage
import SyncClient
import Testing
import Wire

/// `readiness-phone` with a replica that it was given, and no server or a busy one.
@Suite struct `Phone in the terminal` {
  @Test func `of several items of an activity the open one of the active plan is ticked, offline and busy alike`()
    async throws
  {
    try await withPhone { phone in
      let line = try await phone.succeed("tick", "PROMPT-101", "--json")
      #expect(line == "{\"id\":1,\"state\":\"waiting\"}\n")
      let items = try await phone.succeed("plan", "--json")
      let lines = try JSONDecoder().decode([PlanLine].self, from: Data(items.utf8))
      #expect(lines.filter(\.isPending).map(\.id) == [Rows.openItem])
    }
    let busy = try BusyServer()
    defer { busy.end() }
    try await withPhone(server: busy.address) { phone in
      let outcome = try await phone.program.runPhone("tick", "PROMPT-101")
      #expect(outcome.status == 0 && outcome.error.contains("Kept on this phone"), "\(outcome.error)")
      #expect(try await phone.succeed("status").contains("1 waiting"))
    }
  }

  @Test func `a test is taken once, while its campaign is open, and a confidence is a percentage`() async throws {
    try await withPhone { phone in
      let taken = try await phone.program.runPhone("test", "take", "spring", input: "a\nquite\n101\n80\n")
      #expect(taken.status == 0 && taken.error.contains("“quite” is no number"), "\(taken.error)")
      let again = try await phone.program.runPhone("test", "take", "spring")
      #expect(again.status == 1 && again.error.contains("already"), "\(again.error)")
      for (campaign, reason) in [("later", "opens on"), ("past", "is over"), ("closed", "is over")] {
        let outcome = try await phone.program.runPhone("test", "take", campaign)
        #expect(outcome.status == 1 && outcome.error.contains(reason), "\(campaign): \(outcome.error)")
      }
      let waiting = try await phone.succeed("outbox", "--json")
      let names = try JSONDecoder().decode([OutboxLine].self, from: Data(waiting.utf8)).map(\.name)
      #expect(names == ["attempt.start", "response.record", "attempt.finish"])
    }
  }

  @Test func `its files are their owner's alone, also in a folder that was there`() async throws {
    try await withPhone { phone in
      for name in ["", "/replica.sqlite", "/keys.json"] {
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: phone.program.path("phone\(name)"))
      }
      try await phone.succeed("status")
      #expect(try phone.permissions(of: "phone") == 0o700)
      for name in ["replica.sqlite", "keys.json", "server"] {
        #expect(try phone.permissions(of: "phone/\(name)") == 0o600, "\(name)")
      }
    }
  }

  @Test func `a question without an answer is told how to give one`() async throws {
    try await withPhone { phone in
      let outcome = try await phone.program.runPhone("consult", "HRBP-03")
      #expect(outcome.status == 64 && outcome.error.contains("consult TASK LEVEL"), "\(outcome.error)")
    }
  }

  @Test func `a damaged one says what to do, and is wiped also where no server is known`() async throws {
    try await withPhone { phone in
      try Data("{".utf8).write(to: URL(filePath: phone.program.path("phone/keys.json")))
      let damaged = try await phone.program.runPhone("plan")
      #expect(damaged.status == 1 && damaged.error.contains("readiness-phone wipe"), "\(damaged.error)")
      try FileManager.default.removeItem(atPath: phone.program.path("phone/server"))
      #expect(try await phone.succeed("wipe", "--yes", "--json") == "{\"state\":\"shown\"}\n")
      #expect(try await phone.program.runPhone("plan").status == 3)
    }
  }

  @Test func `a phone that has ended says so, and why`() async throws {
    try await withPhone { phone in
      try await phone.end()
      for command in ["me", "plan"] {
        let outcome = try await phone.program.runPhone(command)
        #expect(outcome.status == 3 && outcome.error.contains("It was lost."), "\(outcome.error)")
      }
    }
  }

  @Test func `who cannot enrol keeps the server that was there`() async throws {
    try await withPhone { phone in
      let outcome = try await phone.program.runPhone("enrol", "rde_x", "--server", "http://127.0.0.1:2")
      #expect(outcome.status == 4, "\(outcome.error)")
      #expect(try phone.program.text(of: "phone/server") == PreparedPhone.nowhere)
    }
  }

  @Test func `who is enrolled but gets no data yet is told so, for the code is used`() async throws {
    let busy = try BusyServer()
    defer { busy.end() }
    try await withProgram { program in
      let outcome = try await program.runPhone("enrol", "rde_x", "--server", busy.address)
      #expect(outcome.status == 0 && outcome.error.contains("Enrolled."), "\(outcome.error)")
      let sync = try await program.runPhone("sync")
      #expect(sync.status == 4 && sync.error.contains("this sends it"), "\(sync.error)")
    }
  }

  @Test func `a letter with a code is for whoever made it alone`() async throws {
    try await withSignedIn { program in
      try await program.importStaff()
      try await program.succeed("device", "invite", "--person", "E3", "--qr-folder", program.path("letters"))
      let attributes = try FileManager.default.attributesOfItem(atPath: program.path("letters/E3.svg"))
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
      #expect(try program.text(of: "letters/E3.svg").contains("</svg>"))
    }
  }

  private struct PlanLine: Decodable {
    var id: UUID
    var isPending: Bool
  }

  private struct OutboxLine: Decodable {
    var name: String
  }

  private func withPhone(
    server: String = PreparedPhone.nowhere, _ body: (PreparedPhone) async throws -> Void
  ) async throws {
    try await withProgram { program in try await body(try await PreparedPhone(program, server: server)) }
  }
}

/// What the phone holds.
private enum Rows {
  static let owner = PersonID(UUID())
  static let openItem = UUID()

  typealias Placed = (table: String, scope: SyncScope, id: UUID, row: String)

  private static let own = SyncScope.own(owner)

  static func all() -> [Placed] {
    let person: Placed = ("person", own, UUID(), #"{"externalID":"E3","name":"Cem","employments":[]}"#)
    return [person] + plans() + campaign("spring", opens: -1, closes: 1) + campaign("later", opens: 1, closes: 2)
      + campaign("past", opens: -2, closes: -1) + campaign("closed", opens: -1, closes: 1, isClosed: true)
  }

  /// An old plan and the active one, with the same activity.
  private static func plans() -> [Placed] {
    let (old, active, activity) = (UUID(), UUID(), UUID())
    func item(_ id: UUID, _ plan: UUID, _ ordinal: Int, _ status: String) -> Placed {
      let row = #"{"plan":"\#(plan)","activity":"\#(activity)","ordinal":\#(ordinal),"status":"\#(status)","hours":2}"#
      return ("plan_item", own, id, row)
    }
    return [
      ("activity", .organisation, activity, prompts), ("plan", own, old, #"{"status":"withdrawn"}"#),
      ("plan", own, active, #"{"status":"active"}"#), item(UUID(), old, 1, "planned"),
      item(UUID(), active, 2, "done"), item(UUID(), active, 3, "dropped"), item(openItem, active, 4, "under_way"),
    ]
  }

  private static let prompts =
    #"{"code":"PROMPT-101","name":{"en":"Prompts","zh":"提示词"},"kind":"course","evidence":"certificate"}"#

  /// - Parameters:
  ///   - opens: in so many days.
  ///   - closes: in so many days.
  private static func campaign(
    _ code: String, opens: Int, closes: Int, isClosed: Bool = false
  ) -> [Placed] {
    let (id, today) = (UUID(), Day(Date()))
    let closedAt = isClosed ? #""2026-01-01T00:00:00Z""# : "null"
    let invitation = """
      {"campaign":"\(id)","code":"\(code)","title":{"en":"Test","zh":"测评"},"instrument":"I","mode":"fixed",\
       "opensOn":"\(today.adding(days: opens))","closesOn":"\(today.adding(days: closes))","closedAt":\(closedAt)}
      """
    let form = """
      {"instrument":"I","version":1,"title":{"en":"Test","zh":"测评"},"form":"A","items":[{"code":"Q1",\
       "domain":"\(QuotientDomain.allCases[0].rawValue)","kind":"single_choice","stem":{"en":"Which?","zh":"哪个？"},\
       "options":[{"key":"a","en":"A","zh":"甲"},{"key":"b","en":"B","zh":"乙"}]}]}
      """
    return [
      ("campaign_invitation", own, UUID(), invitation), ("campaign_form", .campaign(CampaignID(id)), id, form),
    ]
  }
}

/// A phone's folder, filled as by a synchronisation.
private struct PreparedPhone {
  /// Nobody listens there.
  static let nowhere = "http://127.0.0.1:1"

  let program: CLIProgram
  private let client: SyncClient
  private let page = PageServer()

  init(_ program: CLIProgram, server: String) async throws {
    self.program = program
    let folder = program.path("phone")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    client = try SyncClient(
      path: "\(folder)/replica.sqlite", keys: FileScopeKeys(path: "\(folder)/keys.json"), transport: page)
    try await client.enrol(code: "code", name: "phone")
    try await client.synchronise()
    _ = try program.write(server, to: "phone/server")
  }

  /// The server lets it in no longer.
  func end() async throws {
    page.end()
    await #expect(throws: SyncTransportError.self) { try await client.synchronise() }
  }

  @discardableResult
  func succeed(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
    let outcome = try await program.runPhone(arguments)
    #expect(outcome.status == 0, "\(outcome.error)", sourceLocation: sourceLocation)
    return outcome.output
  }

  func permissions(of name: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: program.path(name))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue
  }
}

/// A server of one page.
private final class PageServer: SyncTransport, @unchecked Sendable {
  // Sendable: what changes is guarded by the lock.
  private let lock = NSLock()
  private var hasEnded = false
  private let epoch = UUID().uuidString.lowercased()
  private let rows = Rows.all()

  func end() { lock.withLock { hasEnded = true } }

  static let tokens = DeviceTokens(
    device: DeviceID(UUID()), accessToken: "a", accessExpiresAt: .distantFuture, refreshToken: "r",
    refreshExpiresAt: .distantFuture)

  func enrol(_ enrolment: Enrolment) async throws -> DeviceTokens { PageServer.tokens }

  func pull(_ request: PullRequest, as access: SyncAccess) async throws -> [UInt8] {
    if lock.withLock({ hasEnded }) {
      let lost = Refusal(.unauthenticated, "device-revoked", LocalizedText(en: "It was lost.", zh: "已丢失。"))
      throw SyncTransportError.refused(Problem(lost, language: .en), retryAfter: nil)
    }
    var lines: [PullLine] = [.begin(.init(epoch: epoch, head: 1))]
    lines += Set(rows.map(\.scope)).sorted().map(PullLine.open)
    lines += [.at(1)] + rows.map { .put(PullLine.RowKey(scope: $0.scope, table: $0.table, id: $0.id), row: $0.row) }
    let body = try lines.map { try $0.text() }.joined()
    let end = PullLine.Done(
      cursor: "c", head: 1, lastSequence: 0, lease: .distantFuture,
      sha256: SHA256.hash(data: Data(body.utf8)).hexadecimal)
    return Array((body + (try PullLine.done(end).text())).utf8)
  }

  func trade(_ trade: TokenTrade) async throws -> DeviceTokens { throw PageServer.none }
  func confirmPurge(_ trade: TokenTrade) async throws { throw PageServer.none }
  func head(known: String?, wait: Int, as access: SyncAccess) async throws -> String? { throw PageServer.none }
  func push(_ request: PushRequest, as access: SyncAccess) async throws -> PushAnswer { throw PageServer.none }
  func verify(_ scope: SyncScope, as access: SyncAccess) async throws -> VerifyAnswer { throw PageServer.none }
  func leaf(_ leaf: Int, of scope: SyncScope, as access: SyncAccess) async throws -> [UInt8] { throw PageServer.none }

  private static let none = SyncTransportError.unreachable("A server of one page.")
}

/// A server that lets phones in and then has no time for them.
private final class BusyServer: Sendable {
  private let listener: Int32
  let address: String

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let status = withUnsafeMutablePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) | listen(listener, 16) | getsockname(listener, $0, &length)
      }
    }
    guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    address = "http://127.0.0.1:\(in_port_t(bigEndian: place.sin_port))"
    Thread.detachNewThread { BusyServer.answer(on: listener) }
  }

  func end() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private static func answer(on listener: Int32) {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { return }
      let answer = Array(answer(to: request(from: client)).utf8)
      _ = send(client, answer, answer.count, Int32(MSG_NOSIGNAL))
      close(client)
    }
  }

  /// A request with its whole body.
  private static func request(from client: Int32) -> String {
    var request = ""
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(client, &chunk, chunk.count, 0)
      guard count > 0 else { return request }
      request += String(decoding: chunk.prefix(count), as: UTF8.self)
      let parts = request.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
      let length = parts[0].firstMatch(of: /(?i)content-length: ([0-9]+)/).flatMap { Int($0.output.1) } ?? 0
      if parts.count == 2, parts[1].utf8.count >= length { return request }
    }
  }

  private static func answer(to request: String) -> String {
    let rest = "Connection: close\r\n"
    guard request.hasPrefix("POST /v1/devices "), let tokens = try? JSONEncoder.wire.text(PageServer.tokens) else {
      return "HTTP/1.1 503 Busy\r\nRetry-After: 9\r\nContent-Length: 0\r\n\(rest)\r\n"
    }
    return "HTTP/1.1 201 Created\r\nContent-Length: \(tokens.utf8.count)\r\n\(rest)\r\n\(tokens)"
  }
}
