import Hummingbird
import Readiness
import Storage

extension Route {
  /// The process answers.
  static let liveness = Route(.get, "/health/live") { _ in try .json(Health()) }

  /// The database is there, with the schema that this program needs.
  static let readiness = Route(.get, "/health/ready") { call in
    do {
      try await call.api.migrator.requireCurrent(call.store.database)
    } catch is MigrationError {
      throw Refusal.wrongSchema
    }
    return try .json(Health())
  }

  /// The API description.
  static let description = Route(.get, "/v1/openapi.yaml") { call in
    Response(
      status: .ok, headers: [.contentType: "application/yaml"],
      body: ResponseBody(byteBuffer: call.api.description))
  }
}

private struct Health: Encodable {
  let status = "ok"
}

extension Refusal {
  fileprivate static let wrongSchema = Refusal(
    .unavailable, "wrong-schema",
    LocalizedText(
      en: "The database's schema is not the one that this server needs. On its host, run `readiness database migrate`.",
      zh: "数据库结构与本服务器不符。请在服务器主机上运行 `readiness database migrate`。"))
}
