import FoundationEssentials
import Postgres
import Testing

@Suite(.serialized) struct StreamTests {
  /// This process's resident memory, in MB.
  private func residentMegabytes() throws -> Int {
    let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return (try #require(Int(fields[1]))) * 4_096 / 1_000_000
  }

  /// Together the rows are more than 500 MB; what else this process does meanwhile is far less than the bound.
  @Test func `a million rows pass through constant memory`() async throws {
    try await withDatabase(connections: 1, configure: { $0.statementTimeout = .zero }) { (database) async throws in
      let before = try residentMegabytes()
      let peak = Shared(before)
      let sum = try await database.read { tx in
        var (sum, rows) = (0, 0)
        try tx.stream("SELECT n, repeat('x', 500) AS filler FROM generate_series(1, 1000000) AS n") { row in
          sum += Int(try row.decode("n", as: Int32.self))
          rows += 1
          if rows.isMultiple(of: 50_000) {
            let resident = try residentMegabytes()
            peak.update { $0 = max($0, resident) }
          }
        }
        return sum
      }
      #expect(sum == 500_000_500_000)
      #expect(peak.current - before < 250)
    }
  }

  @Test func `an error while streaming cancels the statement on the server, and a savepoint goes on`() async throws {
    struct Stop: Error {}
    try await withDatabase(connections: 1) { (database) async throws in
      try await database.write { (tx) throws in
        #expect(throws: Stop.self) {
          try tx.savepoint {
            var rows = 0
            try tx.stream("SELECT generate_series(1, 1000000000)") { _ in
              rows += 1
              if rows == 1_000 { throw Stop() }
            }
          }
        }
        #expect(try tx.one("SELECT 2") { try $0.decode(at: 0) } == Int32(2))
      }
    }
  }

  @Test func `an error of the server's after some rows is thrown after them`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let rows = Shared(0)
      let error = await failure {
        try await database.read { tx in
          try tx.stream("SELECT 1 / (50000 - n) FROM generate_series(1, 100000) AS n") { _ in rows.update { $0 += 1 } }
        }
      }
      #expect((error as? PostgresError)?.sqlstate == .divisionByZero)
      #expect(rows.current == 49_999)
    }
  }

  @Test func `a statement inside a stream is refused with advice`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let error = await failure {
        try await database.read { tx in try tx.stream("SELECT 1") { _ in try tx.run("SELECT 2") } }
      }
      guard case .misuse = error as? DatabaseError else {
        Issue.record("not refused: \(String(describing: error))")
        return
      }
      #expect(try await database.value("SELECT 1") == 1)
    }
  }
}
