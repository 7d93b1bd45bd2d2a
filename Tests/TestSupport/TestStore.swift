public import FoundationEssentials
import Logging
public import Postgres
public import Readiness
public import Storage
import Yams

/// The product's store on a database of its own, with two organisations of the same shape in it.
///
/// The database is a copy of a template that each test process migrates and fills once. Time stands still at `now`: pass
/// it to whatever asks for the time.
///
/// ```swift
/// let test = try await TestStore.make()
/// let token = test.first.token(.manager)
/// let people = try await test.store.answer(ListPeople(), by: .token(token), now: TestStore.now)
/// ```
public struct TestStore: Sendable {
  /// Connected as `readiness_app`, whom row-level security binds.
  public let store: Store
  /// Connected as the owner of the schema, who sees everything.
  public let owner: Database
  public let migrator: Migrator
  public let first: TestOrganisation
  public let second: TestOrganisation
  /// The name of its database.
  private let database: String

  /// 2026-07-01, 09:00 UTC.
  public static let now = Date(timeIntervalSince1970: 1_782_896_400)
  public static let today = Day(now)

  /// A fresh copy in a cluster, by default the one that the process shares.
  public static func make() async throws -> TestStore {
    let template = try await template.value
    return try TestStore(
      copying: template.database, migrator: template.migrator, first: template.first, second: template.second)
  }

  /// The same in another database, which goes its own way from here. This one has to be closed, and stays as it is.
  public func copy() throws -> TestStore {
    try TestStore(copying: database, migrator: migrator, first: first, second: second)
  }

  private init(copying template: String, migrator: Migrator, first: TestOrganisation, second: TestOrganisation) throws {
    let conninfo = try TestCluster.shared().createDatabase(template: template)
    store = Store(database: TestStore.connect(as: "readiness_app", to: conninfo))
    owner = TestStore.connect(as: "postgres", to: conninfo)
    database = TestStore.name(in: conninfo)
    self.migrator = migrator
    self.first = first
    self.second = second
  }

  /// Ends the connections; the store then refuses calls.
  public func close() async {
    await store.database.close()
    await owner.close()
  }

  private struct Template: Sendable {
    let database: String
    let migrator: Migrator
    let first: TestOrganisation
    let second: TestOrganisation
  }

  private static let template = Task {
    let conninfo = try TestCluster.shared().createDatabase()
    let owner = connect(as: "postgres", to: conninfo)
    let migrator = Migrator(migrations: try Migration.all(in: RepositoryFiles.path("schema")))
    _ = try await migrator.migrate(owner, now: now)
    await owner.close()
    let database = connect(as: "readiness_app", to: conninfo)
    let store = Store(database: database)
    let first = try await TestOrganisation.make(prefix: "A", in: store)
    let second = try await TestOrganisation.make(prefix: "B", in: store)
    // Nobody may be connected to a template.
    await database.close()
    return Template(database: name(in: conninfo), migrator: migrator, first: first, second: second)
  }

  private static func name(in conninfo: String) -> String {
    conninfo.split(separator: " ").last { $0.hasPrefix("dbname=") }.map { String($0.dropFirst(7)) } ?? ""
  }

  /// A later `user` overrides the one that the cluster's connection string names.
  private static func connect(as user: String, to conninfo: String) -> Database {
    let configuration = DatabaseConfiguration(conninfo: "\(conninfo) user=\(user)", connections: 2)
    return Database(configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }
}

/// The repository's files, found from this one.
public enum RepositoryFiles {
  /// - Parameter path: from the repository's root.
  public static func path(_ path: String) -> String {
    let folders = #filePath.split(separator: "/").dropLast(3)
    return "/" + folders.joined(separator: "/") + "/" + path
  }

  public static func text(_ path: String) throws -> String {
    try String(contentsOfFile: self.path(path), encoding: .utf8)
  }

  /// A rule set as a rule file writes it.
  public static func ruleSet(_ text: String) throws -> BoundaryRuleSet {
    try YAMLDecoder().decode(BoundaryRuleSet.self, from: text)
  }

  /// A shipped instrument.
  public static func instrument(_ code: String) throws -> Instrument {
    let folder = "seed/instruments/\(code)"
    let lists = try FileManager.default.contentsOfDirectory(atPath: path("\(folder)/items")).sorted()
    let document = Instrument.document(
      head: try text("\(folder)/instrument.yaml"), exposure: (try? text("\(folder)/exposure.yaml")) ?? "",
      items: try lists.map { try text("\(folder)/items/\($0)") })
    return try YAMLDecoder().decode(Instrument.self, from: document)
  }
}
