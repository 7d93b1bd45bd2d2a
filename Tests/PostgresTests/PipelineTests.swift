import Postgres
import Testing

@Suite struct PipelineTests {
  @Test func `each statement's count and rows come back in order`() async throws {
    try await withDatabase { (database) async throws in
      try await database.write { tx in
        try tx.run("CREATE TABLE note (id int8)")
        let counts = try tx.pipeline([
          "INSERT INTO note SELECT generate_series(1, 5)", "UPDATE note SET id = -id WHERE id > \(3)",
          "SELECT * FROM note",
        ])
        #expect(counts == [5, 2, 5])
        let rows = try tx.pipeline((1...100).map { "SELECT generate_series(1, \($0 % 4))::int8" }) {
          try $0.decode(at: 0, as: Int.self)
        }
        #expect(rows == (1...100).map { Array(0..<($0 % 4)).map { $0 + 1 } })
        #expect(try tx.pipeline([]) == [])
      }
    }
  }

  @Test func `a statement that fails in the middle is the one named, and nothing of the pipeline lasts`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      try await database.run("CREATE TABLE note (id int8 PRIMARY KEY)")
      let statements: [SQL] = [
        "INSERT INTO note VALUES (\(1))", "INSERT INTO note VALUES (\(1)) ", "INSERT INTO note VALUES (\(2))",
      ]
      let error = await failure { try await database.write { try $0.pipeline(statements) } } as? PostgresError
      #expect(error?.sqlstate == .uniqueViolation)
      #expect(error?.statement == "INSERT INTO note VALUES ($1) ")
      #expect(try await database.value("SELECT count(*) FROM note") == 0)
      try await database.write { tx in
        #expect(throws: PostgresError.self) { try tx.savepoint { try tx.pipeline(statements) } }
        try tx.run("INSERT INTO note VALUES (3)")
      }
      #expect(try await database.value("SELECT array_agg(id) FROM note") == [3])
    }
  }

  @Test func `a pipeline larger than every buffer comes through, both ways`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let texts = (0..<64).map { String(repeating: "\($0 % 10)", count: 400_000) }
      let back = try await database.read { tx in
        try tx.pipeline(texts.map { "SELECT \($0)" }) { try $0.decode(at: 0, as: String.self) }
      }
      #expect(back == texts.map { [$0] })
    }
  }

  @Test func `a COPY that was not started by copyIn or copyOut is refused, and the pool recovers`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let error = await failure { try await database.run("COPY (SELECT 1) TO STDOUT") }
      #expect(error as? DatabaseError == .misuse("COPY runs through copyIn and copyOut only."))
      #expect(try await database.value("SELECT 1") == 1)
    }
  }
}
