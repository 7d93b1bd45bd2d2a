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

  /// Nobody but its owner may look into it.
  func create() throws {
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  var server: URL? {
    get throws {
      guard let text = try? String(contentsOf: address, encoding: .utf8) else { return nil }
      return URL(string: text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  func remember(server: URL) throws {
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
    guard let server = try server ?? folder.server else { throw Failure(.unenrolled, Text.unenrolled) }
    try folder.create()
    self.folder = folder
    client = try SyncClient(
      path: folder.replica, keys: FileScopeKeys(path: folder.keys),
      transport: URLSessionTransport(server: server, language: language))
  }

  /// Reads the replica, with whose it is.
  func read<Value>(_ body: (Owned) throws -> Value) throws -> Value {
    try client.read { view in
      guard let owner = try view.owner() else { throw Failure(.failed, Text.neverSynchronised) }
      return try body(Owned(view: view, owner: owner, today: Day.today))
    }
  }

  /// Sends what waits if the server can be reached; offline it waits.
  ///
  /// - Returns: what became of a command; nil while it waits.
  func send(_ id: Int64) async throws -> PendingCommand? {
    do {
      try await client.synchronise()
    } catch SyncTransportError.unreachable {}
    return try client.commands().first { $0.id == id }
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
