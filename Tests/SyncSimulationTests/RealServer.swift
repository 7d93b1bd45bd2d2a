import Foundation
import Postgres
import Readiness
import Storage
import SyncClient
import TestSupport
import Wire

/// One organisation of the product itself: phones reach it over HTTP, and what happens to it happens in PostgreSQL.
///
/// | in the simulation | here |
/// | --- | --- |
/// | a pair of rows | two units that one import names alike |
/// | rows of managed scopes | levels in the six domains, written and deleted by the database's owner |
/// | a grant of a managed scope | that somebody reports to the phone's holder |
/// | a note, poison | time logged on an item of the holder's plan; on an item that there is not |
/// | cleared tombstones | the daily upkeep of two days that are 91 days apart |
/// | a backup | a copy of the database, of both organisations |
/// | a newer schema of phones | nothing: the product has one schema yet |
///
/// Ids are the product's own, so that the order of rows in one version is another with each run of a seed.
final class RealServer: @unchecked Sendable {
  // Sendable: a history runs in one task, and nothing of it runs beside it.
  let organisation: Int
  let host: Installation
  let sabotage: Sabotage?
  /// Whoever has a phone: their external id, and the item of their plan that they log time on.
  private(set) var holders: [PersonID: (code: String, item: PlanItemID)] = [:]
  /// External ids of those who are reported of.
  private var subjects: [PersonID: String] = [:]
  private var quarters = 0
  private(set) var applied: Set<String> = []
  var broken: [Violation] = []
  /// What was published when it was last looked at.
  var seen = Published()

  init(organisation: Int, of host: Installation, sabotage: Sabotage?) {
    self.organisation = organisation
    self.host = host
    self.sabotage = sabotage
  }

  var own: TestOrganisation { organisation == 0 ? host.test.first : host.test.second }
  var other: TestOrganisation { organisation == 0 ? host.test.second : host.test.first }
  var owner: Postgres.Database { host.test.owner }
}

// MARK: - What happens to it

extension RealServer {
  func employ(_ id: PersonID) async throws -> (holder: PersonID, subject: PersonID) {
    let holder = holders.isEmpty ? "MANAGER" : "LEAD"
    let subject = own.code(holders.isEmpty ? "EMPLOYEE" : "OUTSIDER")
    if holder == "LEAD" {
      try await host.run(
        CreateAccount(email: "lead@example.org", displayName: "Lead", role: .manager, person: own.code(holder)), in: own
      )
    }
    let item = try await own.insertPlan(for: holder, .active, as: owner).items[0]
    let people = (holder: try await person(own.code(holder)), subject: try await person(subject))
    holders[people.holder] = (own.code(holder), item)
    subjects[people.subject] = subject
    // The history's own levels only.
    _ = try await owner.write { tx in
      try tx.run("DELETE FROM person_competency WHERE person_id = \(people.subject)")
    }
    return people
  }

  private func person(_ code: String) async throws -> PersonID {
    try await owner.read { tx in
      try tx.one("SELECT id FROM person WHERE external_id = \(code)") { try $0.decode("id") }
    }
  }

  /// What is restored later would not know the device, whose holder would have to enrol it anew.
  func invite(_ holder: PersonID, as id: DeviceID, replacing old: DeviceID?) async throws -> String {
    host.forgetBackup()
    return try await host.run(InviteDevices(people: [holders[holder]?.code ?? ""]), in: own).invitations[0].code
  }

  func revoke(_ device: DeviceID) async throws {
    do {
      try await host.run(RevokeDevice(device: device, reason: .lost), in: own)
    } catch let refusal as Refusal where refusal.code == "not-found" {
      // It is revoked already.
    }
  }

  func toggleGrant(of subject: PersonID, to device: DeviceID) async throws {
    let isGranted = try await granted(to: device).contains(.managed(subject))
    let holder = try await owner.read { tx in
      try tx.one(
        """
        SELECT p.external_id FROM device d
        JOIN account a ON a.organisation_id = d.organisation_id AND a.id = d.account_id
        JOIN person p ON p.organisation_id = a.organisation_id AND p.id = a.person_id WHERE d.id = \(device)
        """
      ) { try $0.decode("external_id", as: String.self) }
    }
    let code = subjects[subject] ?? ""
    let row = [code, code, own.code("HQ"), own.code("REP"), isGranted ? own.code("BOSS") : holder]
    let sheet = Sheet(header: ["external_id", "name", "unit", "role", "manager"], rows: [.init(row: 2, cells: row)])
    try await host.run(ImportPeople(sheet: sheet), in: own)
  }

  func commitPair(tag: Int) async throws {
    let rows = ["a", "b"].enumerated().map { index, half in
      Sheet.Row(row: index + 2, cells: [own.code("PAIR-\(half)"), "Tag \(tag)", "标记\(tag)", ""])
    }
    try await host.run(
      ImportUnits(sheet: Sheet(header: ["code", "name_en", "name_zh", "parent"], rows: rows)), in: own)
  }

  func commitManaged(level: Int, of subject: PersonID, tag: Int) async throws {
    let domain = QuotientDomain.allCases[level].rawValue
    let organisation = own.id
    _ = try await owner.write { tx in
      try tx.run(
        """
        INSERT INTO person_competency (organisation_id, person_id, competency_id, valid_from, level, probability, plan_id)
        SELECT c.organisation_id, \(subject), c.id, \(TestStore.today), \(tag % 5), 0.5, (SELECT id FROM plan
          WHERE organisation_id = c.organisation_id ORDER BY id LIMIT 1)
        FROM competency c WHERE c.organisation_id = \(organisation) AND c.code = \(domain)
        ON CONFLICT (organisation_id, person_id, competency_id, valid_from) DO UPDATE SET level = excluded.level
        """)
    }
    if sabotage == .publishesLate { try await publishLate() }
  }

  /// As behind a sequence or a clock, whose numbers are not given in the order in which they become visible.
  private func publishLate() async throws {
    let organisation = own.id
    _ = try await owner.write { tx in
      try tx.run(
        """
        UPDATE sync_row s SET version = s.version - 1 FROM organisation_version v
        WHERE s.organisation_id = \(organisation) AND v.organisation_id = s.organisation_id AND s.version = v.version
        """)
    }
  }

  func deleteManaged(_ random: inout SeededRandom) async throws {
    let organisation = own.id
    let rows = try await owner.read { tx in
      try tx.all(
        """
        SELECT k.person_id, k.competency_id FROM person_competency k
        JOIN person p ON p.organisation_id = k.organisation_id AND p.id = k.person_id
        JOIN competency c ON c.organisation_id = k.organisation_id AND c.id = k.competency_id
        WHERE k.organisation_id = \(organisation) AND k.plan_id IS NOT NULL ORDER BY p.external_id, c.code
        """
      ) { (try $0.decode("person_id", as: PersonID.self), try $0.decode("competency_id", as: UUID.self)) }
    }
    guard !rows.isEmpty else { return }
    let (person, competency) = random.pick(rows)
    _ = try await owner.write { tx in
      try tx.run("DELETE FROM person_competency WHERE person_id = \(person) AND competency_id = \(competency)")
    }
  }

  /// What is deleted is kept for 90 days: the first of the two days is marked, and on the second all up to it is cleared.
  func clearTombstones() async throws {
    for _ in 0..<2 {
      quarters += 1
      try await host.run(ClearTombstones(), in: own, after: Double(quarters) * 91 * 86_400)
    }
  }

  func takeBackup() async throws { try await host.takeBackup() }

  func restore() async throws { try await host.restore(renewing: sabotage != .keepsEpoch) }

  func passDays() {
    host.pass(seconds: 40 * 86_400)
    host.forgetBackup()
  }

  /// So that access tokens, which are good for a quarter of an hour, end now and then.
  func passMinutes() { host.pass(seconds: 240) }
}

// MARK: - What phones call

extension RealServer {
  func enrol(_ enrolment: Enrolment) async throws -> DeviceTokens { try await host.transport.enrol(enrolment) }

  func trade(_ trade: TokenTrade) async throws -> DeviceTokens { try await host.transport.trade(trade) }

  func confirmPurge(_ trade: TokenTrade) async throws { try await host.transport.confirmPurge(trade) }

  func pull(_ request: PullRequest, as access: SyncAccess, schema: Int) async throws -> [UInt8] {
    var page = try await host.transport.pull(request, as: access)
    if let sabotage { page = try sabotage.change(page, organisation: organisation, id: { UUID() }) }
    try await check(page, for: request, to: access.device)
    return page
  }

  func push(_ request: PushRequest, as access: SyncAccess) async throws -> PushAnswer {
    let organisation = own.id
    let sequences = request.mutations.map(\.command.sequence)
    if sabotage == .forgetsLedger {
      _ = try await owner.write { tx in
        try tx.run("DELETE FROM command_ledger WHERE client_id = \(access.device) AND sequence = ANY (\(sequences))")
      }
    }
    let answer = try await host.transport.push(request, as: access)
    let texts = try await owner.read { tx in
      try tx.all("SELECT text FROM evidence WHERE organisation_id = \(organisation)") {
        try $0.decode("text", as: String.self)
      }
    }
    applied.formUnion(texts)
    return answer
  }

  func verify(_ scope: SyncScope, as access: SyncAccess, schema: Int) async throws -> VerifyAnswer {
    try await host.transport.verify(scope, as: access)
  }

  func leaf(_ leaf: Int, of scope: SyncScope, as access: SyncAccess, schema: Int) async throws -> [UInt8] {
    try await host.transport.leaf(leaf, of: scope, as: access)
  }
}
