import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Postgres
import Server
import Storage
import TestSupport
import Testing

@Suite struct Health {
  @Test func `a server with its database and schema is ready`() async throws {
    try await TestAPI.run { api in
      for path in ["/health/live", "/health/ready"] {
        let answer = try await api.send(.get, path)
        #expect(answer.status == 200)
        #expect(answer.json["status"]?.string == "ok")
      }
    }
  }

  @Test func `a server lives without its database, is not ready, and comes back with it`() async throws {
    let cluster = try TestCluster()
    defer { cluster.remove() }
    let configuration = DatabaseConfiguration(
      conninfo: try cluster.createDatabase(), connections: 1, availabilityTimeout: .milliseconds(50))
    let database = Database(configuration: configuration, logger: .silent)
    let migrator = Migrator(migrations: try Migration.all(in: RepositoryFiles.path("schema")))
    let application = try buildApplication(
      store: Store(database: database), migrator: migrator, configuration: .test(), logger: .silent)
    try await application.test(.router) { http in
      func get(_ path: String, token: String = "") async throws -> Answer {
        Answer(
          try await http.executeRequest(
            uri: path, method: .get, headers: [.authorization: "Bearer \(token)"], body: nil))
      }
      #expect(try await get("/health/ready").code == "wrong-schema")
      _ = try await migrator.migrate(database, now: TestStore.now)
      #expect(try await get("/health/ready").status == 200)
      try cluster.stop()
      #expect(try await get("/health/live").status == 200)
      let organisation = "AAAAAAAAAAAAAAAAAAAAAAAA"
      for path in ["/health/ready", "/v1/whoami"] {
        let answer = try await get(path, token: "rdt_" + organisation + String(repeating: "A", count: 40))
        #expect(answer.status == 503)
        #expect(answer.code == "unavailable")
        #expect(answer.headers[.retryAfter] == "5")
        #expect(!answer.text.contains(cluster.folder))
      }
      try cluster.start()
      #expect(try await get("/health/ready").status == 200)
    }
    await database.close()
  }
}
