import Postgres
import SeededRandom
import TestSupport
import Testing

@Suite struct CancellationTests {
  @Test func `a cancelled task's statement ends on the server, and its transaction is undone`() async throws {
    try await withObserver { (database, observer) async throws in
      try await database.run("CREATE TABLE note (id int8)")
      let call = Task {
        try await database.write { tx in
          try tx.run("INSERT INTO note VALUES (1)")
          try tx.run("SELECT pg_sleep(600)")
        }
      }
      while try await observer.running("%pg_sleep(600)%") == 0 { await Task.yield() }
      call.cancel()
      #expect(await failure { try await call.value } as? DatabaseError == .cancelled)
      #expect(try await observer.running("%pg_sleep(600)%") == 0)
      #expect(try await observer.value("SELECT count(*) FROM note") == 0)
    }
  }

  @Test func `COPY and streams are cancelled too`() async throws {
    try await withObserver(connections: 1) { (database, observer) async throws in
      try await database.run("CREATE TABLE note (id int8)")
      let reached = Shared(0)
      let calls: [@Sendable (Transaction) throws -> Void] = [
        { tx in try tx.stream("SELECT generate_series(1, 10000000000)") { _ in reached.update { $0 += 1 } } },
        { tx in
          try tx.copyOut("COPY (SELECT generate_series(1, 10000000000)) TO STDOUT") { _ in reached.update { $0 += 1 } }
        },
        { tx in
          try tx.copyIn("note", columns: ["id"]) { writer in
            while true {
              try writer.append(reached.current)
              reached.update { $0 += 1 }
            }
          }
        },
        { tx in
          reached.update { $0 = 1 }
          try tx.script("SELECT 1; SELECT pg_sleep(600)")
        },
      ]
      for body in calls {
        reached.update { $0 = 0 }
        let call = Task { try await database.write(body) }
        while reached.current == 0 { await Task.yield() }
        call.cancel()
        #expect(await failure { try await call.value } as? DatabaseError == .cancelled)
        #expect(try await database.value("SELECT count(*) FROM note") == 0)
      }
      #expect(try await observer.running("%generate_series(1, 10000000000)%") == 0)
    }
  }

  /// Hundreds of calls at once, most of them cancelled somewhere between their birth and their answer.
  @Test func `a storm of cancellations crosses no results and leaves nothing running`() async throws {
    var random = seededRandom("cancellation storm")
    let plans = (0..<600).map { number in
      (number: number, sleep: Int.random(in: 0...3, using: &random), yields: Int.random(in: 0...400, using: &random))
    }
    try await withObserver(connections: 6) { (database, observer) async throws in
      try await database.run("CREATE TABLE done (number int8 PRIMARY KEY)")
      let calls = plans.map { plan in
        Task {
          try await database.write { tx in
            try tx.run("INSERT INTO done VALUES (\(plan.number))")
            if plan.sleep > 0 { try tx.run("SELECT pg_sleep(\(Double(plan.sleep) / 1_000)), \("storm")") }
            return try tx.one("SELECT \(plan.number), \("answer \(plan.number)")") {
              (try $0.decode(at: 0, as: Int.self), try $0.decode(at: 1, as: String.self))
            }
          }
        }
      }
      let storm = Task {
        for (plan, call) in zip(plans, calls) where !plan.number.isMultiple(of: 5) {
          for _ in 0..<plan.yields { await Task.yield() }
          call.cancel()
        }
      }
      var succeeded: [Int] = []
      for (plan, call) in zip(plans, calls) {
        switch await call.result {
        case .success(let answer):
          #expect(answer == (plan.number, "answer \(plan.number)"))
          succeeded.append(plan.number)
        case .failure(let error):
          #expect(error as? DatabaseError == .cancelled)
          #expect(!plan.number.isMultiple(of: 5))
        }
      }
      await storm.value
      #expect(try await observer.running("%storm%") == 0)
      // What was answered with a result is there, and what was answered “cancelled” is not.
      let done = try await observer.value("SELECT array_agg(number ORDER BY number) FROM done", as: [Int].self)
      #expect(done == succeeded)
      for number in 1...20 { #expect(try await database.value("SELECT \(number)") == number) }
    }
  }
}

extension Database {
  /// How many sessions, apart from this one, are at a statement like that.
  func running(_ pattern: String) async throws -> Int {
    try await value(
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE pid <> pg_backend_pid() AND datname = current_database() AND state = 'active' AND query LIKE \(pattern)
      """)
  }
}
