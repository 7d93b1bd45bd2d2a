import Postgres
import Testing

@Suite struct TransactionTests {
  @Test func `a closure that returns commits, one that throws rolls back and throws its error`() async throws {
    struct Refusal: Error {}
    try await withDatabase { (database) async throws in
      try await database.run("CREATE TABLE note (id int8 PRIMARY KEY)")
      let id = try await database.write { tx in
        try tx.one("INSERT INTO note VALUES (\(1)) RETURNING id") { try $0.decode("id", as: Int.self) }
      }
      #expect(id == 1)
      await #expect(throws: Refusal.self) {
        try await database.write { tx in
          try tx.run("INSERT INTO note VALUES (2), (3)")
          throw Refusal()
        }
      }
      #expect(try await database.value("SELECT array_agg(id) FROM note") == [1])
    }
  }

  @Test func `all, first, one and run give rows, the first, the only, and a count`() async throws {
    try await withDatabase { (database) async throws in
      try await database.write { tx in
        try tx.run("CREATE TABLE note (id int8)")
        #expect(try tx.run("INSERT INTO note SELECT generate_series(1, 5)") == 5)
        #expect(try tx.run("UPDATE note SET id = id + 10 WHERE id > \(3)") == 2)
        let all = try tx.all("SELECT id FROM note ORDER BY id") { try $0.decode("id", as: Int.self) }
        #expect(all == [1, 2, 3, 14, 15])
        #expect(try tx.first("SELECT id FROM note ORDER BY id LIMIT 1") { try $0.decode(at: 0) } == 1)
        #expect(try tx.first("SELECT id FROM note WHERE false") { try $0.decode(at: 0, as: Int.self) } == nil)
        #expect(throws: DatabaseError.noRow(statement: "SELECT id FROM note WHERE id = $1")) {
          try tx.one("SELECT id FROM note WHERE id = \(99)") { try $0.decode(at: 0, as: Int.self) }
        }
      }
    }
  }

  @Test func `a read sees one snapshot and cannot write`() async throws {
    try await withDatabase { (database) async throws in
      try await database.run("CREATE TABLE note (id int8)")
      let error = await failure { try await database.read { try $0.run("INSERT INTO note VALUES (1)") } }
      #expect((error as? PostgresError)?.sqlstate == .readOnlySQLTransaction)
      let isolation = try await database.value("SELECT current_setting('transaction_isolation')", as: String.self)
      #expect(isolation == "repeatable read")
    }
  }

  @Test(arguments: Isolation.allCases)
  func `a transaction has the isolation that was asked for`(isolation: Isolation) async throws {
    let names: [Isolation: String] = [
      .readCommitted: "read committed", .repeatableRead: "repeatable read", .serializable: "serializable",
    ]
    try await withDatabase { (database) async throws in
      let sql: SQL = "SELECT current_setting('transaction_isolation')"
      let read = try await database.read(isolation: isolation) {
        try $0.one(sql) { try $0.decode(at: 0, as: String.self) }
      }
      let write = try await database.write(isolation: isolation) {
        try $0.one(sql) { try $0.decode(at: 0, as: String.self) }
      }
      #expect([read, write] == [names[isolation], names[isolation]])
    }
  }

  @Test func `an error of the server's says what, where, and never with which values`() async throws {
    try await withDatabase { (database) async throws in
      try await database.run("CREATE TABLE note (id int8 CONSTRAINT note_key PRIMARY KEY, text text NOT NULL)")
      try await database.run("INSERT INTO note VALUES (1, 'a')")
      let caught = await failure { try await database.run("INSERT INTO note VALUES (\(1), \("secret"))") }
      let error = try #require(caught as? PostgresError)
      #expect(error.sqlstate == .uniqueViolation)
      #expect(error.constraint == "note_key")
      #expect(error.table == "note")
      #expect(error.statement == "INSERT INTO note VALUES ($1, $2)")
      #expect("\(error.file)".hasSuffix("Support.swift") && error.line > 0)
      #expect(!"\(error)".contains("secret") && !"\(error)".contains("(1)"))
      let null = await failure { try await database.run("INSERT INTO note VALUES (2, \(String?.none))") }
      #expect((null as? PostgresError)?.sqlstate == .notNullViolation)
      #expect((null as? PostgresError)?.column == "text")
      let syntax = await failure { try await database.run("SELEC 1") } as? PostgresError
      #expect(syntax?.sqlstate == .syntaxError)
      #expect(syntax?.position == 1)
    }
  }

  @Test func `an error that the closure swallows is thrown in place of a commit`() async throws {
    try await withDatabase { (database) async throws in
      try await database.run("CREATE TABLE note (id int8 PRIMARY KEY)")
      let error = await failure {
        try await database.write { tx in
          try tx.run("INSERT INTO note VALUES (1)")
          _ = try? tx.run("INSERT INTO note VALUES (1)")
        }
      }
      #expect((error as? PostgresError)?.sqlstate == .uniqueViolation)
      #expect(try await database.value("SELECT count(*) FROM note") == 0)
    }
  }

  @Test func `an error that is found at COMMIT is thrown`() async throws {
    try await withDatabase { (database) async throws in
      try await database.run("CREATE TABLE note (id int8 UNIQUE DEFERRABLE INITIALLY DEFERRED)")
      let error = await failure { try await database.run("INSERT INTO note VALUES (1), (1)") }
      #expect((error as? PostgresError)?.sqlstate == .uniqueViolation)
      #expect(try await database.value("SELECT count(*) FROM note") == 0)
    }
  }

  @Test func `what runs ahead in a savepoint is its own, and so is its error`() async throws {
    struct Stop: Error {}
    try await withDatabase { (database) async throws in
      try await database.run("CREATE TABLE note (id int8 PRIMARY KEY)")
      try await database.write { tx in
        try tx.savepoint { try tx.runAhead("INSERT INTO note VALUES (1)") }
        #expect(throws: PostgresError.self) { try tx.savepoint { try tx.runAhead("INSERT INTO note VALUES (1)") } }
        var isStopped = false
        do {
          try tx.savepoint {
            try tx.runAhead("INSERT INTO note VALUES (1)")
            throw Stop()
          }
        } catch is Stop { isStopped = true }
        #expect(isStopped)
        try tx.savepoint { try tx.runAhead("INSERT INTO note VALUES (2)") }
      }
      #expect(try await database.value("SELECT array_agg(id ORDER BY id) FROM note") == [1, 2] as [Int64])
      let error = await failure { try await database.write { try $0.runAhead("INSERT INTO note VALUES (1)") } }
      #expect((error as? PostgresError)?.sqlstate == .uniqueViolation, "the commit tells what nothing else has")
    }
  }

  @Test func `a savepoint undoes its part alone, and savepoints nest`() async throws {
    try await withDatabase { (database) async throws in
      try await database.run("CREATE TABLE note (id int8 PRIMARY KEY)")
      try await database.write { tx in
        try tx.run("INSERT INTO note VALUES (1)")
        try tx.savepoint {
          try tx.run("INSERT INTO note VALUES (2)")
          let error = #expect(throws: PostgresError.self) {
            try tx.savepoint {
              try tx.run("INSERT INTO note VALUES (3)")
              try tx.run("INSERT INTO note VALUES (1)")
            }
          }
          #expect(error?.sqlstate == .uniqueViolation)
          try tx.run("INSERT INTO note VALUES (4)")
        }
        #expect(throws: CancellationError.self) {
          try tx.savepoint {
            try tx.run("INSERT INTO note VALUES (5)")
            throw CancellationError()
          }
        }
        #expect(throws: PostgresError.self) {
          try tx.savepoint { _ = try? tx.run("SELECT 1 / 0") }
        }
        try tx.savepoint {}
        try tx.run("INSERT INTO note VALUES (6)")
      }
      #expect(try await database.value("SELECT array_agg(id ORDER BY id) FROM note") == [1, 2, 4, 6])
    }
  }

  @Test func `a transaction without a statement sends nothing`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      #expect(try await database.write { _ in 7 } == 7)
      #expect(try await database.value("SELECT 1") == 1)
    }
  }

  @Test func `a transaction is of no use after its closure`() async throws {
    try await withDatabase { (database) async throws in
      let kept = Shared<Transaction?>(nil)
      try await database.write { tx in
        kept.update { $0 = tx }
        try tx.run("SELECT 1")
      }
      let transaction = try #require(kept.current)
      #expect(throws: DatabaseError.misuse("A transaction can be used only inside its closure.")) {
        try transaction.run("SELECT 1")
      }
    }
  }

  @Test func `a script runs several statements, and all or none of them last`() async throws {
    try await withDatabase { (database) async throws in
      try await database.write { tx in
        try tx.script("CREATE TABLE a (id int8); INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)")
        try tx.run("INSERT INTO a VALUES (3)")
      }
      #expect(try await database.value("SELECT count(*) FROM a") == 3)
      let error = await failure {
        try await database.write { try $0.script("CREATE TABLE b (id int8); SELECT 1 / 0; CREATE TABLE c (id int8)") }
      }
      #expect((error as? PostgresError)?.sqlstate == .divisionByZero)
      #expect(try await database.value("SELECT count(*) FROM pg_class WHERE relname IN ('b', 'c')") == 0)
    }
  }

  @Test func `the configuration's settings are the session's`() async throws {
    try await withDatabase(configure: { $0.statementTimeout = .milliseconds(1_234) }) { (database) async throws in
      #expect(try await database.value("SHOW statement_timeout") == "1234ms")
      #expect(try await database.value("SHOW application_name") == "readiness")
      #expect(try await database.value("SHOW client_encoding") == "UTF8")
    }
  }

  @Test func `a statement that takes longer than the statement timeout is ended by the server`() async throws {
    try await withDatabase(configure: { $0.statementTimeout = .milliseconds(30) }) { (database) async throws in
      let error = await failure { try await database.run("SELECT pg_sleep(60)") }
      #expect((error as? PostgresError)?.sqlstate == .queryCanceled)
      #expect(try await database.value("SELECT 1") == 1)
    }
  }
}
