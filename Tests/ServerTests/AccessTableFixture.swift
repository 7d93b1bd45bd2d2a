import Readiness

/// Who may do what, written down a second time and on purpose: a change to the product's own table must be made here too.
///
/// In arguments and paths `@` stands for the organisation's prefix, and a name in `<>` for what `Prepared` has made.
struct AccessRow: Sendable {
  let allowed: Set<AccountRole>
  /// As JSON, valid for every role that is allowed; of a query its path.
  let request: String
  /// Of a query that is asked by POST: the question, as JSON.
  let question: String?
  /// What a role that is allowed is refused with, where it would take more people than there are; else nil.
  let refusal: String?

  init(
    _ allowed: Set<AccountRole>, _ request: String, asking question: String? = nil, refusedBy refusal: String? = nil
  ) {
    self.allowed = allowed
    self.request = request
    self.question = question
    self.refusal = refusal
  }
}

extension AccessRow {
  private static let everyone = Set(AccountRole.allCases)
  private static let hr: Set<AccountRole> = [.owner, .hrAdmin]
  private static let assessing: Set<AccountRole> = [.owner, .hrAdmin, .assessor]
  private static let withPerson: Set<AccountRole> = [.owner, .hrAdmin, .assessor, .manager, .employee]

  private static let planning: Set<AccountRole> = [.owner, .hrAdmin, .manager, .employee]
  private static let reviewing = planning.subtracting([.employee])

  static let commands: [CommandName: AccessRow] = [
    .createAccount: AccessRow([.owner], #"{"email":"new@@.example","displayName":"New","role":"auditor"}"#),
    .disableAccount: AccessRow([.owner], #"{"email":"service@@.example"}"#),
    .issueSignInCode: AccessRow([.owner], #"{"email":"service@@.example"}"#),
    .grantRole: AccessRow([.owner], #"{"email":"service@@.example","role":"auditor"}"#),
    .issueToken: AccessRow(everyone.subtracting([.auditor]), #"{"label":"x","days":1}"#),
    .revokeToken: AccessRow(everyone, #"{"id":"<token>"}"#),
    .inviteDevices: AccessRow(hr, #"{"people":["@MANAGER"],"units":[],"hours":24}"#),
    .revokeDevice: AccessRow(withPerson, #"{"device":"<device>","reason":"lost"}"#),
    .setDeviceLease: AccessRow(hr, #"{"days":14}"#),
    .clearTombstones: AccessRow([.owner, .hrAdmin, .service], "{}"),
    .importUnits: AccessRow(hr, #"{"sheet":\#(sheet("code,name_en,name_zh", "@NEW,New,新"))}"#),
    .importPeople: AccessRow(
      hr,
      #"{"sheet":\#(sheet("external_id,name,unit", "@NEW,Ne W,@HQ")),"mapping":{"columns":{}},"leavers":"keep","#
        + #""allowingMostToLeave":false}"#),
    .importAISystems: AccessRow(
      hr, #"{"sheet":\#(sheet(systemColumns, "@NEW,New,V,p,p,limited,api,internal"))}"#),
    .importRoles: AccessRow(
      hr, #"{"sheet":\#(sheet("code,source,name_en,name_zh,required_level", "@NEW,custom,New,新,L2"))}"#),
    .importTasks: AccessRow(
      hr, #"{"sheet":\#(sheet(taskColumns, "@REP-1,@REP,Offer,报价,3,0.4,internal"))}"#),
    .importOccupations: AccessRow(
      hr,
      #"{"source":"onet","release":"29.1","occupations":\#(sheet("code,title,description", "@OCC,Clerks,They do.")),"#
        + #""tasks":\#(sheet("occupation,code,statement,kind", "@OCC,1,File letters.,core"))}"#),
    .buildRole: AccessRow(hr, #"{"code":"@NEW","occupation":"@OCC"}"#),
    .rebalanceRole: AccessRow(hr, #"{"role":"@REP"}"#),
    .addTask: AccessRow(hr, #"{"role":"@REP","task":"@BUILT-01","timeShare":0}"#),
    .dropTask: AccessRow(hr, #"{"role":"@REP","task":"@REP-2"}"#),
    .mergeTasks: AccessRow(hr, #"{"tasks":["@REP-2"],"into":"@BUILT-01"}"#),
    .recordExposure: AccessRow(hr, #"{"task":"@REP-1","source":"model","labeller":"m1","exposure":"E2"}"#),
    .importExposure: AccessRow(
      hr, #"{"sheet":\#(sheet("task,source,labeller,exposure", "@REP-1,survey,Spring,E0"))}"#),
    .publishRuleSet: AccessRow(hr, #"{"ruleSet":<rule set>}"#),
    .recordConsultation: AccessRow(withPerson, #"{"role":"@REP","task":"@REP-2","desiredLevel":"H4"}"#),
    .proposeBoundaries: AccessRow(hr, #"{"role":"@REP"}"#),
    .approveBoundaries: AccessRow(hr, #"{"role":"@REP","skippingRefused":false}"#),
    .importBoundaries: AccessRow(
      hr, #"{"sheet":\#(sheet("role,task,disclosure", "@REP,@REP-3,yes"))}"#),
    .signBoundaries: AccessRow(hr, #"{"role":"@REP","kind":"legal","note":"Opinion 12"}"#),
    .requestException: AccessRow(
      hr, #"{"role":"@REP","task":"@REP-3","level":"H4","reason":"Pilot","until":"2026-07-31"}"#),
    .grantException: AccessRow(hr, #"{"exception":"<requested exception>"}"#),
    .revokeException: AccessRow(hr, #"{"exception":"<requested exception>","reason":"No longer needed"}"#),
    .acknowledgeBoundaries: AccessRow(withPerson, #"{"versions":["<boundary version>"]}"#),
    .reevaluateBoundaries: AccessRow([.owner, .hrAdmin, .service], "{}"),
    .openConsultation: AccessRow(hr, #"{"role":"@REP","tasks":["@REP-1"],"closesOn":"2026-07-31"}"#),
    .closeConsultation: AccessRow(hr, #"{"number":<round>}"#),
    .fileIncident: AccessRow(withPerson, #"{"title":"Wrong price","description":"","severity":"low","task":"@REP-1"}"#),
    .resolveIncident: AccessRow(hr, #"{"number":<incident>,"resolution":"Checked by hand"}"#),
    .publishPolicy: AccessRow(
      hr, #"{"policy":{"code":"@NEW","title":{"en":"New","zh":"新"},"text":{"en":"Text","zh":"文"}}}"#),
    .acknowledgePolicy: AccessRow(withPerson, #"{"policy":"@USE"}"#),
    .confirmBoundaries: AccessRow(hr, #"{"role":"@REP","note":"As it was"}"#),
    .publishInstrument: AccessRow([.owner, .hrAdmin, .assessor], #"{"instrument":<instrument>}"#),
    .startAttempt: AccessRow(withPerson, #"{"instrument":"aiq-core","form":"fixed"}"#),
    .recordResponse: AccessRow(withPerson, #"{"attempt":"<attempt>","item":"UND-01","answer":["b"]}"#),
    .finishAttempt: AccessRow(withPerson, #"{"attempt":"<attempt>"}"#),
    .importResponses: AccessRow(
      [.owner, .hrAdmin, .assessor],
      #"{"instrument":"aiq-core","sheet":\#(sheet("person,item,answer", "@STRANGER,UND-01,b"))}"#),
    .runCalibration: AccessRow(assessing, #"{"instrument":"aiq-core"}"#, refusedBy: "too-few-to-calibrate"),
    .publishCalibration: AccessRow(
      assessing, #"{"run":"<calibration>","promote":[],"retire":[]}"#, refusedBy: "not-converged"),
    .rejectCalibration: AccessRow(assessing, #"{"run":"<calibration>","reason":"Too few steps"}"#),
    .rescoreAttempts: AccessRow(assessing, #"{"instrument":"aiq-core"}"#),
    .publishNorm: AccessRow(assessing, #"{"instrument":"aiq-core"}"#, refusedBy: "too-few-for-norm"),
    .fileAppeal: AccessRow(withPerson, #"{"attempt":"<scored>","grounds":"The connection broke."}"#),
    .decideAppeal: AccessRow(
      [.owner, .hrAdmin, .assessor], #"{"appeal":"<appeal>","outcome":"rescore","reason":"As asked."}"#),
    .rateResponse: AccessRow(
      [.owner, .hrAdmin, .assessor],
      #"{"attempt":"<submitted>","item":"DIR-26","scores":{"ranks":1,"gaps":1,"form":0,"evidence":1}}"#),
    .openCampaign: AccessRow(
      assessing,
      #"{"code":"@NEW","title":{"en":"New","zh":"新"},"instrument":"aiq-core","closesOn":"2026-07-31","#
        + #""audience":{"units":["@HQ"]}}"#),
    .extendCampaign: AccessRow(assessing, #"{"code":"@WAVE","closesOn":"2026-09-01"}"#),
    .closeCampaign: AccessRow(assessing, #"{"code":"@WAVE"}"#),
    .inviteToCampaign: AccessRow(assessing, #"{"campaign":"@WAVE","audience":{"people":["@STRANGER"]}}"#),
    .accommodatePerson: AccessRow(
      assessing, #"{"campaign":"@WAVE","person":"@EMPLOYEE","extraTimePercent":25,"reason":"language"}"#),
    .remindInvited: AccessRow(assessing.union([.service]), #"{"campaign":"@WAVE"}"#),
    .importActivities: AccessRow(
      hr,
      #"{"sheet":\#(sheet(activityColumns, "@NEW,New,新,course,2,0,direct:L0>L1,quiz,expert,It does.,有效。"))}"#),
    .retireActivity: AccessRow(hr, #"{"code":"@SPARE"}"#),
    .importPlanTemplates: AccessRow(
      hr, #"{"sheet":\#(sheet("code,name_en,name_zh,activities", "@NEW,New,新,@FIRST"))}"#),
    .removePlanTemplate: AccessRow(hr, #"{"code":"@START"}"#),
    .importHolidays: AccessRow(
      hr, #"{"sheet":\#(sheet("day,kind,name_en,name_zh", "2026-10-02,holiday,National Day,国庆节"))}"#),
    .removeHoliday: AccessRow(hr, #"{"day":"2026-10-01"}"#),
    .filePriorLearning: AccessRow(
      withPerson, #"{"activity":"@SECOND","learntOn":"2026-03-14","text":"A course elsewhere"}"#),
    .reviewPriorLearning: AccessRow(
      [.owner, .hrAdmin, .manager], #"{"claim":"<claim>","outcome":"accepted"}"#),
    .remindLearners: AccessRow([.owner, .hrAdmin, .service], #"{"days":30}"#),
    .createCalendarFeed: AccessRow(withPerson, #"{"reach":"own","language":"en"}"#),
    .revokeCalendarFeed: AccessRow(everyone, #"{"id":"<calendar>"}"#),
    .generatePlans: AccessRow(planning, #"{"terms":\#(terms)}"#),
    .replanPlans: AccessRow(reviewing, #"{"terms":\#(terms)}"#),
    .importPlans: AccessRow(
      reviewing,
      #"{"sheet":\#(sheet("person,activity,starts_on,due_on", "@MANAGER,@FIRST,2026-08-03,2026-08-14"))}"#),
    .planFromTemplate: AccessRow(
      planning, #"{"template":"@START","person":"@EMPLOYEE","weeklyHours":3,"dueOn":"2026-12-31"}"#),
    .submitPlan: AccessRow(planning, #"{"plan":"<draft>"}"#),
    .takeUpPlan: AccessRow(reviewing, #"{"plan":"<waiting plan>"}"#),
    .returnPlan: AccessRow(reviewing, #"{"plan":"<waiting plan>","comment":"Less in July"}"#),
    .approvePlan: AccessRow(reviewing, #"{"plan":"<plan in review>"}"#),
    .withdrawPlan: AccessRow(planning, #"{"plan":"<draft>"}"#),
    .commentOnPlan: AccessRow(planning, #"{"plan":"<plan>","comment":"Well done"}"#),
    .addEvidence: AccessRow(planning, #"{"item":"<item>","hours":1.5}"#),
    .completePlanItem: AccessRow(planning, #"{"item":"<item>","text":"Quiz 9 of 10"}"#),
    .overridePlanItem: AccessRow(
      reviewing, #"{"item":"<item>","verdict":"dropped","reason":"Not offered any more"}"#),
    .publishIndexProfile: AccessRow(hr, #"{"profile":<profile>}"#),
    .setRatings: AccessRow(
      hr, #"{"sheet":\#(sheet("item,answer,evidence,unit", "strategy.business_goal,L3,self,@HQ"))}"#),
    .defineReport: AccessRow(hr, #"{"code":"@NEW","kind":"gaps","unit":"@HQ","format":"json","language":"zh"}"#),
    .scheduleReport: AccessRow(hr, #"{"code":"@BOARD","every":"day","timeZone":"Europe/Berlin"}"#),
    .claimRuns: AccessRow([.owner, .hrAdmin, .service], #"{"claimant":"<claimant>"}"#),
    .deliverRun: AccessRow(
      [.owner, .hrAdmin, .service],
      #"{"run":"<run>","claimant":"<claimant>","target":"/reports/a.html","sha256":"\#(digest)"}"#),
  ]

  static let queries: [QueryName: AccessRow] = [
    .whoami: AccessRow(everyone, "/v1/whoami"),
    .listAccounts: AccessRow([.owner, .auditor], "/v1/accounts"),
    .listTokens: AccessRow(everyone, "/v1/tokens"),
    .listDevices: AccessRow(everyone.subtracting([.service]), "/v1/devices"),
    .listHoldings: AccessRow([.owner, .hrAdmin, .auditor], "/v1/people/@EMPLOYEE/holdings"),
    .head: AccessRow(withPerson, "/v1/sync/head"),
    .pull: AccessRow(withPerson, "/v1/sync/pull", asking: "{}"),
    .verify: AccessRow(withPerson, "/v1/sync/verify", asking: #"{"scope":"o"}"#),
    .listUnits: AccessRow(everyone, "/v1/units"),
    .listPeople: AccessRow(everyone.subtracting([.service]), "/v1/people"),
    .findPerson: AccessRow(everyone.subtracting([.service]), "/v1/people/@EMPLOYEE"),
    .listRoles: AccessRow(everyone, "/v1/roles"),
    .findRole: AccessRow(everyone, "/v1/roles/@REP"),
    .listTasks: AccessRow(everyone, "/v1/tasks?role=@REP"),
    .listAISystems: AccessRow(everyone, "/v1/ai-systems"),
    .listOccupations: AccessRow(everyone, "/v1/occupations?search=letters"),
    .findOccupation: AccessRow(everyone, "/v1/occupations/@OCC"),
    .listExposure: AccessRow(everyone, "/v1/exposure?role=@REP"),
    .listAttributions: AccessRow(everyone, "/v1/attributions?role=@BUILT"),
    .listBoundaries: AccessRow(everyone, "/v1/boundaries?filter=proposed&role=@REP"),
    .findBoundary: AccessRow([.owner, .hrAdmin, .auditor], "/v1/boundaries/@REP/@REP-3"),
    .listBoundaryTerms: AccessRow([.owner, .hrAdmin, .auditor], "/v1/boundary-terms?role=@REP"),
    .whatIf: AccessRow(
      [.owner, .hrAdmin, .auditor], "/v1/boundaries/what-if",
      asking: #"{"role":"@REP","set":["data_class=restricted"]}"#),
    .listExceptions: AccessRow([.owner, .hrAdmin, .auditor], "/v1/boundary-exceptions?role=@REP"),
    .findPermissionCard: AccessRow(everyone, "/v1/permission-card?role=@REP"),
    .listAcknowledgements: AccessRow(everyone.subtracting([.assessor, .service]), "/v1/acknowledgements?role=@REP"),
    .listConsultations: AccessRow([.owner, .hrAdmin, .auditor], "/v1/consultations?role=@REP"),
    .findConsultation: AccessRow([.owner, .hrAdmin, .auditor], "/v1/consultations/<round>"),
    .listConsultationQuestions: AccessRow(withPerson, "/v1/consultation-questions"),
    .listIncidents: AccessRow([.owner, .hrAdmin, .auditor], "/v1/incidents"),
    .findIncident: AccessRow([.owner, .hrAdmin, .auditor], "/v1/incidents/<incident>"),
    .listPolicies: AccessRow(everyone, "/v1/policies"),
    .findPolicy: AccessRow(everyone, "/v1/policies/@USE"),
    .findPolicyStatus: AccessRow([.owner, .hrAdmin, .auditor, .manager], "/v1/policies/@USE/status"),
    .listBoundaryReviews: AccessRow([.owner, .hrAdmin, .auditor], "/v1/boundary-reviews?role=@REP"),
    .listInstruments: AccessRow(everyone, "/v1/instruments"),
    .findInstrument: AccessRow(assessing, "/v1/instruments/aiq-core?version=2"),
    .listCalibrations: AccessRow(assessing, "/v1/calibrations?instrument=aiq-core"),
    .findCalibration: AccessRow(assessing, "/v1/calibrations/<calibration>"),
    .listNorms: AccessRow(assessing.union([.auditor]), "/v1/norms?instrument=aiq-core"),
    .simulateInstrument: AccessRow(
      [.owner, .hrAdmin, .assessor], "/v1/instruments/aiq-core/simulation?people=5&seed=1"),
    .findAttempt: AccessRow(withPerson, "/v1/attempts/<attempt>"),
    .compareSelfReport: AccessRow(withPerson, "/v1/self-vs-measured"),
    .listAppeals: AccessRow(withPerson, "/v1/appeals"),
    .listUnratedResponses: AccessRow([.owner, .hrAdmin, .assessor], "/v1/response-ratings/queue"),
    .listRaterAgreement: AccessRow([.owner, .hrAdmin, .assessor], "/v1/instruments/aiq-core/agreement"),
    .listScores: AccessRow(everyone.subtracting([.service]), "/v1/scores?person=@EMPLOYEE"),
    .listCampaigns: AccessRow(everyone.subtracting([.service]), "/v1/campaigns"),
    .findCampaign: AccessRow(everyone.subtracting([.service, .employee]), "/v1/campaigns/@WAVE"),
    .assessmentStatus: AccessRow(everyone.subtracting([.service]), "/v1/assessment-status?person=@EMPLOYEE"),
    .listActivities: AccessRow(everyone, "/v1/activities"),
    .findActivity: AccessRow(everyone, "/v1/activities/@FIRST"),
    .listPlanTemplates: AccessRow(everyone, "/v1/plan-templates"),
    .findPlanTemplate: AccessRow(everyone, "/v1/plan-templates/@START"),
    .listHolidays: AccessRow(everyone, "/v1/holidays?year=2026"),
    .listLearningDues: AccessRow(everyone.subtracting([.service]), "/v1/learning-dues?days=366"),
    .listCalendarFeeds: AccessRow(everyone, "/v1/calendars"),
    .listPriorLearning: AccessRow(everyone.subtracting([.service]), "/v1/prior-learning?filter=all"),
    .listLearningGaps: AccessRow(planning.union([.auditor]), "/v1/learning-gaps?person=@EMPLOYEE"),
    .listPlans: AccessRow(planning.union([.auditor]), "/v1/plans?person=@EMPLOYEE"),
    .listPlanItems: AccessRow(planning.union([.auditor]), "/v1/plan-items?status=active"),
    .findPlan: AccessRow(planning.union([.auditor]), "/v1/plans/<plan>"),
    .listRatings: AccessRow([.owner, .hrAdmin, .auditor], "/v1/ratings?unit=@HQ"),
    .findIndexProfile: AccessRow([.owner, .hrAdmin, .auditor], "/v1/index-profile"),
    .brief: AccessRow([.owner, .hrAdmin, .auditor, .service], "/v1/reports/brief"),
    .boundaryRegister: AccessRow([.owner, .hrAdmin, .auditor, .service], "/v1/reports/boundaries?role=@REP"),
    // A manager's team is of three.
    .gapReport: AccessRow(
      everyone.subtracting([.employee]), "/v1/reports/gaps?role=@REP", refusedBy: "too-few-people"),
    .personGapReport: AccessRow(everyone.subtracting([.service]), "/v1/reports/gaps/@EMPLOYEE"),
    .listSchedules: AccessRow([.owner, .hrAdmin, .auditor, .service], "/v1/schedules"),
    .listAuditEvents: AccessRow([.owner, .auditor], "/v1/audit-events"),
  ]

  private static let terms = #"{"person":"@EMPLOYEE","weeklyHours":3,"dueOn":"2026-12-31"}"#
  private static let activityColumns = Activity.columns.joined(separator: ",")
  private static let digest = String(repeating: "0f", count: 32)
  private static let systemColumns = AISystemRecord.columns.joined(separator: ",")
  private static let taskColumns = TaskRecord.columns.joined(separator: ",")

  private static func sheet(_ header: String, _ row: String) -> String {
    func list(_ cells: String) -> String {
      "[" + cells.split(separator: ",", omittingEmptySubsequences: false).map { "\"\($0)\"" }.joined(separator: ",")
        + "]"
    }
    return #"{"header":\#(list(header)),"rows":[{"row":2,"cells":\#(list(row))}]}"#
  }
}
