import Logging
import Postgres
import TestSupport
import Testing

@Suite struct QueueTests {
  /// Holds a connection until it is let go: its transaction waits for an advisory lock that another session has.
  private struct Holder {
    let database: Database
    let key: Int

    func hold() async throws -> Int {
      try await database.write { [key] tx in
        try tx.run("SELECT pg_advisory_xact_lock(\(key))")
        return key
      }
    }
  }

  /// Waits until the server says that many sessions of the database wait for a lock.
  private func awaitBlocked(_ count: Int, _ observer: Database) async throws {
    let sql: SQL =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while try await observer.value(sql, as: Int.self) < count { await Task.yield() }
  }

  /// Runs `body` while an advisory lock is held, and lets go when it returns.
  private func whileHolding(
    _ key: Int, _ observer: Database, _ body: @escaping @Sendable () async throws -> Void
  ) async throws {
    let isHeld = AsyncStream<Void>.makeStream()
    let letGo = Shared(false)
    let holding = Task {
      try await observer.write { tx in
        try tx.run("SELECT pg_advisory_xact_lock(\(key))")
        isHeld.continuation.finish()
        while !letGo.current { try tx.run("SELECT pg_sleep(0.002)") }
      }
    }
    for await _ in isHeld.stream {}
    let outcome = await failure { try await body() }
    letGo.update { $0 = true }
    try await holding.value
    if let outcome { throw outcome }
  }

  @Test func `one call more than may wait is refused at once, and served again afterwards`() async throws {
    try await withObserver(connections: 1, queueLimit: 3) { (database, observer) async throws in
      try await whileHolding(1, observer) {
        let held = Task { try await Holder(database: database, key: 1).hold() }
        try await awaitBlocked(1, observer)
        let failures = AsyncStream<DatabaseError?>.makeStream()
        let waiting = (1...4).map { number in
          Task {
            let error = await failure { try await database.value("SELECT \(number)", as: Int.self) }
            failures.continuation.yield(error as? DatabaseError)
          }
        }
        // Whichever of them comes last is refused, while the others wait.
        var first = failures.stream.makeAsyncIterator()
        #expect(await first.next() == .queueFull(limit: 3))
        for task in waiting { task.cancel() }
        for task in waiting { _ = await task.result }
        held.cancel()
        #expect(await failure { try await held.value } as? DatabaseError == .cancelled)
      }
      #expect(try await database.value("SELECT 1") == 1)
    }
  }

  @Test func `a call that is cancelled while it waits never runs`() async throws {
    try await withObserver(connections: 1) { (database, observer) async throws in
      let ran = Shared(0)
      try await whileHolding(2, observer) {
        let held = Task { try await Holder(database: database, key: 2).hold() }
        try await awaitBlocked(1, observer)
        let waiting = (1...20).map { _ in Task { try await database.write { _ in ran.update { $0 += 1 } } } }
        for task in waiting {
          task.cancel()
          #expect(await failure { try await task.value } as? DatabaseError == .cancelled)
        }
        held.cancel()
        _ = await held.result
      }
      #expect(try await database.value("SELECT 1") == 1)
      #expect(ran.current == 0)
    }
  }

  @Test func `a deadline passes in the queue, on the server and between statements`() async throws {
    try await withObserver(connections: 1) { (database, observer) async throws in
      try await whileHolding(3, observer) {
        let held = Task { try await Holder(database: database, key: 3).hold() }
        try await awaitBlocked(1, observer)
        let queued = await failure { try await database.write(deadline: .milliseconds(20)) { try $0.run("SELECT 1") } }
        #expect(queued as? DatabaseError == .deadlineExceeded)
        held.cancel()
        _ = await held.result
      }
      let running = await failure {
        try await database.write(deadline: .milliseconds(20)) { try $0.run("SELECT pg_sleep(600)") }
      }
      #expect(running as? DatabaseError == .deadlineExceeded)
      let many = await failure {
        try await database.read(deadline: .milliseconds(20)) { tx in while true { try tx.run("SELECT 1") } }
      }
      #expect(many as? DatabaseError == .deadlineExceeded)
      let past = await failure { try await database.write(deadline: .zero) { _ in } }
      #expect(past as? DatabaseError == .deadlineExceeded)
      #expect(try await database.write(deadline: .seconds(600)) { try $0.run("SELECT 1") } == 1)
    }
  }

  @Test func `closing answers what is queued, then refuses`() async throws {
    let cluster = try TestCluster.shared()
    let configuration = DatabaseConfiguration(conninfo: try cluster.createDatabase(), connections: 2)
    let database = Database(configuration: configuration, logger: quiet)
    #expect(try await database.value("SELECT 0") == Int32(0))
    let started = Shared(0)
    let calls = (1...40).map { number in
      Task {
        started.update { $0 += 1 }
        return try await database.write { tx in
          try tx.run("SELECT pg_sleep(0.005)")
          return try tx.one("SELECT \(number)") { try $0.decode(at: 0, as: Int.self) }
        }
      }
    }
    while started.current < 40 { await Task.yield() }
    await database.close()
    for (index, call) in calls.enumerated() {
      switch await call.result {
      case .success(let number): #expect(number == index + 1)
      case .failure(let error): #expect(error as? DatabaseError == .closed)
      }
    }
    #expect(await failure { try await database.value("SELECT 1", as: Int32.self) } as? DatabaseError == .closed)
    await database.close()
    let name = configuration.conninfo.split(separator: "=").last.map(String.init) ?? ""
    #expect(try cluster.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = '\(name)'") == "0")
  }
}
