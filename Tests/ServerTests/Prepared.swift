import Foundation
import HTTPTypes
import NIOCore
import Postgres
import Readiness
import Storage
import TestSupport
import Testing
import Wire
import Yams

/// What has to be there before every command of the access table can be applied: for each role a token to revoke, for each
/// person an attempt in progress, a claimed run, and the campaign WAVE: all of SALES but the manager are invited, to be
/// reminded today. STRANGER has handed in an attempt whose DIR-25 two have rated and whose DIR-26 waits.
/// A round asks about REP-2, an incident of DESK is open, and the policy USE is in force.
/// EMPLOYEE has filed prior learning. Each person with an account has a score of today, and EMPLOYEE appeals against one of
/// yesterday. EMPLOYEE has an active plan and a draft, COLLEAGUE a plan that waits for review, and the new TRAINEE one in
/// review.
/// The role BUILT was made of the occupation OCC. Each account with a person has a device that has pulled.
struct Prepared: Sendable {
  private let organisation: TestOrganisation
  private let names: [String: String]
  private let tokens: [AccountRole: String]
  private let attempts: [AccountRole: String]
  private let scored: [AccountRole: String]
  private let calendars: [AccountRole: String]
  private let devices: [AccountRole: DeviceTokens]

  static func make(in api: TestAPI, _ organisation: TestOrganisation) async throws -> Prepared {
    var tokens: [AccountRole: String] = [:]
    var attempts: [AccountRole: String] = [:]
    for role in AccountRole.allCases {
      let issue = IssueToken(email: organisation.email(role), label: "spare", days: 1)
      tokens[role] = try await api.operate(issue, in: organisation).id.description
      guard ![.auditor, .service].contains(role) else { continue }
      attempts[role] = try await api.test.store.execute(
        StartAttempt(instrument: "aiq-core", form: "fixed"), by: .token(organisation.token(role)), now: TestStore.now
      ).attempt.description
    }
    let submitted = try await submit(in: api, organisation)
    let calibration = try await calibrate(in: api, organisation)
    let appeal = try await appeal(in: api, organisation)
    let claim = try await api.test.store.execute(
      FilePriorLearning(
        activity: organisation.code("FIRST"), learntOn: TestStore.today.adding(days: -90), text: "A course elsewhere"),
      by: .token(organisation.token(.employee)), now: TestStore.now
    ).claim
    let scored = try await score(in: api, organisation)
    _ = try await api.operate(
      OpenCampaign(
        code: organisation.code("WAVE"), title: LocalizedText(en: "First wave", zh: "第一批"), instrument: "aiq-core",
        closesOn: TestStore.today.adding(days: 30),
        audience: CampaignAudience(people: ["EMPLOYEE", "COLLEAGUE"].map(organisation.code)), reminderDays: [30],
        rules: CampaignRules(retakeDays: 7)),
      in: organisation)
    let calendars = try await calendars(in: api, organisation)
    let plans = try await plans(in: api, organisation)
    let boundary = try await except(in: api, organisation)
    let round = OpenConsultation(
      role: organisation.code("REP"), tasks: [organisation.code("REP-2")], closesOn: TestStore.today.adding(days: 30))
    let number = try await api.operate(round, in: organisation).number
    let incident = FileIncident(
      title: "Wrong offer", severity: .low, task: organisation.code("REP-3"), aiSystem: organisation.code("DESK"))
    let filed = try await api.operate(incident, in: organisation).number
    let policy = PolicyDocument(
      code: organisation.code("USE"), title: LocalizedText(en: "Use of AI", zh: "AI 使用规定"),
      text: LocalizedText(en: "Check each answer.", zh: "须核对每个答案。"))
    _ = try await api.operate(PublishPolicy(policy: policy), in: organisation)
    try await build(in: api, organisation)
    let claimant = UUID()
    let run = try await api.operate(ClaimRuns(claimant: claimant), in: organisation).runs[0].run
    return Prepared(
      organisation: organisation,
      names: plans.merging([
        "claimant": claimant.uuidString, "run": run.description, "submitted": submitted.description,
        "boundary version": boundary.version.description,
        "requested exception": boundary.exception.description,
        "calibration": calibration.description, "round": "\(number)", "incident": "\(filed)",
        "appeal": appeal.description, "claim": claim.description,
        "rule set": try next(RuleNode.self, "boundary-rules.yaml"),
        "profile": try next(IndexProfile.self, "index-profiles/default.yaml"),
        "instrument": try next(RepositoryFiles.instrument("aiq-core")),
      ]) { plan, _ in plan }, tokens: tokens, attempts: attempts, scored: scored, calendars: calendars,
      devices: try await devices(in: api, organisation))
  }

  /// The occupation OCC with one task, and the role BUILT of it.
  private static func build(in api: TestAPI, _ organisation: TestOrganisation) async throws {
    let code = organisation.code("OCC")
    _ = try await api.operate(
      ImportOccupations(
        source: .onet, release: "29.0",
        occupations: Sheet(
          header: OccupationRecord.columns, rows: [.init(row: 2, cells: [code, "Clerks", "They clerk."])]),
        tasks: Sheet(
          header: OccupationTaskRecord.columns, rows: [.init(row: 2, cells: [code, "1", "Sort letters.", "core"])])),
      in: organisation)
    _ = try await api.operate(BuildRole(code: organisation.code("BUILT"), occupation: code), in: organisation)
  }

  /// Takes the test for a person, with one answer.
  private static func take(
    _ person: String, on day: Day, in api: TestAPI, _ organisation: TestOrganisation
  ) async throws -> AttemptID {
    let row = Sheet.Row(row: 2, cells: [organisation.code(person), "UND-01", "b"])
    _ = try await api.operate(
      ImportResponses(
        instrument: "aiq-core", sheet: Sheet(header: ImportResponses.columns, rows: [row]), takenOn: day),
      in: organisation)
    return try await api.test.owner.read { tx in
      try tx.one(
        """
        SELECT a.id FROM attempt a JOIN person p ON p.id = a.person_id
        WHERE p.external_id = \(organisation.code(person)) AND a.finished_at = \(day.instant)
        """
      ) { try $0.decode("id", as: AttemptID.self) }
    }
  }

  private static func plans(in api: TestAPI, _ organisation: TestOrganisation) async throws -> [String: String] {
    let row = Sheet.Row(row: 2, cells: ["TRAINEE", "SALES", "MANAGER"].map(organisation.code) + ["Trai Nee"])
    _ = try await api.operate(
      ImportPeople(sheet: Sheet(header: ["external_id", "unit", "manager", "name"], rows: [row]), leavers: .keep),
      in: organisation)
    let owner = api.test.owner
    let active = try await organisation.insertPlan(for: "EMPLOYEE", .active, as: owner)
    return [
      "plan": active.plan.description, "item": active.items[0].description,
      "draft": try await organisation.insertPlan(for: "EMPLOYEE", .draft, as: owner).plan.description,
      "waiting plan": try await organisation.insertPlan(for: "COLLEAGUE", .waitingForReview, as: owner).plan
        .description,
      "plan in review": try await organisation.insertPlan(for: "TRAINEE", .inReview, as: owner).plan.description,
    ]
  }

  /// REP-3, of no AI system, has a boundary in force at H5, and an exception is asked for by the operator; REP-1 and REP-2
  /// stay proposed.
  private static func except(
    in api: TestAPI, _ organisation: TestOrganisation
  ) async throws -> (version: BoundaryVersionID, exception: BoundaryExceptionID) {
    let (role, task) = (organisation.code("REP"), organisation.code("REP-3"))
    let columns = [
      "code", "role", "name_en", "name_zh", "importance", "time_share", "physical", "interpersonal", "uncertainty",
      "expertise", "enjoyment", "irreversible", "affects_person", "data_class", "exposure", "automation",
    ]
    let cells = [
      task, role, "Call back", "回电", "3", "0", "1", "2", "2", "3", "3", "no", "no", "internal", "E1", "T3",
    ]
    _ = try await api.operate(
      ImportTasks(sheet: Sheet(header: columns, rows: [Sheet.Row(row: 2, cells: cells)])), in: organisation)
    _ = try await api.operate(
      ProposeBoundaries(role: role, tasks: [task], accountable: organisation.code("MANAGER")), in: organisation)
    _ = try await api.operate(ApproveBoundaries(role: role, tasks: [task], level: .h5), in: organisation)
    let asked = try await api.operate(
      RequestException(
        role: role, task: task, level: .h4, reason: "Pilot", until: TestStore.today.adding(days: 30)),
      in: organisation)
    let card = try await api.test.store.answer(
      FindPermissionCard(role: role), by: .token(organisation.token(.owner)), now: TestStore.now)
    return (try #require(card.tasks.first).version, asked.exception)
  }

  private static func appeal(in api: TestAPI, _ organisation: TestOrganisation) async throws -> AppealID {
    let attempt = try await take("EMPLOYEE", on: TestStore.today.adding(days: -1), in: api, organisation)
    return try await api.test.store.execute(
      FileAppeal(attempt: attempt, grounds: "The connection broke."), by: .token(organisation.token(.employee)),
      now: TestStore.now
    ).appeal
  }

  private static func devices(
    in api: TestAPI, _ organisation: TestOrganisation
  ) async throws -> [AccountRole: DeviceTokens] {
    var devices: [AccountRole: DeviceTokens] = [:]
    for (role, person) in people {
      let invited = try await api.operate(InviteDevices(people: [organisation.code(person)]), in: organisation)
      let tokens = try await api.test.store.enrol(
        code: invited.invitations[0].code, name: "Phone", platform: "test", now: TestStore.now)
      _ = try await api.test.store.pull(
        PullRequest(cursor: nil), schema: SyncProtocol.schema, device: tokens.device, by: .token(tokens.accessToken),
        now: TestStore.now)
      devices[role] = tokens
    }
    return devices
  }

  /// A calendar in force of each account, also of those that may make none.
  private static func calendars(
    in api: TestAPI, _ organisation: TestOrganisation
  ) async throws -> [AccountRole: String] {
    var calendars: [AccountRole: String] = [:]
    for role in AccountRole.allCases {
      let id = UUID()
      _ = try await api.test.owner.write { tx in
        try tx.run(
          """
          INSERT INTO calendar_feed (organisation_id, id, account_id, reach, language, secret_hash, created_at)
          SELECT organisation_id, \(id), id, 'own', 'en', \(Array(id.uuidString.utf8)), \(TestStore.now) FROM account
          WHERE organisation_id = \(organisation.id) AND email = \(organisation.email(role))
          """)
      }
      calendars[role] = id.uuidString
    }
    return calendars
  }

  private static let people: [AccountRole: String] = [
    .owner: "BOSS", .hrAdmin: "HR", .assessor: "ASSESSOR", .manager: "MANAGER", .employee: "EMPLOYEE",
  ]

  private static func score(
    in api: TestAPI, _ organisation: TestOrganisation
  ) async throws -> [AccountRole: String] {
    var scored: [AccountRole: String] = [:]
    for (role, person) in people {
      scored[role] = try await take(person, on: TestStore.today, in: api, organisation).description
    }
    return scored
  }

  /// A calibration that did not converge, and a norm: hundreds of people would have to answer for either.
  private static func calibrate(in api: TestAPI, _ organisation: TestOrganisation) async throws -> CalibrationRunID {
    let run = CalibrationRunID(UUID())
    let item = CalibrationReport.ItemReport(
      code: "UND-01", domain: .understand, kind: .singleChoice, status: .live, responses: 200, proportionRight: 0.5,
      pointBiserial: 0.4, present: ItemParameters(slope: 1, thresholds: [0], source: .expertRated),
      estimate: ItemParameters(slope: 1.1, thresholds: [0.2], source: .calibrated), slopeError: 0.1,
      thresholdErrors: [0.1], flags: [.drifted],
      functioning: .init(delta: 1, deltaError: 0.4, letter: "B", favours: .en, uniformP: 0.02, nonUniformP: 0.6))
    let report = CalibrationReport(
      instrument: "aiq-core", version: 2, people: 200, attempts: 200,
      convergence: .init(
        stop: .iterationLimit, iterations: 3, logLikelihood: -9, parameters: 2, hasStandardErrors: true),
      population: .init(mean: 0, standardDeviation: 1),
      link: .init(slope: 1, intercept: 0, basis: .expertRated, anchors: 2, drifted: ["UND-01"]),
      agreement: .init(
        items: 3, difficultyCorrelation: 0.9, slopeCorrelation: nil, meanDifference: 0, rootMeanSquare: 0.1),
      languages: [.init(language: .en, people: 100), .init(language: .zh, people: 100)],
      reliability: .init(form: "fixed", alpha: 0.8, omega: 0.8, marginal: 0.8, empirical: 0.8),
      scores: ScoreChange([(quotient: 1, level: 0)]), curve: [.init(theta: 0, present: 50, new: 51)], items: [item])
    let content = String(decoding: try JSONEncoder.wire.encode(report), as: UTF8.self)
    try await api.test.owner.write { tx in
      try tx.run(
        """
        INSERT INTO calibration_run (organisation_id, id, instrument_id, model, status, ran_at, content)
        SELECT organisation_id, \(run), id, 'graded', 'draft', \(TestStore.now), \(JSONB(content)) FROM instrument
        WHERE organisation_id = \(organisation.id) AND code = 'aiq-core'
        """)
      try tx.run(
        """
        INSERT INTO norm (organisation_id, id, instrument_id, computed_on, people, mean, standard_deviation, percentiles)
        SELECT organisation_id, \(UUID()), id, \(TestStore.today), 300, 0, 1, array_fill(0::float8, ARRAY[99])
        FROM instrument WHERE organisation_id = \(organisation.id) AND code = 'aiq-core'
        """)
    }
    return run
  }

  private static func submit(in api: TestAPI, _ organisation: TestOrganisation) async throws -> AttemptID {
    let rows = ["DIR-25", "DIR-26"].enumerated().map { index, item in
      Sheet.Row(row: index + 2, cells: [organisation.code("STRANGER"), item, "A prompt of my own"])
    }
    _ = try await api.operate(
      ImportResponses(
        instrument: "aiq-core", form: "applied", sheet: Sheet(header: ImportResponses.columns, rows: rows)),
      in: organisation)
    let caller = Caller.token(organisation.token(.assessor))
    let waiting = try await api.test.store.answer(ListUnratedResponses(), by: caller, now: TestStore.now)
    let answer = try #require(waiting.first { $0.item == "DIR-25" })
    let scores = Dictionary(uniqueKeysWithValues: answer.rubric.map { ($0.code, 1) })
    for rater in [AccountRole.assessor, .hrAdmin] {
      _ = try await api.test.store.execute(
        RateResponse(attempt: answer.attempt, item: answer.item, scores: scores),
        by: .token(organisation.token(rater)), now: TestStore.now)
    }
    return answer.attempt
  }

  /// A seed as JSON, as the version after the one that is published.
  private static func next<Value: Codable>(_ type: Value.Type, _ path: String) throws -> String {
    try next(try YAMLDecoder().decode(type, from: try RepositoryFiles.text("seed/\(path)")))
  }

  private static func next(_ value: some Encodable) throws -> String {
    var object = try JSONSerialization.jsonObject(with: JSONEncoder.wire.encode(value)) as? [String: Any] ?? [:]
    object["version"] = (object["version"] as? Int ?? 0) + 1
    return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
  }

  /// A row's request, with everything that stands for something else filled in.
  func request(_ row: AccessRow, for role: AccountRole) -> String { filled(row.request, for: role) }

  /// Asks a row's query.
  ///
  /// - Parameter caller: whose account of that role asks; nil: this organisation's.
  func ask(
    _ row: AccessRow, as role: AccountRole, of caller: TestOrganisation? = nil, in api: TestAPI
  ) async throws -> Answer {
    let path = request(row, for: role)
    let device = path.hasPrefix("/v1/sync/") ? devices[role] : nil
    let own = caller == nil ? device?.accessToken : nil
    return try await api.send(
      row.question == nil ? .get : .post, path, token: own ?? (caller ?? organisation).token(role),
      headers: .sync(device?.device ?? DeviceID(UUID())),
      body: row.question.map { ByteBuffer(string: filled($0, for: role)) })
  }

  private func filled(_ request: String, for role: AccountRole) -> String {
    var text = request.replacingOccurrences(of: "@@", with: "@\(organisation.prefix.lowercased())")
    for (name, value) in names { text = text.replacingOccurrences(of: "<\(name)>", with: value) }
    let nobodys = UUID().uuidString
    text = text.replacingOccurrences(of: "<token>", with: tokens[role] ?? nobodys)
    text = text.replacingOccurrences(of: "<scored>", with: scored[role] ?? nobodys)
    text = text.replacingOccurrences(of: "<calendar>", with: calendars[role] ?? nobodys)
    text = text.replacingOccurrences(of: "<device>", with: devices[role]?.device.description ?? nobodys)
    text = text.replacingOccurrences(of: "<attempt>", with: attempts[role] ?? nobodys)
    // An address has its `@` within; a code begins with it.
    for mark in ["\"", "/", "="] {
      text = text.replacingOccurrences(of: "\(mark)@", with: "\(mark)\(organisation.prefix)-")
    }
    return text
  }

  func attempt(of role: AccountRole) -> String { attempts[role] ?? "" }
}
