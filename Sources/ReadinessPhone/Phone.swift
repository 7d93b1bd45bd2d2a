import Foundation
import Readiness
import SyncClient
import Wire

/// Where a phone's data is: the replica, its keys and the server's address.
struct PhoneFolder {
  let url: URL

  /// - Parameter given: nil: `readiness-phone` in `$XDG_DATA_HOME`, or in `~/.local/share`.
  init(given: String?) {
    let environment = ProcessInfo.processInfo.environment
    let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
    let home = FileManager.default.homeDirectoryForCurrentUser.appending(path: ".local/share")
    url = given.map { URL(filePath: $0) } ?? (data ?? home).appending(path: "readiness-phone")
  }

  private var address: URL { url.appending(path: "server") }
  var replica: String { url.appending(path: "replica.sqlite").path }
  var keys: String { url.appending(path: "keys.json").path }

  /// Nobody but its owner may look into it, nor into what is in it: the replica holds tokens.
  func create() throws {
    umask(0o077)
    let files = FileManager.default
    try files.createDirectory(at: url, withIntermediateDirectories: true)
    try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: url.path)
    let replicas = ["", "-journal", "-wal", "-shm"].map { replica + $0 }
    for file in replicas + [keys, "\(keys).lock", address.path] where files.fileExists(atPath: file) {
      try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    }
  }

  /// Nil: none is known.
  var server: URL? {
    let text = try? String(contentsOf: address, encoding: .utf8)
    return text.flatMap { URL(string: $0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  /// - Parameter server: nil: none.
  func remember(server: URL?) throws {
    guard let server else { return try FileManager.default.removeItem(at: address) }
    try server.absoluteString.write(to: address, atomically: true, encoding: .utf8)
  }
}

/// The phone: its replica, and what of it a person asks for.
struct Phone {
  let folder: PhoneFolder
  let client: SyncClient

  /// - Parameter server: nil: the one that it was enrolled with.
  /// - Throws: `Failure` when it is enrolled with none.
  init(folder: PhoneFolder, language: Language, server: URL? = nil) throws {
    guard let server = server ?? folder.server else { throw Failure(.unenrolled, Text.unenrolled) }
    try folder.create()
    self.folder = folder
    client = try SyncClient(
      path: folder.replica, keys: FileScopeKeys(path: folder.keys),
      transport: URLSessionTransport(server: server, language: language))
  }

  /// Reads the replica, with whose it is.
  func read<Value>(_ body: (Owned) throws -> Value) throws -> Value {
    let value = try client.read { view in
      try view.owner().map { try body(Owned(view: view, owner: $0, today: Day.today)) }
    }
    guard let value else { throw try reasonForNothing() }
    return value
  }

  /// Why there is nothing to read.
  private func reasonForNothing() throws -> Failure {
    let status = try client.status()
    return switch status.phase {
    case .ended: Failure(.unenrolled, Text.ended(status.problem?.detail ?? ""))
    case .unenrolled: Failure(.unenrolled, Text.unenrolled)
    case .idle, .synchronising, .waiting, .locked: Failure(.failed, Text.neverSynchronised)
    }
  }

  /// Sends what waits if the server can be reached and takes it; else it waits.
  ///
  /// - Returns: what became of a command; nil while it waits.
  func send(_ id: Int64) async throws -> PendingCommand? {
    do {
      try await client.synchronise()
    } catch let error as SyncTransportError where error.isPassing {}
    return try client.commands().first { $0.id == id }
  }
}

extension SyncTransportError {
  /// It may pass by itself: what waits is kept, and sent later.
  var isPassing: Bool {
    switch self {
    case .unreachable: true
    case .refused(let problem, _): problem.status == 429 || problem.status >= 500
    }
  }

  var reason: String {
    switch self {
    case .unreachable(let reason): reason
    case .refused(let problem, _): problem.detail
    }
  }
}

/// The replica and the person whose it is.
struct Owned {
  let view: ReplicaView
  let owner: PersonID
  let today: Day
  var own: SyncScope { .own(owner) }

  /// The person's own rows of a kind.
  func mine<Row: PublishedRow>(_ type: Row.Type = Row.self) throws -> [Published<Row>] {
    try view.all(Row.self).filter { $0.source.scope == own }
  }

  /// The role that the person holds today.
  func role() throws -> Published<PublishedWorkRole>? {
    let person = try mine(PublishedPerson.self).first
    let employment = person?.row.employments?.first { $0.holds(on: today) }
    return try view.find(PublishedWorkRole.self, employment?.role)
  }

  func tasks() throws -> [UUID: PublishedTask] {
    Dictionary(try view.all(PublishedTask.self).map { ($0.id, $0.row) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Day {
  /// Today by the device's clock, in UTC.
  static var today: Day { Day(number: Int(Date().timeIntervalSince1970 / 86_400)) }
}
