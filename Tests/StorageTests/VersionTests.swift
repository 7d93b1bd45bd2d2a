import FoundationEssentials
import Logging
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

/// A reader that follows the version as a device does: everything after its cursor, up to the head, in one snapshot.
private actor Follower {
  private var cursor = 0
  private(set) var seen: [String: Int] = [:]

  func pull(_ test: TestStore) async throws {
    let organisation = test.first.id
    let (from, page, head) = try await test.owner.read { [cursor] tx in
      let head = try tx.one(
        "SELECT version FROM organisation_version WHERE organisation_id = \(organisation)"
      ) { try $0.decode("version", as: Int.self) }
      let rows = try tx.all(
        """
        SELECT wire::json ->> 'code' AS code, version FROM sync_row
        WHERE organisation_id = \(organisation) AND scope = 'o' AND table_name = 'unit'
          AND version > \(cursor) AND version <= \(head)
        """
      ) { (try $0.decode("code", as: String.self), try $0.decode("version", as: Int.self)) }
      return (cursor, rows, head)
    }
    precondition(head >= from, "the head went back from \(from) to \(head)")
    for (code, version) in page { seen[code] = version }
    cursor = head
  }
}

@Suite struct `Commit-ordered version` {
  @Test func `sixteen writers at once never have a row skipped`() async throws {
    let test = try await TestStore.make()
    let crowd = Store(database: try await test.crowd(of: 16))
    let follower = Follower()
    let (writers, perWriter) = (16, 12)
    try await withThrowingTaskGroup { group in
      for writer in 0..<writers {
        group.addTask {
          for turn in 0..<perWriter {
            let sheet = Sheet("code,name_en,name_zh,parent", "W\(writer)-\(turn),Unit,部门,")
            _ = try await crowd.execute(
              ImportUnits(sheet: sheet), by: .token(test.first.token(.hrAdmin)), now: TestStore.now)
            try await follower.pull(test)
          }
        }
      }
      try await group.waitForAll()
    }
    try await follower.pull(test)
    let seen = await follower.seen
    let expected = Set((0..<writers).flatMap { writer in (0..<perWriter).map { "W\(writer)-\($0)" } })
    #expect(expected.subtracting(seen.keys).isEmpty)
    #expect(Set(expected.compactMap { seen[$0] }).count == expected.count, "each transaction has a version of its own")
  }

  @Test func `all rows of one transaction carry one version and none is left unstamped`() async throws {
    let test = try await TestStore.make()
    try await test.run(
      ImportUnits(sheet: Sheet("code,name_en,name_zh,parent", "X1,One,一,", "X2,Two,二,X1", "X3,Three,三,X2")))
    let versions = try await test.owner.read { tx in
      try tx.all(
        """
        SELECT DISTINCT version FROM sync_row
        WHERE table_name = 'unit' AND wire::json ->> 'code' IN ('X1', 'X2', 'X3')
        """
      ) { try $0.decode("version", as: Int?.self) }
    }
    #expect(versions.count == 1)
    #expect(versions.first.flatMap { $0 } != nil)
  }

  /// A role is rendered with all of its tasks: the later one to change a task has to see what the earlier one has changed.
  @Test func `of two that change parts of one published row at once, neither is lost`() async throws {
    let test = try await TestStore.make()
    let organisation = test.first.id
    @Sendable func share(_ share: Double, of task: String) -> SQL {
      """
      UPDATE role_task SET time_share = \(share) WHERE organisation_id = \(organisation)
        AND role_id = (SELECT id FROM role WHERE organisation_id = \(organisation) AND code = \(test.first.code("REP")))
        AND task_id = (SELECT id FROM task WHERE organisation_id = \(organisation) AND code = \(test.first.code(task)))
      """
    }
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    async let earlier: Void = test.owner.write { tx in
      try tx.run(share(0.11, of: "REP-1"))
      begin.yield()
      let waiting: SQL = """
        SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS waits
        """
      while try !tx.one(waiting, { try $0.decode("waits", as: Bool.self) }) {}
    }
    for await _ in begun { break }
    try await test.owner.write { _ = try $0.run(share(0.12, of: "REP-2")) }
    try await earlier
    let wire = try await test.owner.read { tx in
      try tx.one(
        """
        SELECT wire FROM sync_row WHERE organisation_id = \(organisation) AND table_name = 'role'
          AND wire::json ->> 'code' = \(test.first.code("REP"))
        """
      ) { try $0.decode("wire", as: String.self) }
    }
    #expect(wire.contains("0.11") && wire.contains("0.12"))
    await test.close()
  }

  @Test func `writing the same again publishes nothing`() async throws {
    let test = try await TestStore.make()
    let sheet = Sheet("code,name_en,name_zh,parent", "X1,One,一,")
    try await test.run(ImportUnits(sheet: sheet))
    let before = try await head(test)
    try await test.run(ImportUnits(sheet: sheet))
    #expect(try await head(test) == before)
  }

  @Test func `a rejected command and a dry run publish nothing`() async throws {
    let test = try await TestStore.make()
    let before = try await head(test)
    let bad = ImportUnits(sheet: Sheet("code,name_en,name_zh,parent", "X1,One,一,NOWHERE"))
    #expect(try await refusal { try await test.run(bad) }?.faults.first?.code == "unknown-unit")
    #expect(try await head(test) == before)
  }

  private func head(_ test: TestStore) async throws -> Int {
    let organisation = test.first.id
    return try await test.owner.read { tx in
      try tx.one("SELECT version FROM organisation_version WHERE organisation_id = \(organisation)") {
        try $0.decode("version", as: Int.self)
      }
    }
  }
}

extension TestStore {
  /// A pool of its own on the same database, as `readiness_app`.
  func crowd(of connections: Int) async throws -> Database {
    let name = try await owner.read { tx in
      try tx.one("SELECT current_database()::text AS name") { try $0.decode("name", as: String.self) }
    }
    let conninfo = "\(try TestCluster.shared().conninfo(database: name)) user=readiness_app"
    return Database(
      configuration: DatabaseConfiguration(conninfo: conninfo, connections: connections),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }
}
