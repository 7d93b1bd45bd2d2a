import FoundationEssentials
import Logging
import Postgres
import Storage
import TestSupport
import Testing

@Suite struct `Migrator of schemas` {
  private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private func empty(connections: Int = 1) throws -> Database {
    let conninfo = try TestCluster.shared().createDatabase()
    return Database(configuration: DatabaseConfiguration(conninfo: conninfo, connections: connections), logger: logger)
  }

  private func migrations() throws -> [Migration] { try Migration.all(in: RepositoryFiles.path("schema")) }

  @Test func `an empty database is stale, and current once migrated`() async throws {
    let (database, all) = (try empty(), try migrations())
    let migrator = Migrator(migrations: all)
    await #expect(throws: MigrationError.stale(database: 0, program: all.count)) {
      try await migrator.requireCurrent(database)
    }
    #expect(try await migrator.migrate(database, now: TestStore.now) == all.map(\.name))
    try await migrator.requireCurrent(database)
    #expect(try await migrator.migrate(database, now: TestStore.now) == [])
  }

  @Test func `several at once apply each migration once`() async throws {
    let (database, all) = (try empty(connections: 4), try migrations())
    let applied = try await withThrowingTaskGroup(of: [String].self) { group in
      for _ in 0..<4 { group.addTask { try await Migrator(migrations: all).migrate(database, now: TestStore.now) } }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(applied.sorted() == all.map(\.name))
  }

  @Test func `a schema newer than the program is refused with the way out`() async throws {
    let (database, all) = (try empty(), try migrations())
    _ = try await Migrator(migrations: all).migrate(database, now: TestStore.now)
    let older = Migrator(migrations: Array(all.dropLast()))
    let error = MigrationError.newer(database: all.count, program: all.count - 1)
    await #expect(throws: error) { try await older.requireCurrent(database) }
    await #expect(throws: error) { _ = try await older.migrate(database, now: TestStore.now) }
    #expect(error.description.contains("readiness database restore"))
  }

  @Test func `a migration that was changed after it was applied is refused`() async throws {
    let (database, all) = (try empty(), try migrations())
    _ = try await Migrator(migrations: all).migrate(database, now: TestStore.now)
    try await database.write { tx in _ = try tx.run("UPDATE schema_migration SET checksum = 'x' WHERE version = 2") }
    await #expect(throws: MigrationError.changed(version: 2, name: all[1].name)) {
      try await Migrator(migrations: all).requireCurrent(database)
    }
  }

  @Test func `a folder with a gap in its numbers is refused`() throws {
    let folder = "/tmp/readiness-migrations-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for name in ["0001_a", "0003_c"] { try Data("SELECT 1".utf8).write(to: URL(filePath: "\(folder)/\(name).sql")) }
    #expect(throws: MigrationError.incomplete(folder: folder)) { try Migration.all(in: folder) }
  }

  @Test func `the server refuses a role that can pass over row-level security`() async throws {
    let test = try await TestStore.make()
    try await test.store.requireConfinedRole()
    await #expect(throws: DatabaseRoleError.self) { try await Store(database: test.owner).requireConfinedRole() }
  }
}
