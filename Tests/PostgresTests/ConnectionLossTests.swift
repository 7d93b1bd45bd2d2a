import Postgres
import TestSupport
import Testing

@Suite(.serialized) struct ConnectionLossTests {
  private enum Outcome: Hashable { case done, lost, unavailable, unknown }

  /// Runs calls from several tasks until `disturb` has returned, and checks that each ends in a result or a clear error.
  ///
  /// - Returns: the numbers that were answered as written, and how calls ended.
  private func load(_ database: Database, from first: Int = 0, _ disturb: @escaping @Sendable () async throws -> Void)
    async throws -> (written: Set<Int>, unknown: Set<Int>, outcomes: Set<Outcome>)
  {
    let isOver = Shared(false)
    let state = Shared((written: Set<Int>(), unknown: Set<Int>(), outcomes: Set<Outcome>()))
    let callers = (0..<12).map { caller in
      Task {
        var number = first + caller
        while !isOver.current {
          number += 12
          let mine = number
          do {
            try await database.write { tx in
              try tx.run("INSERT INTO done VALUES (\(mine))")
              try tx.run("SELECT pg_sleep(0.001)")
            }
            state.update {
              $0.written.insert(mine)
              $0.outcomes.insert(.done)
            }
            let read = try await database.value("SELECT \(mine)", as: Int.self)
            #expect(read == mine)
          } catch DatabaseError.connectionLost {
            state.update { _ = $0.outcomes.insert(.lost) }
          } catch DatabaseError.unavailable {
            state.update { _ = $0.outcomes.insert(.unavailable) }
          } catch DatabaseError.outcomeUnknown {
            state.update {
              $0.unknown.insert(mine)
              $0.outcomes.insert(.unknown)
            }
          }
        }
      }
    }
    let outcome = await failure { try await disturb() }
    isOver.update { $0 = true }
    for caller in callers { try await caller.value }
    if let outcome { throw outcome }
    return state.current
  }

  private func check(_ database: Database, _ result: (written: Set<Int>, unknown: Set<Int>, outcomes: Set<Outcome>))
    async throws
  {
    let there = Set(try await database.value("SELECT coalesce(array_agg(number), '{}') FROM done", as: [Int].self))
    #expect(result.written.isSubset(of: there))
    #expect(there.subtracting(result.written).isSubset(of: result.unknown))
  }

  @Test func `backends ended under load lose nothing that was answered, and the pool recovers`() async throws {
    try await withObserver(connections: 4) { (database, observer) async throws in
      try await database.run("CREATE TABLE done (number int8 PRIMARY KEY)")
      let result = try await load(database) {
        for _ in 1...30 {
          let ended = try await observer.value(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE '%pg_sleep(0.001)%' AND pid <> pg_backend_pid()
            """, as: Int.self)
          if ended == 0 { await Task.yield() }
        }
      }
      #expect(result.outcomes.contains(.done))
      try await check(database, result)
      for number in 1...20 { #expect(try await database.value("SELECT \(number)") == number) }
    }
  }

  @Test func `a server that is restarted, or killed, under load is found again`() async throws {
    let cluster = try TestCluster(settings: ["fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"])
    defer { cluster.remove() }
    try await withDatabase(connections: 4, cluster: cluster) { (database) async throws in
      try await database.run("CREATE TABLE done (number int8 PRIMARY KEY)")
      let restarted = try await load(database) {
        try cluster.stop()
        try cluster.start()
        #expect(try await database.value("SELECT 1") == Int32(1))
      }
      try await check(database, restarted)
      let killed = try await load(database, from: 10_000_000) {
        try cluster.kill()
        try cluster.start()
        #expect(try await database.value("SELECT 1") == Int32(1))
      }
      try await check(database, (killed.written.union(restarted.written), killed.unknown.union(restarted.unknown), []))
    }
  }

  @Test func `an idle connection that was ended costs no call`() async throws {
    try await withObserver(connections: 1) { (database, observer) async throws in
      for number in 1...5 {
        #expect(try await database.write { tx in try tx.one("SELECT \(number)") { try $0.decode(at: 0) } } == number)
        try await observer.run(
          "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
      }
    }
  }

  @Test func `a write whose connection breaks before COMMIT says so, and a read is tried again`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let suicide: SQL = "SELECT pg_terminate_backend(pg_backend_pid())"
      let lost = await failure { try await database.run(suicide) }
      guard case .connectionLost(let message) = lost as? DatabaseError else {
        Issue.record("not a lost connection: \(String(describing: lost))")
        return
      }
      #expect(message.contains("terminating connection"))
      let attempts = Shared(0)
      let number = try await database.read { tx in
        if attempts.update({
          $0 += 1; return $0
        }) == 1 {
          try tx.run(suicide)
        }
        return try tx.one("SELECT \(7)") { try $0.decode(at: 0, as: Int.self) }
      }
      #expect(number == 7)
      #expect(attempts.current == 2)
      let always = await failure { try await database.read { try $0.run(suicide) } }
      guard case .connectionLost = always as? DatabaseError else {
        Issue.record("a read that always breaks its connection did not end: \(String(describing: always))")
        return
      }
    }
  }

  @Test func `a connection that breaks while committing leaves the outcome unknown`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      try await database.write { tx in
        try tx.script(
          """
          CREATE TABLE note (id int8);
          CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NULL; END';
          CREATE CONSTRAINT TRIGGER die AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION die()
          """)
      }
      let error = await failure { try await database.run("INSERT INTO note VALUES (1)") }
      guard case .outcomeUnknown = error as? DatabaseError else {
        Issue.record("not an unknown outcome: \(String(describing: error))")
        return
      }
      #expect(try await database.value("SELECT count(*) FROM note") == 0)
    }
  }

  @Test func `a server that was never there is unavailable at once, with libpq's message`() async throws {
    let conninfo = "host=/nonexistent-folder port=1"
    let database = Database(configuration: DatabaseConfiguration(conninfo: conninfo), logger: quiet)
    let error = await failure { try await database.run("SELECT 1") }
    guard case .unavailable(let message) = error as? DatabaseError else {
      Issue.record("not unavailable: \(String(describing: error))")
      return
    }
    #expect(message.contains("/nonexistent-folder"))
    await database.close()
  }

  @Test func `a server that is away longer than a call may wait is unavailable`() async throws {
    let cluster = try TestCluster()
    defer { cluster.remove() }
    try await withDatabase(
      connections: 2, cluster: cluster, configure: { $0.availabilityTimeout = .milliseconds(100) }
    ) { (database) async throws in
      #expect(try await database.value("SELECT 1") == Int32(1))
      try cluster.stop()
      let error = await failure { try await database.value("SELECT 1", as: Int32.self) }
      guard case .unavailable = error as? DatabaseError else {
        Issue.record("not unavailable: \(String(describing: error))")
        return
      }
      try cluster.start()
      var answer: Int32?
      while answer == nil { answer = try? await database.value("SELECT 2") }
      #expect(answer == 2)
    }
  }

  @Test func `of several hosts the one that is alive serves`() async throws {
    let cluster = try TestCluster.shared()
    let configuration = DatabaseConfiguration(
      conninfo: "host=/nonexistent-folder,\(cluster.folder) port=1,\(cluster.port) user=postgres dbname=postgres "
        + "target_session_attrs=read-write")
    let database = Database(configuration: configuration, logger: quiet)
    #expect(try await database.value("SELECT 1") == Int32(1))
    await database.close()
    let url =
      "postgresql:///postgres?host=%2Fnonexistent-folder,\(cluster.folder.replacing("/", with: "%2F"))&user=postgres"
    let second = Database(configuration: DatabaseConfiguration(conninfo: url), logger: quiet)
    #expect(try await second.value("SELECT 2") == Int32(2))
    await second.close()
  }
}
