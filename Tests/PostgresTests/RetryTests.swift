import Postgres
import Testing

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

@Suite struct RetryTests {
  /// Two writers meet in the middle of their first attempts, so that one of them must fail.
  private func meet(
    _ isolation: Isolation, _ body: @escaping @Sendable (Transaction, Int, () throws -> Void) throws -> Void
  )
    async throws -> Int
  {
    let attempts = Shared(0)
    try await withDatabase(connections: 3) { (database) async throws in
      try await database.write {
        try $0.script("CREATE TABLE sum (id int8 PRIMARY KEY, n int8); INSERT INTO sum VALUES (0, 0), (1, 0)")
      }
      let arrived = Shared(0)
      let writers = [0, 1].map { writer in
        Task {
          let isFirst = Shared(true)
          try await database.write(isolation: isolation) { tx in
            attempts.update { $0 += 1 }
            let meets = isFirst.update { first in
              defer { first = false }
              return first
            }
            try body(tx, writer) {
              guard meets else { return }
              arrived.update { $0 += 1 }
              while arrived.current < 2 { sched_yield() }
            }
          }
        }
      }
      for writer in writers { try await writer.value }
      #expect(try await database.value("SELECT sum(n)::int8 FROM sum") == 4)
    }
    return attempts.current
  }

  @Test func `of two that deadlock one is tried again, and both succeed`() async throws {
    let attempts = try await meet(.readCommitted) { tx, writer, meet in
      try tx.run("UPDATE sum SET n = n + 1 WHERE id = \(writer)")
      try meet()
      try tx.run("UPDATE sum SET n = n + 1 WHERE id = \(1 - writer)")
    }
    #expect(attempts == 3)
  }

  @Test(arguments: [Isolation.repeatableRead, .serializable])
  func `of two that cannot be serialised one is tried again, and both succeed`(isolation: Isolation) async throws {
    let attempts = try await meet(isolation) { tx, _, meet in
      let before = try tx.one("SELECT n FROM sum WHERE id = 0") { try $0.decode(at: 0, as: Int.self) }
      try meet()
      try tx.run("UPDATE sum SET n = \(before + 2) WHERE id = 0")
    }
    #expect(attempts >= 3)
  }

  @Test func `a write skew is found, at COMMIT at the latest`() async throws {
    let attempts = try await meet(.serializable) { tx, writer, meet in
      let total = try tx.one("SELECT sum(n)::int8 FROM sum") { try $0.decode(at: 0, as: Int.self) }
      try meet()
      try tx.run("UPDATE sum SET n = \(total == 0 ? 1 : 4 - total) WHERE id = \(writer)")
    }
    #expect(attempts >= 3)
  }

  @Test func `attempts end, with the server's error`() async throws {
    try await withDatabase(connections: 1, configure: { $0.transactionAttempts = 3 }) { (database) async throws in
      let attempts = Shared(0)
      let error = await failure {
        try await database.write { tx in
          attempts.update { $0 += 1 }
          try tx.run("DO $$ BEGIN RAISE serialization_failure; END $$")
        }
      }
      #expect((error as? PostgresError)?.sqlstate == .serializationFailure)
      #expect(attempts.current == 3)
    }
  }
}
