import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `Rows that phones hold` {
  private let today = TestStore.today

  private func store() async throws -> (test: TestStore, own: SyncScope, managed: SyncScope) {
    let test = try await TestStore.make()
    let employee = try await test.personID(test.first.code("EMPLOYEE"))
    return (test, .own(employee), .managed(employee))
  }

  @Test func `a permission card is made of rows alone and is the one that the server makes`() async throws {
    let (test, _, _) = try await store()
    try await PublishedLife(test: test).decideBoundaries()
    let role = test.first.code("REP")
    for day in [today, today.adding(days: 9), today.adding(days: 10)] {
      let card = try await card(of: role, on: day, in: test)
      let served = try await test.ask(FindPermissionCard(role: role, asOf: day), as: .employee)
      #expect(card == served, "\(day)")
      #expect(card.tasks.map(\.level) == [day < today.adding(days: 10) ? .h4 : .h5])
    }
    await test.close()
  }

  @Test func `a boundary that is decided ahead of its day keeps what holds until then`() async throws {
    let (test, _, _) = try await store()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    try await test.run(ApproveBoundaries(role: role, tasks: [task]))
    let first = try await test.versionsInForce()
    var terms = BoundaryTerms.Edit()
    terms.stopProcedure = LocalizedText(en: "Pull the plug", zh: "拔掉插头")
    try await test.run(ProposeBoundaries(role: role, tasks: [task], terms: terms))
    try await test.run(ApproveBoundaries(role: role, tasks: [task], level: .h5, effective: today.adding(days: 7)))
    #expect(
      try await test.rows(
        "boundary", in: .organisation, "concat_ws(' ', w->>'level', w->>'effectiveFrom', w->'before'->>'version')")
        == ["H5 \(today.adding(days: 7)) \(first[0])"])
    #expect(try await test.rows("boundary", in: .organisation, "w->'terms'->'stopProcedure'->>'zh'") == ["拔掉插头"])
    #expect(try await test.discrepancies() == [])
    await test.close()
  }

  @Test func `an exception is there from when it is given until it is taken back`() async throws {
    let (test, _, _) = try await store()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    func exceptions() async throws -> [String] {
      try await test.rows("boundary", in: .organisation, "w->'exceptions'->0->>'level'")
    }
    try await test.run(ApproveBoundaries(role: role, tasks: [task], level: .h5))
    let request = RequestException(
      role: role, task: task, level: .h4, reason: "Peak season", until: today.adding(days: 9))
    let id = try await test.run(request).exception
    #expect(try await exceptions() == ["null"], "it waits for another account")
    try await test.run(GrantException(exception: id), as: .owner)
    #expect(try await exceptions() == ["H4"])
    try await test.run(RevokeException(exception: id, reason: "Over"))
    #expect(try await exceptions() == ["null"])
    #expect(try await test.rows("boundary", in: .organisation).allSatisfy { !$0.contains("Peak season") })
    await test.close()
  }

  @Test func `a role follows its tasks and its requirements with their days`() async throws {
    let (test, _, _) = try await store()
    let role = test.first.code("REP")
    func told(_ expression: String) async throws -> [String] {
      try await test.rows("role", in: .organisation, "CASE w->>'code' WHEN '\(role)' THEN \(expression) ELSE '-' END")
        .filter { $0 != "-" }
    }
    let leaving = "jsonb_path_query_array(w, '$.tasks[*] ? (@.to != null).to')::text"
    #expect(try await told("jsonb_array_length(w->'tasks')::text") == ["2"])
    #expect(try await told(leaving) == ["[]"])
    try await test.run(DropTask(role: role, task: test.first.code("REP-2"), effective: today.adding(days: 20)))
    #expect(try await told(leaving) == ["[\"\(today.adding(days: 20))\"]"])
    let levels = "jsonb_path_query_array(w, '$.requirements[*] ? (@.to == null).level')->>0"
    #expect(try await told(levels) == ["L2"])
    try await test.run(
      ImportRoles(sheet: Sheet("code,source,name_en,name_zh,required_level", "\(role),custom,Rep,专员,L3")))
    #expect(try await told(levels) == ["L3"])
    #expect(try await told("w->'name'->>'en'") == ["Rep"])
    #expect(try await test.discrepancies() == [])
    await test.close()
  }

  @Test func `of a policy what holds and what is to is held, and who read it is their own affair`() async throws {
    let (test, own, managed) = try await store()
    for (title, day) in [("One", today), ("Two", today.adding(days: 5)), ("Three", today.adding(days: 9))] {
      try await test.run(PublishPolicy(policy: PublishedLife.policy(title), effective: day))
    }
    func versions() async throws -> [String] {
      try await test.rows(
        "policy_version", in: .organisation, "concat_ws(' ', w->'title'->>'en', w->>'effectiveFrom', w->>'effectiveTo')"
      )
    }
    let ahead = ["Three \(today.adding(days: 9))", "Two \(today.adding(days: 5)) \(today.adding(days: 9))"]
    #expect(try await versions() == ["One \(today) \(today.adding(days: 5))"] + ahead)
    try await test.run(
      PublishPolicy(policy: PublishedLife.policy("Four"), effective: today.adding(days: 12)), at: later(6))
    #expect(try await versions().map { $0.prefix(4) } == ["Four", "Thre", "Two "])
    try await test.run(AcknowledgePolicy(policy: "USE"), as: .employee)
    #expect(try await test.rows("policy_acknowledgement", in: own, "w->>'acknowledgedAt'") == ["2026-07-01T09:00:00Z"])
    #expect(try await test.count("policy_acknowledgement") == 1)
    #expect(try await test.rows("policy_acknowledgement", in: managed) == [])
    await test.close()
  }

  @Test func `what somebody would want is in their own scope alone and is the last they said`() async throws {
    let (test, own, _) = try await store()
    try await PublishedLife(test: test).consult()
    #expect(try await test.rows("consultation", in: own, "w->>'desiredLevel'") == ["H3", "H4"])
    #expect(try await test.count("consultation", like: "%#self") == (try await test.count("consultation")))
    #expect(
      try await test.rows("consultation_round", in: .organisation, "concat_ws(' ', w->>'number', w->>'closedOn')")
        == ["1 \(today)", "2 \(today)"])
    await test.close()
  }

  @Test func `the items of a campaign are on the phones of those who may answer them and for as long`() async throws {
    let (test, own, _) = try await store()
    try await test.run(test.fixedCampaign(opensOn: today.adding(days: 1)))
    let scope = SyncScope.campaign(try await test.campaignID())
    var early = try await TestDevice.enrol("EMPLOYEE", in: test)
    try await early.pull()
    #expect(!early.replica.scopes.contains(scope), "it has yet to open")
    #expect(early.replica.texts("campaign_invitation").count == 1)
    let (opened, day) = (later(1), today.adding(days: 1))
    var employee = try await TestDevice.enrol("EMPLOYEE", in: test, now: opened)
    var outsider = try await TestDevice.enrol("HR", in: test, now: opened)
    try await employee.pull(now: opened)
    try await outsider.pull(now: opened)
    let form = try #require(employee.replica.texts("campaign_form").first)
    let items = try JSONDecoder.wire.decode(PublishedForm.self, from: Data(form.utf8)).items
    let instrument = try RepositoryFiles.instrument("aiq-core")
    #expect(items.map(\.code) == instrument.form("fixed")?.items)
    #expect(!outsider.replica.scopes.contains(scope) && outsider.replica.texts("campaign_invitation") == [])
    #expect(employee.replica.rows == (try await employee.oracle(on: day)).rows)

    let attempt = try await test.run(StartAttempt(campaign: "wave"), as: .employee, at: opened).attempt
    let answer = RecordResponse(attempt: attempt, item: "UND-01", answer: ["a"], confidence: 0.7)
    try await test.run(answer, as: .employee, at: opened)
    #expect(
      try await test.rows("response", in: own, "concat_ws(' ', w->>'item', w->'answer'->>0, w->>'confidence')")
        .filter { $0.hasSuffix("0.7") } == ["UND-01 a 0.7"])
    try await employee.pull(now: opened)
    #expect(employee.replica.scopes.contains(scope) && employee.replica.texts("attempt").count == 2)
    try await test.run(FinishAttempt(attempt: attempt), as: .employee, at: opened)
    try await employee.pull(now: opened)
    #expect(!employee.replica.scopes.contains(scope), "the attempt is over")
    #expect(employee.replica.rows == (try await employee.oracle(on: day)).rows)
    #expect(try await test.discrepancies() == [])
    await test.close()
  }

  @Test func `an invitation follows its campaign and goes when it is withdrawn`() async throws {
    let (test, own, _) = try await store()
    try await test.run(test.fixedCampaign())
    func invitation(_ expression: String) async throws -> [String] {
      try await test.rows("campaign_invitation", in: own, expression)
    }
    let employee = test.first.code("EMPLOYEE")
    try await test.run(
      AccommodatePerson(
        campaign: "wave", person: employee, extraTimePercent: 25, reason: .disability, note: "Reads slowly"))
    #expect(try await invitation("w->>'extraTimePercent'") == ["25"])
    #expect(try await invitation("w::text").allSatisfy { !$0.contains("slowly") && !$0.contains("disability") })
    try await test.run(ExtendCampaign(code: "wave", closesOn: today.adding(days: 40)))
    #expect(try await invitation("w->>'closesOn'") == ["\(today.adding(days: 40))"])
    try await test.run(
      InviteToCampaign(campaign: "wave", audience: CampaignAudience(people: [employee]), withdraw: true))
    #expect(try await invitation("w->>'code'") == [])
    #expect(try await test.count("campaign_invitation") == 2)
    try await test.run(CloseCampaign(code: "wave"))
    let manager = SyncScope.own(try await test.personID(test.first.code("MANAGER")))
    #expect(try await test.rows("campaign_invitation", in: manager, "w->>'closedAt'") == ["2026-07-01T09:00:00Z"])
    #expect(try await test.discrepancies() == [])
    await test.close()
  }

  @Test func `an item that is retired leaves the forms that have it`() async throws {
    let (test, _, _) = try await store()
    try await test.run(test.fixedCampaign())
    let scope = SyncScope.campaign(try await test.campaignID())
    let before = try await test.rows("campaign_form", in: scope, "jsonb_array_length(w->'items')")
    _ = try await test.owner.write { tx in
      try tx.run("UPDATE item SET status = 'retired' WHERE organisation_id = \(test.first.id) AND code = 'UND-01'")
    }
    let after = try await test.rows("campaign_form", in: scope, "jsonb_array_length(w->'items')")
    #expect(before.compactMap(Int.init).map { $0 - 1 } == after.compactMap(Int.init) && !after.isEmpty)
    #expect(try await test.discrepancies() == [])
    await test.close()
  }

  @Test func `a score that is voided goes, and the level that rested on it`() async throws {
    let (test, own, managed) = try await store()
    let levels = try await test.rows("person_competency", in: managed)
    let attempt = try await test.handIn([:], form: "fixed").attempt
    #expect(try await test.rows("score", in: own, "w->>'attempt'").contains(attempt.description))
    let appeal = try await test.run(FileAppeal(attempt: attempt, grounds: "It broke."), as: .employee).appeal
    try await test.run(DecideAppeal(appeal: appeal, outcome: .void, reason: "It did."), as: .assessor)
    #expect(try await test.rows("score", in: own, "w->>'attempt'").allSatisfy { $0 != attempt.description })
    #expect(try await test.rows("appeal", in: own, "w->>'outcome'") == ["void"])
    #expect(try await test.rows("attempt", in: own, "w->>'status'").sorted() == ["scored", "voided"])
    #expect(try await test.rows("person_competency", in: managed).count == levels.count)
    #expect(try await test.discrepancies() == [])
    await test.close()
  }

  @Test func `a manager holds plans and levels, and not what was said, shown or measured`() async throws {
    let (test, own, managed) = try await store()
    try await PublishedLife(test: test).learn()
    #expect(try await test.rows("plan", in: managed, "w->>'status'") == ["complete"])
    #expect(try await test.rows("plan_item", in: managed, "w->>'status'") == ["done", "done"])
    #expect(try await test.rows("plan_gap", in: managed).count == (try await test.rows("plan_gap", in: own)).count)
    #expect(try await test.rows("plan", in: own, "w->'outcome'->>'completedOn'") == ["\(today)"])
    #expect(try await test.rows("plan_comment", in: own, "w->>'action'").contains("approve"))
    #expect(try await test.rows("evidence", in: own, "w->>'kind'") == ["complete", "complete", "log", "log"])
    #expect(try await test.rows("person_competency", in: own, "w->>'basis'").contains("plan"))
    for table in ["plan_comment", "evidence", "prior_learning", "response", "attempt", "appeal", "self_report"] {
      #expect(try await test.count(table, like: "%#manager") == 0, "\(table)")
    }
    var manager = try await TestDevice.enrol("MANAGER", in: test)
    try await manager.pull()
    #expect(manager.replica.texts("plan").count == 1 && manager.replica.texts("evidence") == [])
    #expect(manager.replica.rows == (try await manager.oracle()).rows)
    await test.close()
  }

  @Test func `who is reported to is known by name and place to whom they report`() async throws {
    let (test, own, managed) = try await store()
    #expect(try await test.rows("person", in: managed, "w->>'name'") == ["Em Ployee"])
    try await test.run(
      ImportPeople(
        sheet: Sheet(
          "external_id,name,unit,role,manager",
          "\(test.first.code("EMPLOYEE")),Em Ployed,\(test.first.code("SUPPORT")),\(test.first.code("REP")),"
            + test.first.code("LEAD")), effective: today.adding(days: 3)))
    for scope in [own, managed] {
      #expect(
        try await test.rows(
          "person", in: scope,
          "concat_ws(' ', w->>'name', w->'employments'->0->>'from', w->'employments'->1->>'to')") == [
            "Em Ployed \(today.adding(days: 3)) \(today.adding(days: 3))"
          ])
    }
    #expect(try await test.discrepancies() == [])
    await test.close()
  }

  @Test func `activities and systems follow their tables`() async throws {
    let (test, _, _) = try await store()
    let spare = test.first.code("SPARE")
    try await test.run(RetireActivity(code: spare))
    #expect(
      try await test.rows("activity", in: .organisation, "concat_ws(' ', w->>'code', w->>'retiredOn')")
        .contains("\(spare) \(today)"))
    #expect(
      try await test.rows(
        "activity", in: .organisation, "concat_ws(' ', w->'lifts'->0->>'to', jsonb_array_length(w->'prerequisites'))")
        == ["L1 0", "L1 0", "L2 1"])
    try await test.run(
      ImportAISystems(
        sheet: Sheet(
          "code,name,vendor,purpose_en,purpose_zh,risk_class,route,cleared_data_class",
          "\(test.first.code("DESK")),Desk,Vendor,Drafts,起草,limited,api,public")))
    #expect(try await test.rows("ai_system", in: .organisation, "w->>'clearedDataClass'") == ["public"])
    #expect(try await test.discrepancies() == [])
    await test.close()
  }

  /// A role's card as a device makes it.
  private func card(of role: String, on day: Day, in test: TestStore) async throws -> PermissionCard {
    func all<Row: Decodable>(_ table: String, as type: Row.Type = Row.self) async throws -> [Row] {
      try await test.rows(table, in: .organisation).map { try JSONDecoder.wire.decode(Row.self, from: Data($0.utf8)) }
    }
    let roles: [PublishedRole] = try await all("role")
    let found = try #require(roles.first { $0.code == role })
    let held = Set(found.tasks.filter { $0.from <= day && $0.to.map { $0 > day } ?? true }.map(\.task))
    let tasks = try await test.owner.read { tx in
      try tx.all("SELECT id::text AS id, wire FROM sync_row WHERE table_name = 'task' AND NOT deleted") {
        (try $0.decode("id", as: String.self), try $0.decode("wire", as: String.self))
      }
    }
    let names = try Dictionary(
      uniqueKeysWithValues: tasks.filter { held.contains($0.0) }.map {
        ($0.0, try JSONDecoder.wire.decode(PublishedTask.self, from: Data($0.1.utf8)))
      })
    let systems: [PublishedSystem] = try await all("ai_system")
    let boundaries: [PublishedBoundary] = try await all("boundary")
    let inForce = boundaries.filter { held.contains($0.task) && $0.effectiveFrom <= day }
    let lines = try inForce.map { boundary in
      let task = try #require(names[boundary.task])
      let exception = boundary.exceptions.last { $0.from <= day && day < $0.to }
      return PermissionCard.TaskLine(
        task: task.code, name: task.name, version: boundary.version, level: exception?.level ?? boundary.level,
        oversight: boundary.oversight, exceptionUntil: exception?.to.adding(days: -1), dataClass: boundary.dataClass,
        systems: boundary.systems.map { system in
          PermissionCard.System(
            code: system.code, name: systems.first { $0.code == system.code }?.name ?? system.code,
            clearance: system.clearance)
        }, terms: boundary.terms)
    }
    let undecided = names.values.map(\.code).filter { code in !lines.contains { $0.task == code } }
    return PermissionCard(role: role, name: found.name, day: day, lines: lines, undecided: undecided.sorted())
  }
}

private struct PublishedForm: Decodable {
  var items: [PresentedItem]
}

private struct PublishedRole: Decodable {
  struct Spell: Decodable {
    var task: String
    var from: Day
    var to: Day?
  }

  var code: String
  var name: LocalizedText
  var tasks: [Spell]
}

private struct PublishedTask: Decodable {
  var code: String
  var name: LocalizedText
}

private struct PublishedSystem: Decodable {
  var code: String
  var name: String
}

private struct PublishedBoundary: Decodable {
  struct System: Decodable {
    var code: String
    var clearance: DataClass
  }

  struct Exception: Decodable {
    var level: HumanAgencyLevel
    var from: Day
    var to: Day
  }

  var task: String
  var version: BoundaryVersionID
  var level: HumanAgencyLevel
  var oversight: Oversight
  var dataClass: DataClass
  var systems: [System]
  var terms: BoundaryTerms
  var effectiveFrom: Day
  var exceptions: [Exception]
}
