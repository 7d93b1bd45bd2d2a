import FoundationEssentials
import Postgres
import Testing

@Suite struct SQLTests {
  @Test func `what is interpolated becomes parameters, numbered in order`() {
    let name: String? = nil
    let sql: SQL = "SELECT \(1), \("x") WHERE a = \(name) OR b = \(true)"
    #expect(sql.text == "SELECT $1, $2 WHERE a = $3 OR b = $4")
    #expect("\(sql)" == sql.text)
  }

  @Test func `statements put together keep their parameters apart`() async throws {
    let conditions: [SQL] = ["a = \(2)", "b = \("二")", "c IS NOT DISTINCT FROM \(Int?.none)"]
    let inner: SQL = "SELECT \(1) AS a, \(2) AS b"
    var sql: SQL = "SELECT a, b, \("outer") AS c FROM (\(fragment: inner)) AS t WHERE \(10) > a"
    sql += " AND b = \(2)" + " AND \("outer") = 'outer'"
    #expect(conditions.joined(separator: " AND ").text == "a = $1 AND b = $2 AND c IS NOT DISTINCT FROM $3")
    #expect(
      sql.text == "SELECT a, b, $1 AS c FROM (SELECT $2 AS a, $3 AS b) AS t WHERE $4 > a AND b = $5 AND $6 = 'outer'")
    try await withDatabase(connections: 1) { (database) async throws in
      let statement = sql
      let row = try await database.read { tx in
        try tx.one(statement) {
          try ($0.decode("a", as: Int.self), $0.decode("b", as: Int.self), $0.decode("c", as: String.self))
        }
      }
      #expect(row == (1, 2, "outer"))
    }
  }

  @Test(arguments: [
    "'; DROP TABLE victim; --", "\"; DROP TABLE victim; --", "$1", "\\'; DROP TABLE victim; --", "%s", "\u{2019}", "''",
    "\"\"", "a\"b\"\"c", "x' OR '1'='1",
  ])
  func `no value and no identifier can break out`(text: String) async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      try await database.run("CREATE TABLE victim (id int8)")
      #expect(try await database.value("SELECT \(text)") == text)
      let column = try await database.read { tx in
        try tx.one("SELECT 1 AS \(identifier: text)") { $0.columns }
      }
      #expect(column == [text])
      #expect(try await database.value("SELECT count(*) FROM victim") == 0)
    }
  }

  @Test func `a value is sent with its type, so that the server picks the right function`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      #expect(try await database.value("SELECT pg_typeof(\(Int16?.none))::text") == "smallint")
      #expect(try await database.value("SELECT pg_typeof(\(UUID?.none))::text") == "uuid")
      #expect(try await database.value("SELECT pg_typeof(\([Date]()))::text") == "timestamp with time zone[]")
      let values: [any PostgresEncodable] = [Int32(1), "a", JSONB("{}")]
      let types = try await database.read { tx in
        try values.map { value in
          try tx.one("SELECT pg_typeof(\(value))::text") { try $0.decode(at: 0, as: String.self) }
        }
      }
      #expect(types == ["integer", "text", "jsonb"])
    }
  }

  @Test func `an empty value is not NULL`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      #expect(try await database.value("SELECT \("") IS NULL") == false)
      #expect(try await database.value("SELECT \([UInt8]()) IS NULL") == false)
    }
  }

  @Test func `more parameters than the protocol has are refused with advice`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      var sql: SQL = "SELECT 1 WHERE 0 IN (\(0)"
      for number in 1...65_535 { sql += ", \(number)" }
      let statement = sql + ")"
      guard case .misuse = await failure({ try await database.run(statement) }) as? DatabaseError else {
        Issue.record("65,536 parameters were not refused")
        return
      }
      #expect(try await database.value("SELECT 1") == 1)
    }
  }
}
