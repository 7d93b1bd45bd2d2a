import Postgres
import Testing

@Suite struct StatementCacheTests {
  @Test func `a statement is prepared once a connection, and again for other types of parameters`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      for number in 1...3 { #expect(try await database.value("SELECT \(number) AS cached") == number) }
      #expect(try await database.value("SELECT \("text") AS cached") == "text")
      let prepared = try await database.value(
        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT $1 AS cached'", as: Int.self)
      #expect(prepared == 2)
    }
  }

  @Test func `a changed table is read anew, in a transaction that began before the change too`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      try await database.run("CREATE TABLE note (id int8, text text)")
      try await database.run("INSERT INTO note VALUES (1, 'a')")
      let columns: @Sendable (Transaction) throws -> [String] = { tx in
        try tx.one("SELECT * FROM note") { $0.columns }
      }
      #expect(try await database.read(columns) == ["id", "text"])
      try await database.run("ALTER TABLE note ADD COLUMN more int8")
      #expect(try await database.read(columns) == ["id", "text", "more"])
      try await database.run("ALTER TABLE note RENAME COLUMN more TO less")
      #expect(try await database.write(columns) == ["id", "text", "less"])
      try await database.run("ALTER TABLE note ALTER COLUMN id TYPE int4")
      let id = try await database.read { tx in try tx.one("SELECT * FROM note") { try $0.decode("id", as: Int32.self) }
      }
      #expect(id == 1)
    }
  }

  @Test func `several statements gone stale at once cost one more attempt`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      try await database.write { try $0.script("CREATE TABLE a (x int8); CREATE TABLE b (x int8)") }
      let attempts = Shared(0)
      let body: @Sendable (Transaction) throws -> Int = { tx in
        attempts.update { $0 += 1 }
        try tx.run("SELECT * FROM a")
        try tx.run("SELECT * FROM b")
        return try tx.one("SELECT count(*) FROM b") { try $0.decode(at: 0) }
      }
      _ = try await database.write(body)
      try await database.write { try $0.script("ALTER TABLE a ADD y int8; ALTER TABLE b ADD y int8") }
      attempts.update { $0 = 0 }
      #expect(try await database.write(body) == 0)
      #expect(attempts.current == 2)
    }
  }

  @Test func `statements that the server forgot are prepared again`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      for command in ["DEALLOCATE ALL", "DISCARD PLANS; DEALLOCATE ALL"] {
        #expect(try await database.value("SELECT \(1)") == 1)
        try await database.write { try $0.script(command) }
        #expect(try await database.value("SELECT \(2)") == 2)
        try await database.write { tx in
          try tx.run("SELECT \(1)")
          try tx.script(command)
        }
        #expect(
          try await database.write { tx in try tx.one("SELECT \(3)") { try $0.decode(at: 0, as: Int.self) } } == 3)
      }
    }
  }

  @Test func `an error that is no stale plan is not tried again`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let attempts = Shared(0)
      let error = await failure {
        try await database.write { tx in
          attempts.update { $0 += 1 }
          try tx.run("DO $$ BEGIN RAISE feature_not_supported; END $$")
        }
      }
      #expect((error as? PostgresError)?.sqlstate == .featureNotSupported)
      #expect(attempts.current == 1)
    }
  }

  @Test func `no more statements are kept than the capacity, on either side`() async throws {
    try await withDatabase(connections: 1, configure: { $0.statementCacheCapacity = 8 }) { (database) async throws in
      for round in 1...3 {
        for number in 1...50 {
          #expect(try await database.value("SELECT \(unsafeRaw: "\(number)") + \(round)") == number + round)
        }
      }
      let count = try await database.value("SELECT count(*) FROM pg_prepared_statements", as: Int.self)
      #expect((4...9).contains(count))
      let sum = try await database.write { tx in
        try tx.pipeline((1...50).map { "SELECT \($0) + \(unsafeRaw: "\($0)")" }) { try $0.decode(at: 0, as: Int.self) }
      }
      #expect(sum == (1...50).map { [$0 * 2] })
    }
  }

  @Test func `a statement that could not be prepared is prepared anew when it can be`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let statements: [SQL] = ["SELECT 1 / 0", "SELECT count(*) FROM late"]
      let missing = await failure { try await database.value("SELECT count(*) FROM late", as: Int.self) }
      #expect((missing as? PostgresError)?.sqlstate == .undefinedTable)
      let skipped = await failure { try await database.write { try $0.pipeline(statements) } }
      #expect((skipped as? PostgresError)?.sqlstate == .divisionByZero)
      try await database.run("CREATE TABLE late (id int8)")
      #expect(try await database.value("SELECT count(*) FROM late") == 0)
    }
  }
}
