import FoundationEssentials
import Postgres
import Testing

@Suite struct CopyTests {
  private struct Stop: Error {}

  @Test func `rows are copied in with every type, and NULL`() async throws {
    try await withDatabase { (database) async throws in
      try await database.run(
        "CREATE TABLE everything (a int8, b text, c uuid, d jsonb, e timestamptz, f bytea, g text[])")
      let id = UUID()
      let rows: [[any PostgresEncodable]] = [
        [1, "一", id, JSONB("{}"), Date(timeIntervalSince1970: 0), [UInt8](), ["a", nil]],
        [Int?.none, String?.none, UUID?.none, JSONB?.none, Date?.none, [UInt8]?.none, [String]?.none],
      ]
      let columns = ["a", "b", "c", "d", "e", "f", "g"]
      #expect(try await database.write { try $0.copyIn("everything", columns: columns, rows: rows) } == 2)
      let first = try await database.value("SELECT row_to_json(t)::text FROM everything t WHERE a = 1", as: String.self)
      #expect(first.contains(id.uuidString.lowercased()) && first.contains("[\"a\",null]"))
      #expect(try await database.value("SELECT count(*) FROM everything WHERE num_nulls(a, b, c, d, e, f, g) = 7") == 1)
    }
  }

  @Test func `many rows are copied in by a writer and out again`() async throws {
    try await withDatabase { (database) async throws in
      let count = 100_000
      try await database.write { tx in
        try tx.script(
          "CREATE SCHEMA \"odd schema\"; CREATE TABLE \"odd schema\".\"odd \"\" table\" (id int8, \"od\"\"d\" text)")
        let copied = try tx.copyIn("odd schema.odd \" table", columns: ["id", "od\"d"]) { writer in
          for number in 1...count { try writer.append(number, "row \(number)") }
        }
        #expect(copied == count)
      }
      let copy: SQL = "COPY (SELECT id FROM \"odd schema\".\"odd \"\" table\" ORDER BY id) TO STDOUT"
      let text = try await database.read { tx in
        var bytes: [UInt8] = []
        try tx.copyOut(copy) { bytes.append(contentsOf: $0) }
        return String(decoding: bytes, as: UTF8.self)
      }
      #expect(text == (1...count).map { "\($0)\n" }.joined())
    }
  }

  @Test func `an error in the middle of a COPY undoes it, whoever's it is, and the transaction can go on`() async throws
  {
    try await withDatabase(connections: 1) { (database) async throws in
      try await database.run("CREATE TABLE note (id int8 PRIMARY KEY)")
      try await database.write { (tx) throws in
        let server = #expect(throws: PostgresError.self) {
          try tx.savepoint { try tx.copyIn("note", columns: ["id"], rows: [[1], [2], [1]]) }
        }
        #expect(server?.sqlstate == .uniqueViolation)
        #expect(throws: Stop.self) {
          try tx.savepoint {
            try tx.copyIn("note", columns: ["id"]) { writer in
              for number in 1...50_000 { try writer.append(number) }
              throw Stop()
            }
          }
        }
        #expect(throws: DatabaseError.self) {
          try tx.savepoint { try tx.copyIn("note", columns: ["id"], rows: [[1, 2]]) }
        }
        let type = #expect(throws: PostgresError.self) {
          try tx.savepoint { try tx.copyIn("note", columns: ["id"], rows: [[Int16(1)]]) }
        }
        #expect(type?.sqlstate == .protocolViolation)
        #expect(throws: PostgresError.self) {
          try tx.savepoint { try tx.copyIn("missing", columns: ["id"], rows: [[1]]) }
        }
        #expect(try tx.copyIn("note", columns: ["id"], rows: [[7]]) == 1)
      }
      #expect(try await database.value("SELECT array_agg(id) FROM note") == [7])
    }
  }

  @Test func `an error while copying out stops it, and the connection goes on`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let seen = Shared(0)
      await #expect(throws: Stop.self) {
        try await database.read { tx in
          try tx.copyOut("COPY (SELECT generate_series(1, 100000000)) TO STDOUT") { _ in
            seen.update { $0 += 1 }
            if seen.current == 1_000 { throw Stop() }
          }
        }
      }
      #expect(seen.current == 1_000)
      let error = await failure { try await database.read { try $0.copyOut("COPY (SELECT 1 / 0) TO STDOUT") { _ in } } }
      #expect((error as? PostgresError)?.sqlstate == .divisionByZero)
      let misuse = await failure { try await database.read { try $0.copyOut("SELECT 1") { _ in } } }
      guard case .misuse = misuse as? DatabaseError else {
        Issue.record("a SELECT was taken for a COPY: \(String(describing: misuse))")
        return
      }
      #expect(try await database.value("SELECT 1") == 1)
    }
  }
}
