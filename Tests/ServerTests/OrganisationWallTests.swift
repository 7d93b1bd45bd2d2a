import Foundation
import HTTPTypes
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Between organisations` {
  @Test func `no command of one organisation changes anything of another`() async throws {
    try await TestAPI.run { api in
      let prepared = try await Prepared.make(in: api, api.first)
      let before = try await api.fingerprint(of: api.first)
      for (name, row) in AccessRow.commands {
        for role in AccountRole.allCases {
          _ = try await api.submit([(name.rawValue, prepared.request(row, for: role))], as: api.second.token(role))
        }
      }
      #expect(try await api.fingerprint(of: api.first) == before)
    }
  }

  @Test func `a command that names what is another organisation's does not find it`() async throws {
    try await TestAPI.run { api in
      let prepared = try await Prepared.make(in: api, api.first)
      let named: [CommandName: Set<String>] = [
        .inviteDevices: ["cannot-invite"], .revokeDevice: ["not-found"], .setDeviceLease: ["applied"],
        .clearTombstones: ["applied"],
        .createAccount: ["applied"], .disableAccount: ["not-found"], .issueSignInCode: ["not-found"],
        .grantRole: ["not-found"], .issueToken: ["applied"], .revokeToken: ["not-found"], .importUnits: ["applied"],
        .importPeople: ["invalid-table"], .importAISystems: ["applied"], .importRoles: ["applied"],
        .importTasks: ["invalid-table"], .publishRuleSet: ["applied"], .recordConsultation: ["not-found"],
        .proposeBoundaries: ["not-found"], .approveBoundaries: ["not-found"], .publishInstrument: ["applied"],
        .startAttempt: ["applied"], .recordResponse: ["not-found"], .finishAttempt: ["not-found"],
        .runCalibration: ["too-few-to-calibrate"],
        .publishCalibration: ["not-found"], .rejectCalibration: ["not-found"], .rescoreAttempts: ["applied"],
        .publishNorm: ["too-few-for-norm"], .rateResponse: ["not-found"], .fileAppeal: ["not-found"],
        .decideAppeal: ["not-found"],
        .openCampaign: ["invalid-audience"], .extendCampaign: ["not-found"], .closeCampaign: ["not-found"],
        .inviteToCampaign: ["not-found"], .accommodatePerson: ["not-found"], .remindInvited: ["not-found"],
        .importResponses: ["invalid-table"], .publishIndexProfile: ["applied"], .setRatings: ["invalid-table"],
        .defineReport: ["not-found"], .scheduleReport: ["not-found"], .claimRuns: ["applied"],
        .deliverRun: ["not-claimed"],
        .importActivities: ["applied"], .retireActivity: ["not-found"], .importPlanTemplates: ["invalid-table"],
        .removePlanTemplate: ["not-found"], .importHolidays: ["applied"], .removeHoliday: ["applied"],
        .filePriorLearning: ["not-found"], .reviewPriorLearning: ["not-found"], .remindLearners: ["applied"],
        .createCalendarFeed: ["applied"], .revokeCalendarFeed: ["not-found"],
        .importOccupations: ["applied"], .buildRole: ["not-found", "invalid-table"],
        .rebalanceRole: ["not-found", "invalid-table"], .addTask: ["not-found", "invalid-table"],
        .dropTask: ["not-found", "invalid-table"], .mergeTasks: ["not-found", "invalid-table"],
        .recordExposure: ["not-found", "invalid-table"], .importExposure: ["not-found", "invalid-table"],
        .openConsultation: ["not-found", "invalid-table"], .closeConsultation: ["not-found", "invalid-table"],
        .importBoundaries: ["not-found", "invalid-table"], .signBoundaries: ["not-found", "invalid-table"],
        .requestException: ["not-found", "invalid-table"], .grantException: ["not-found", "invalid-table"],
        .revokeException: ["not-found", "invalid-table"], .acknowledgeBoundaries: ["boundary-not-in-force"],
        .reevaluateBoundaries: ["applied"], .confirmBoundaries: ["not-found", "invalid-table"],
        .fileIncident: ["not-found", "invalid-table"], .resolveIncident: ["not-found", "invalid-table"],
        .publishPolicy: ["applied"], .acknowledgePolicy: ["not-found", "invalid-table"],
        .generatePlans: ["not-found", "invalid-table"], .replanPlans: ["not-found", "invalid-table"],
        .importPlans: ["not-found", "invalid-table"], .planFromTemplate: ["not-found", "invalid-table"],
        .submitPlan: ["not-found", "invalid-table"], .takeUpPlan: ["not-found", "invalid-table"],
        .returnPlan: ["not-found", "invalid-table"], .approvePlan: ["not-found", "invalid-table"],
        .withdrawPlan: ["not-found", "invalid-table"], .commentOnPlan: ["not-found", "invalid-table"],
        .addEvidence: ["not-found", "invalid-table"], .completePlanItem: ["not-found", "invalid-table"],
        .overridePlanItem: ["not-found", "invalid-table"],
      ]
      for name in CommandName.allCases {
        let row = try #require(AccessRow.commands[name])
        let answer = try await api.submit(
          [(name.rawValue, prepared.request(row, for: .owner))], as: api.second.token(.owner), dryRun: true)
        let expected = try #require(named[name], "\(name.rawValue) has no row")
        #expect(expected.contains(answer.problemCode() ?? "applied"), "\(name.rawValue): \(answer.text.prefix(500))")
      }
    }
  }

  @Test func `no query of one organisation shows anything of another`() async throws {
    try await TestAPI.run { api in
      let prepared = try await Prepared.make(in: api, api.first)
      for name in QueryName.allCases {
        let row = try #require(AccessRow.queries[name])
        for role in row.allowed {
          let answer = try await prepared.ask(row, as: role, of: api.second, in: api)
          // A refusal quotes what was asked for; an answer may not hold any of it.
          if answer.status == 200 {
            // Codes of the shipped bank, such as EVA-01, are everyone's.
            let isTold = answer.text.contains(/(^|[^A-Z])A-/)
            #expect(!isTold, "\(name.rawValue) as \(role.rawValue): \(answer.text.prefix(500))")
            #expect(!answer.text.contains("a.example") && !answer.text.contains("Organisation A"))
          } else {
            #expect(
              answer.status == 404 || answer.code == "wrong-device",
              "\(name.rawValue) as \(role.rawValue): \(answer.text.prefix(500))")
          }
        }
      }
    }
  }
}

extension TestAPI {
  /// A digest of every row of an organisation's, by table.
  func fingerprint(of organisation: TestOrganisation) async throws -> [String: String] {
    var digests: [String: String] = [:]
    for table in try await test.owner.read({ tx in try Schema.tenantTables(tx) }) {
      digests[table] = try await test.owner.read { tx in
        try tx.one(
          """
          SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest FROM \(identifier: table) t
          WHERE t.organisation_id = \(organisation.id)
          """
        ) { try $0.decode("digest", as: String.self) }
      }
    }
    return digests
  }
}

/// What the database says of its own tables, so that a new one is in every test.
enum Schema {
  /// The tables whose rows belong to an organisation.
  static func tenantTables(_ tx: Transaction) throws -> [String] {
    try tables(tx, where: "EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'organisation_id')")
  }

  static func tables(_ tx: Transaction, where condition: SQL = "true") throws -> [String] {
    try tx.all(
      """
      SELECT c.relname::text AS name FROM pg_class c
      WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND (\(fragment: condition))
      ORDER BY c.relname
      """
    ) { try $0.decode("name", as: String.self) }
  }
}
