import FoundationEssentials
public import Readiness
import Storage
import Yams

/// One of a test store's organisations. Every code in it begins with its prefix, so that none is in the other.
///
/// | who | reports to | unit | account |
/// | --- | --- | --- | --- |
/// | BOSS | – | HQ | owner |
/// | HR, ASSESSOR | BOSS | HQ | HR admin, assessor |
/// | MANAGER | BOSS | SALES | manager |
/// | EMPLOYEE, COLLEAGUE | MANAGER | SALES | EMPLOYEE's: employee |
/// | LEAD | BOSS | SUPPORT | – |
/// | OUTSIDER, STRANGER | LEAD | SUPPORT | – |
///
/// An auditor's and a service account belong to nobody. Everyone has the role REP, with the tasks REP-1 and REP-2, whose
/// boundaries are proposed. EMPLOYEE and OUTSIDER have a score of two months ago, EMPLOYEE and MANAGER answered a round
/// about REP-1. The seeds' rule set, index profile and core instrument are published; the report BOARD is due every Monday.
/// The activity FIRST lifts `direct` from L0 to L1 and comes before SECOND, which lifts it to L2; the template START has
/// both. SPARE stands alone. 2026-10-01 is a holiday.
public struct TestOrganisation: Sendable {
  public let id: OrganisationID
  public let prefix: String
  private let tokens: [AccountRole: String]

  /// A token in force of the account with that role.
  public func token(_ role: AccountRole) -> String { tokens[role] ?? "" }

  public func email(_ role: AccountRole) -> String { "\(role.rawValue)@\(prefix.lowercased()).example" }

  /// A code of this organisation's: `code("REP")` is `A-REP`.
  public func code(_ name: String) -> String { "\(prefix)-\(name)" }

  static func make(prefix: String, in store: Store) async throws -> TestOrganisation {
    let id = try await store.createOrganisation(
      name: LocalizedText(en: "Organisation \(prefix)", zh: "组织 \(prefix)"), now: TestStore.now)
    let fixture = Fixture(prefix: prefix, store: store, caller: .operatorOf(id))
    try await fixture.importPeople()
    try await fixture.importWork()
    try await fixture.publishSeeds()
    let tokens = try await fixture.makeAccounts()
    try await fixture.proposeBoundaries(tokens)
    try await fixture.assess()
    try await fixture.scheduleReport()
    try await fixture.importLearning()
    return TestOrganisation(id: id, prefix: prefix, tokens: tokens)
  }
}

/// The steps that fill an organisation, each by the commands that everyone uses.
private struct Fixture {
  let prefix: String
  let store: Store
  let caller: Caller

  /// Long before `now`, so that everything holds on every day a test asks for.
  private let start = Day(year: 2026, month: 1, day: 5)

  private func run<C: AppliedCommand>(_ command: C, by caller: Caller? = nil) async throws -> C.Result {
    try await store.execute(command, by: caller ?? self.caller, now: TestStore.now)
  }

  /// A table of one row a line, with `,` between cells and the prefix for `@`.
  private func sheet(_ header: String, _ lines: String) -> Sheet {
    let rows = lines.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
        cell.hasPrefix("@") ? "\(prefix)-\(cell.dropFirst())" : String(cell)
      }
    }
    return Sheet(
      header: header.split(separator: ",").map(String.init),
      rows: rows.enumerated().map { Sheet.Row(row: $0.offset + 2, cells: $0.element) })
  }

  func importPeople() async throws {
    _ = try await run(
      ImportUnits(
        sheet: sheet(
          "code,name_en,name_zh,parent", "@HQ,Head office,总部,\n@SALES,Sales,销售部,@HQ\n@SUPPORT,Support,客服部,@HQ"),
        effective: start))
    _ = try await run(
      ImportRoles(
        sheet: sheet("code,source,name_en,name_zh,required_level", "@REP,custom,Representative,专员,L2"),
        effective: start))
    _ = try await run(
      ImportPeople(
        sheet: sheet(
          "external_id,name,unit,role,manager",
          """
          @BOSS,Bo Ss,@HQ,@REP,
          @HR,Ha Er,@HQ,@REP,@BOSS
          @ASSESSOR,As Sess,@HQ,@REP,@BOSS
          @MANAGER,Ma Nager,@SALES,@REP,@BOSS
          @EMPLOYEE,Em Ployee,@SALES,@REP,@MANAGER
          @COLLEAGUE,Co Lleague,@SALES,@REP,@MANAGER
          @LEAD,Le Ad,@SUPPORT,@REP,@BOSS
          @OUTSIDER,Out Sider,@SUPPORT,@REP,@LEAD
          @STRANGER,Stran Ger,@SUPPORT,@REP,@LEAD
          """), effective: start))
  }

  func importWork() async throws {
    _ = try await run(
      ImportAISystems(
        sheet: sheet(
          "code,name,vendor,purpose_en,purpose_zh,risk_class,route,cleared_data_class",
          "@DESK,Desk,Vendor,Drafts,起草,limited,api,internal")))
    _ = try await run(
      ImportTasks(
        sheet: sheet(
          """
          code,role,name_en,name_zh,importance,time_share,physical,interpersonal,uncertainty,expertise,enjoyment,\
          irreversible,affects_person,data_class,exposure,automation,desired_level,feasible_level,ai_system
          """,
          """
          @REP-1,@REP,Write an offer,撰写报价,3,0.5,1,2,2,3,3,no,no,internal,E1,T2,H3,H3,@DESK
          @REP-2,@REP,Call a customer,致电客户,4,0.5,1,4,3,3,3,no,no,internal,E1,T1,H4,H4,@DESK
          """), effective: start))
  }

  func publishSeeds() async throws {
    _ = try await run(PublishRuleSet(ruleSet: try seed("boundary-rules.yaml")))
    _ = try await run(PublishIndexProfile(profile: try seed("index-profiles/default.yaml"), validFrom: start))
    _ = try await run(PublishInstrument(instrument: try RepositoryFiles.instrument("aiq-core")))
    _ = try await run(
      SetRatings(sheet: sheet("item,answer,evidence", "strategy.business_goal,L2,verified"), effective: start))
  }

  private func seed<Value: Decodable>(_ path: String) throws -> Value {
    try YAMLDecoder().decode(Value.self, from: try RepositoryFiles.text("seed/\(path)"))
  }

  func makeAccounts() async throws -> [AccountRole: String] {
    let people: [AccountRole: String] = [
      .owner: "BOSS", .hrAdmin: "HR", .assessor: "ASSESSOR", .manager: "MANAGER", .employee: "EMPLOYEE",
    ]
    var tokens: [AccountRole: String] = [:]
    for role in AccountRole.allCases {
      let email = "\(role.rawValue)@\(prefix.lowercased()).example"
      _ = try await run(
        CreateAccount(
          email: email, displayName: role.rawValue, role: role, person: people[role].map { "\(prefix)-\($0)" }))
      tokens[role] = try await run(IssueToken(email: email, label: "test", days: 366)).token
    }
    return tokens
  }

  func proposeBoundaries(_ tokens: [AccountRole: String]) async throws {
    _ = try await run(propose)
    let round = OpenConsultation(
      role: "\(prefix)-REP", tasks: ["\(prefix)-REP-1"], closesOn: TestStore.today)
    let number = try await run(round).number
    for role in [AccountRole.employee, .manager] {
      let consultation = RecordConsultation(role: "\(prefix)-REP", task: "\(prefix)-REP-1", desiredLevel: .h3)
      _ = try await run(consultation, by: .token(tokens[role] ?? ""))
    }
    _ = try await run(CloseConsultation(number: number))
  }

  /// The facts changed by the consultations and the overseer's score, so that the boundaries are proposed anew.
  func assess() async throws {
    _ = try await run(
      ImportResponses(
        instrument: "aiq-core",
        sheet: sheet("person,item,answer,confidence", "@EMPLOYEE,UND-01,b,0.9\n@OUTSIDER,UND-01,a,0.4"),
        takenOn: TestStore.today.adding(months: -2)))
    _ = try await run(propose)
  }

  private var propose: ProposeBoundaries {
    ProposeBoundaries(
      role: "\(prefix)-REP", accountable: "\(prefix)-MANAGER", overseer: "\(prefix)-EMPLOYEE", overseerLevel: .l0)
  }

  func importLearning() async throws {
    _ = try await run(
      ImportActivities(
        sheet: sheet(
          """
          code,name_en,name_zh,kind,hours,cost,lifts,evidence,effect_basis,effect_en,effect_zh,prerequisites,\
          validity_months
          """,
          """
          @FIRST,First steps,入门,course,4,100,direct:L0>L1,quiz,expert,It does.,有效。,,12
          @SECOND,Second steps,进阶,workshop,6,300,direct:L1>L2,certificate,expert,It does.,有效。,@FIRST,
          @SPARE,Spare,备用,reading,1,0,explore:L0>L1,attendance,expert,It does.,有效。,,
          """)))
    _ = try await run(
      ImportPlanTemplates(
        sheet: sheet(
          "code,name_en,name_zh,activities", "@START,For a start,起步,\(prefix)-FIRST \(prefix)-SECOND")))
    _ = try await run(
      ImportHolidays(sheet: sheet("day,kind,name_en,name_zh", "2026-10-01,holiday,National Day,国庆节")))
  }

  func scheduleReport() async throws {
    _ = try await run(DefineReport(code: "\(prefix)-BOARD", format: .html, language: .en))
    _ = try await run(ScheduleReport(code: "\(prefix)-BOARD", every: .week, startsOn: start))
  }
}
