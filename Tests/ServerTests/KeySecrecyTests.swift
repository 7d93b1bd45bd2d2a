import Foundation
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Keys and parameters` {
  /// What only those who author and score may be told, as the names of JSON values.
  private static let secrets = [
    "rationale", "slope", "difficulty", "thresholds", "parameters", "exposure", "rubric", "levels", "status\":\"beta",
  ].map { "\"\($0)" }

  @Test(arguments: [AccountRole.employee, .manager, .auditor, .service])
  func `are in no answer that someone who does not author can get`(role: AccountRole) async throws {
    let rationales = try ["aiq-core", "aiq-create", "aiq-self"].flatMap { code in
      try RepositoryFiles.instrument(code).items.map(\.rationale.en)
    }
    try await TestAPI.run { api in
      let prepared = try await Prepared.make(in: api, api.first)
      var told: [(name: String, text: String)] = []
      for (name, row) in AccessRow.queries where row.allowed.contains(role) {
        told.append((name.rawValue, try await prepared.ask(row, as: role, in: api).text))
      }
      for (name, row) in AccessRow.commands where row.allowed.contains(role) {
        let command = (name.rawValue, prepared.request(row, for: role))
        told.append((name.rawValue, try await api.submit([command], as: api.first.token(role)).text))
      }
      #expect(told.count > 5)
      for (name, text) in told {
        let secrets = Self.authoredElsewhere.contains(name) ? [] : Self.secrets
        for secret in secrets { #expect(!text.contains(secret), "\(name) as \(role): \(secret)") }
        #expect(!rationales.contains { text.contains($0) }, "\(name) as \(role) tells a rationale.")
      }
    }
  }

  /// Answers about work and boundaries, where a level or an exposure is that of a task.
  private static let authoredElsewhere: Set<String> = [
    QueryName.listTasks.rawValue, QueryName.findRole.rawValue, QueryName.listBoundaries.rawValue,
    QueryName.findBoundary.rawValue, QueryName.brief.rawValue, QueryName.findIndexProfile.rawValue,
    QueryName.listAuditEvents.rawValue, QueryName.listRatings.rawValue, QueryName.findPermissionCard.rawValue,
    QueryName.pull.rawValue, QueryName.listBoundaryTerms.rawValue, QueryName.listExposure.rawValue,
    QueryName.boundaryRegister.rawValue,
  ]

  @Test func `are in nothing that phones may hold`() async throws {
    try await TestAPI.run { api in
      _ = try await Prepared.make(in: api, api.first)
      let held = try await api.test.owner.read { tx in
        // A boundary's rationale is another.
        try tx.one(
          """
          SELECT count(*) AS n FROM sync_row
          WHERE wire ~ 'slope|thresholds|rubric' OR table_name <> 'boundary' AND wire ~ 'rationale'
          """
        ) { try $0.decode("n", as: Int.self) }
      }
      #expect(held == 0)
    }
  }
}
