import Postgres
import TestSupport
import Testing

@Suite struct ListenTests {
  @Test func `notifications arrive in order, on their channel only`() async throws {
    try await withDatabase { (database) async throws in
      var odd = database.listen("odd \" channel").makeAsyncIterator()
      var other = database.listen("other").makeAsyncIterator()
      #expect(try await odd.next() == .listening)
      #expect(try await other.next() == .listening)
      for number in 1...100 { try await database.run("SELECT pg_notify(\("odd \" channel"), \("\(number)"))") }
      try await database.run("SELECT pg_notify('other', '准备好了')")
      for number in 1...100 { #expect(try await odd.next()?.payload == "\(number)") }
      #expect(try await other.next()?.payload == "准备好了")
    }
  }

  @Test func `a second subscriber of a channel gets the same, and one that leaves stops nobody`() async throws {
    try await withDatabase { (database) async throws in
      var first = database.listen("news").makeAsyncIterator()
      #expect(try await first.next() == .listening)
      let second = Task { try await database.listen("news").first { $0.payload == "1" } }
      var seen: [String?] = []
      let sender = Task {
        while !Task.isCancelled { try await database.run("NOTIFY news, '1'") }
      }
      _ = try await second.value
      sender.cancel()
      _ = await sender.result
      try await database.run("NOTIFY news, 'last'")
      while seen.last != "last" { seen.append(try await first.next()?.payload) }
      #expect(seen.count > 1)
    }
  }

  @Test func `after its connection was ended a subscriber is told, and hears again`() async throws {
    try await withObserver { (database, observer) async throws in
      var news = database.listen("news").makeAsyncIterator()
      #expect(try await news.next() == .listening)
      for round in 1...3 {
        let ended = try await observer.value(
          """
          SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
          WHERE datname = current_database() AND query LIKE 'LISTEN%'
          """, as: Int.self)
        #expect(ended == 1)
        #expect(try await news.next() == .reconnected)
        try await database.run("SELECT pg_notify('news', \("\(round)"))")
        #expect(try await news.next()?.payload == "\(round)")
      }
    }
  }

  @Test func `a channel that the server refuses ends its stream with the error`() async throws {
    try await withDatabase { (database) async throws in
      let error = await failure { for try await _ in database.listen("") {} }
      #expect((error as? PostgresError)?.sqlstate == .syntaxError)
    }
  }

  @Test func `closing ends the streams`() async throws {
    let cluster = try TestCluster.shared()
    let configuration = DatabaseConfiguration(conninfo: try cluster.createDatabase())
    let database = Database(configuration: configuration, logger: quiet)
    var news = database.listen("news").makeAsyncIterator()
    #expect(try await news.next() == .listening)
    await database.close()
    #expect(try await news.next() == nil)
    var late = database.listen("news").makeAsyncIterator()
    #expect(try await late.next() == nil)
  }
}

extension Postgres.Notification {
  fileprivate var payload: String? {
    if case .notified(let payload, _) = self { payload } else { nil }
  }
}
