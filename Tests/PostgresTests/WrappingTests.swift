import FoundationEssentials
import Postgres
import Testing

private struct PersonID: Hashable, PostgresWrapping {
  let uuid: UUID
  var postgresValue: UUID { uuid }

  init(_ uuid: UUID) { self.uuid = uuid }
  init?(postgresValue: UUID) { self.init(postgresValue) }
}

private enum Stage: String, CaseIterable, PostgresCodable {
  case idea, pilot, production
}

/// Has a raw value, and is stored otherwise.
private enum Level: Int, CaseIterable, PostgresWrapping {
  case low = 1
  case high

  var postgresValue: String { "L\(rawValue)" }

  init?(postgresValue: String) {
    guard let level = Level.allCases.first(where: { $0.postgresValue == postgresValue }) else { return nil }
    self = level
  }
}

@Suite struct WrappingTests {
  @Test func `a wrapping type is stored as what it wraps, in arrays and optionals too`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let id = PersonID(UUID())
      #expect(try await database.value("SELECT \(id)") == id)
      #expect(try await database.value("SELECT \(id)") == id.uuid)
      #expect(try await database.value("SELECT \([id, nil])") == [id, nil])
      #expect(try await database.value("SELECT \(PersonID?.none)", as: PersonID?.self) == nil)
    }
  }

  @Test func `an enumeration is stored as its raw value`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      #expect(try await database.value("SELECT \(Stage.allCases)") == ["idea", "pilot", "production"])
      #expect(try await database.value("SELECT 'pilot'") == Stage.pilot)
    }
  }

  @Test func `a type with a raw value that wraps another is stored as the other`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      #expect(try await database.value("SELECT \(Level.high)") == "L2")
      #expect(try await database.value("SELECT ARRAY['L1', 'L2']") == Level.allCases)
    }
  }

  @Test func `a stored value that the type does not have is an error that names the column and the type`() async throws
  {
    try await withDatabase(connections: 1) { (database) async throws in
      let stage = await failure { try await database.value("SELECT 'dream' AS stage", as: Stage.self) }
      #expect(stage.map { "\($0)" } == "Column “stage” (text) holds a value that is no Stage.")
      let level = await failure { try await database.value("SELECT 'L9' AS level", as: Level.self) }
      #expect((level as? PostgresDecodingError)?.reason == .invalidValue)
    }
  }
}
