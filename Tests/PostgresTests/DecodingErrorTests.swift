import FoundationEssentials
import Postgres
import Testing

@Suite struct DecodingErrorTests {
  @Test func `a column that does not exist is named, with those that do`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let error = await failure {
        try await database.read { tx in try tx.one("SELECT 1 AS a, 2 AS b") { try $0.decode("c", as: Int.self) } }
      }
      #expect(error.map { "\($0)" } == "There is no column “c” to read Int from; the result has a, b.")
    }
  }

  @Test func `a position that does not exist is named`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let error = await failure {
        try await database.read { tx in try tx.one("SELECT 1") { try $0.decode(at: 1, as: Int.self) } }
      }
      #expect((error as? PostgresDecodingError)?.reason == .noSuchColumn)
    }
  }

  @Test func `NULL where a value is needed says so`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let error = await failure { try await database.value("SELECT NULL::int8 AS age", as: Int.self) }
      #expect(error.map { "\($0)" } == "Column “age” (int8) is NULL where Int was expected; read an optional.")
      let inside = await failure { try await database.value("SELECT ARRAY[1, NULL]::int8[] AS ages", as: [Int].self) }
      #expect((inside as? PostgresDecodingError)?.column == "ages")
      #expect((inside as? PostgresDecodingError)?.reason == .unexpectedNull)
    }
  }

  @Test func `another type is refused even where its bytes would fit`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      func refuses<T: PostgresDecodable & Sendable>(_ sql: SQL, _ type: T.Type) async throws {
        let error = await failure { try await database.value(sql, as: type) } as? PostgresDecodingError
        #expect(error?.reason == .typeMismatch, "\(sql) as \(type)")
      }
      try await refuses("SELECT 1::int8", Int32.self)
      try await refuses("SELECT 1::int4", Int16.self)
      try await refuses("SELECT 1::float8", Int.self)
      try await refuses("SELECT 1::float8", Float.self)
      try await refuses("SELECT 1::int8", Double.self)
      try await refuses("SELECT now()", Int.self)
      try await refuses("SELECT now()::timestamp", Date.self)
      try await refuses("SELECT now()", PostgresDate.self)
      try await refuses("SELECT 'a'::bytea", String.self)
      try await refuses("SELECT 'a'::text", [UInt8].self)
      try await refuses("SELECT '{}'::jsonb", String.self)
      try await refuses("SELECT 'a'::text", UUID.self)
      try await refuses("SELECT ARRAY[1]::int8[]", Int.self)
      try await refuses("SELECT 1::int8", [Int].self)
      try await refuses("SELECT ARRAY['a']", [Int].self)
      try await refuses("SELECT decode('0000000100000000000000190000000100000001', 'hex')", [String].self)
    }
  }

  @Test func `columns are read in any order and again`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let values = try await database.read { tx in
        try tx.all("SELECT n AS a, n * 10 AS b, n * 100 AS c FROM generate_series(1, 3) AS n ORDER BY n") { row in
          [try row.decode("c"), try row.decode("a"), try row.decode("b"), try row.decode("a"), try row.decode(at: 2)]
            as [Int]
        }
      }
      #expect(values == (1...3).map { [$0 * 100, $0, $0 * 10, $0, $0 * 100] })
    }
  }
}
