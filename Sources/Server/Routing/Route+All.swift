import Readiness
import Storage

extension Route {
  /// Everything there is. The router and the check of the API description are made from it.
  static let all = people + sync

  /// What people and their programs ask; `sync` is what phones ask.
  private static let people: [Route] = [
    .liveness, .readiness, .description, .login, .commands, .brief, .boundaryRegister, .gapReport, .personGapReport,
    .calendar, .whatIf,
    .query("/v1/whoami") { WhoAmI() },
    .query("/v1/accounts") { ListAccounts() },
    .query("/v1/tokens") { ListTokens() },
    .query("/v1/units", Given.asOf) { ListUnits(asOf: $0) },
    .query("/v1/people", Given.asOf, Given.unit, Given.after, Given.peopleLimit) {
      ListPeople(asOf: $0, unit: $1, after: $2, limit: $3)
    },
    .query("/v1/people/{externalID}", Given.externalID) { FindPerson(externalID: $0) },
    .query("/v1/occupations", Given.publishedSource, Given.search, Given.after, Given.occupationLimit) {
      ListOccupations(source: $0, search: $1, after: $2, limit: $3)
    },
    .query("/v1/occupations/{code}", Given.code, Given.publishedSource) { FindOccupation(code: $0, source: $1) },
    .query("/v1/roles", Given.search, Given.asOf, Given.workLimit) { ListRoles(search: $0, asOf: $1, limit: $2) },
    .query("/v1/roles/{code}", Given.code, Given.asOf) { FindRole(code: $0, asOf: $1) },
    .query("/v1/tasks", Given.role, Given.search, Given.asOf, Given.workLimit) {
      ListTasks(role: $0, search: $1, asOf: $2, limit: $3)
    },
    .query("/v1/ai-systems") { ListAISystems() },
    .query(
      "/v1/exposure", Given.exposureFilter, Given.role, Given.task, Given.asOf, Given.after, Given.peopleLimit
    ) { ListExposure(filter: $0, role: $1, task: $2, asOf: $3, after: $4, limit: $5) },
    .query("/v1/attributions", Given.role) { ListAttributions(role: $0) },
    .query("/v1/boundaries", Given.filter, Given.role, Given.asOf) {
      ListBoundaries(filter: $0, role: $1, asOf: $2)
    },
    .query("/v1/boundaries/{role}/{task}", Given.rolePath, Given.taskPath, Given.asOf) {
      FindBoundary(role: $0, task: $1, asOf: $2)
    },
    .query("/v1/boundary-terms", Given.role, Given.asOf) { ListBoundaryTerms(role: $0, asOf: $1) },
    .query("/v1/boundary-exceptions", Given.role, Given.asOf) { ListExceptions(role: $0, asOf: $1) },
    .query("/v1/permission-card", Given.role, Given.asOf) { FindPermissionCard(role: $0, asOf: $1) },
    .query("/v1/acknowledgements", Given.role, Given.asOf) { ListAcknowledgements(role: $0, asOf: $1) },
    .query("/v1/boundary-reviews", Given.reviews, Given.role, Given.reviewLimit) {
      ListBoundaryReviews(filter: $0, role: $1, limit: $2)
    },
    .query("/v1/consultations", Given.role) { ListConsultations(role: $0) },
    .query("/v1/consultations/{number}", Given.number) { FindConsultation(number: $0) },
    .query("/v1/consultation-questions") { ListConsultationQuestions() },
    .query("/v1/incidents", Given.incidents, Given.before, Given.reviewLimit) {
      ListIncidents(filter: $0, before: $1, limit: $2)
    },
    .query("/v1/incidents/{number}", Given.number) { FindIncident(number: $0) },
    .query("/v1/policies", Given.asOf) { ListPolicies(asOf: $0) },
    .query("/v1/policies/{code}", Given.code, Given.version, Given.asOf) {
      FindPolicy(code: $0, version: $1, asOf: $2)
    },
    .query("/v1/policies/{code}/status", Given.code, Given.after, Given.peopleLimit) {
      FindPolicyStatus(code: $0, after: $1, limit: $2)
    },
    .query("/v1/instruments") { ListInstruments() },
    .query("/v1/instruments/{code}", Given.code, Given.version) { FindInstrument(code: $0, version: $1) },
    .query("/v1/calibrations", Given.instrument) { ListCalibrations(instrument: $0) },
    .query("/v1/calibrations/{id}", Given.calibration) { FindCalibration(run: $0) },
    .query("/v1/norms", Given.instrument, Given.asOf) { ListNorms(instrument: $0, asOf: $1) },
    .query("/v1/instruments/{code}/simulation", Given.code, Given.simulated, Given.seed) {
      SimulateInstrument(instrument: $0, people: $1, seed: $2)
    },
    .query("/v1/attempts/{id}", Given.attempt) { FindAttempt(attempt: $0) },
    .query("/v1/self-vs-measured", Given.person, Given.asOf) { CompareSelfReport(person: $0, asOf: $1) },
    .query("/v1/appeals") { ListAppeals() },
    .query("/v1/response-ratings/queue", Given.ratingLimit) { ListUnratedResponses(limit: $0) },
    .query("/v1/instruments/{code}/agreement", Given.code) { ListRaterAgreement(instrument: $0) },
    .query("/v1/scores", Given.person, Given.asOf) { ListScores(person: $0, asOf: $1) },
    .query("/v1/campaigns") { ListCampaigns() },
    .query("/v1/campaigns/{code}", Given.code, Given.after, Given.peopleLimit) {
      FindCampaign(code: $0, after: $1, limit: $2)
    },
    .query("/v1/assessment-status", Given.person) { FindAssessmentStatus(person: $0) },
    .query("/v1/activities", Given.activityFilter) { ListActivities(filter: $0) },
    .query("/v1/activities/{code}", Given.code) { FindActivity(code: $0) },
    .query("/v1/plan-templates") { ListPlanTemplates() },
    .query("/v1/plan-templates/{code}", Given.code) { FindPlanTemplate(code: $0) },
    .query("/v1/holidays", Given.year) { ListHolidays(year: $0) },
    .query("/v1/calendars") { ListCalendarFeeds() },
    .query("/v1/learning-dues", Given.person, Given.unit, Given.days) {
      ListLearningDues(person: $0, unit: $1, days: $2)
    },
    .query("/v1/prior-learning", Given.priorLearningFilter, Given.person, Given.afterClaim, Given.peopleLimit) {
      ListPriorLearning(filter: $0, person: $1, after: $2, limit: $3)
    },
    .query("/v1/learning-gaps", Given.person, Given.unit, Given.asOf, Given.after, Given.peopleLimit) {
      ListLearningGaps(person: $0, unit: $1, asOf: $2, after: $3, limit: $4)
    },
    .query("/v1/plans", Given.person, Given.unit, Given.planStatus, Given.afterPlan, Given.peopleLimit) {
      ListPlans(PlanSelection(person: $0, unit: $1, status: $2), after: $3, limit: $4)
    },
    .query("/v1/plans/{id}", Given.plan) { FindPlan(plan: $0) },
    .query("/v1/plan-items", Given.person, Given.unit, Given.planStatus, Given.afterItem, Given.peopleLimit) {
      ListPlanItems(PlanSelection(person: $0, unit: $1, status: $2), after: $3, limit: $4)
    },
    .query("/v1/ratings", Given.unit, Given.asOf) { ListRatings(unit: $0, asOf: $1) },
    .query("/v1/index-profile", Given.asOf) { FindIndexProfile(asOf: $0) },
    .query("/v1/schedules") { ListSchedules() },
    .query("/v1/audit-events", Given.before, Given.eventLimit) { ListAuditEvents(before: $0, limit: $1) },
    .enrol, .refresh, .confirmPurge,
    .query("/v1/devices", Given.person) { ListDevices(person: $0) },
    .query("/v1/people/{externalID}/holdings", Given.externalID) { ListHoldings(person: $0) },
  ]
}

/// The parameters of the API, each written once.
enum Given {
  static let asOf = Parameter<Day?>.query("as-of", .coded())
  static let unit = Parameter<String?>.query("unit", .text)
  static let after = Parameter<String?>.query("after", .text)
  static let peopleLimit = Parameter<Int>.query("limit", .integer(in: 1...5_000), default: 500)
  static let ratingLimit = Parameter<Int>.query("limit", .integer(in: 1...500), default: 100)
  static let externalID = Parameter<String>.path("externalID", .text)
  static let code = Parameter<String>.path("code", .text)
  static let role = Parameter<String?>.query("role", .text)
  static let task = Parameter<String?>.query("task", .text)
  static let exposureFilter = Parameter<ListExposure.Filter>.query("filter", .choice(), default: .all)
  static let search = Parameter<String?>.query("search", .text)
  static let publishedSource = Parameter<RoleSource?>.query("source", .choice())
  static let occupationLimit = Parameter<Int>.query("limit", .integer(in: 1...5_000), default: 100)
  static let workLimit = Parameter<Int>.query("limit", .integer(in: 1...ListTasks.limit), default: ListTasks.limit)
  static let rolePath = Parameter<String>.path("role", .text)
  static let taskPath = Parameter<String>.path("task", .text)
  static let filter = Parameter<ListBoundaries.Filter>.query("filter", .choice(), default: .inForce)
  static let number = Parameter<Int>.path("number", .integer(in: 1...Int.max))
  static let incidents = Parameter<ListIncidents.Filter>.query("filter", .choice(), default: .all)
  static let reviews = Parameter<ListBoundaryReviews.Filter>.query("filter", .choice(), default: .open)
  static let reviewLimit = Parameter<Int>.query("limit", .integer(in: 1...1_000), default: 500)
  static let simulated = Parameter<Int>.query("people", .integer(in: 1...SimulationSummary.limit), default: 1_000)
  static let seed = Parameter<Int>.query("seed", .integer(in: 0...Int.max), default: 1)
  static let attempt = Parameter<AttemptID>.path("id", .coded())
  static let version = Parameter<Int?>.query("version", .integer(in: 1...Int.max))
  static let instrument = Parameter<String?>.query("instrument", .text)
  static let calibration = Parameter<CalibrationRunID>.path("id", .coded())
  static let person = Parameter<String?>.query("person", .text)
  static let secret = Parameter<String>.path("secret", .text)
  static let days = Parameter<Int>.query("days", .integer(in: 0...366), default: 30)
  static let year = Parameter<Int?>.query("year", .integer(in: 1...9_999))
  static let priorLearningFilter = Parameter<ListPriorLearning.Filter>.query("filter", .choice(), default: .open)
  static let afterClaim = Parameter<PriorLearningID?>.query("after", .coded())
  static let activityFilter = Parameter<ListActivities.Filter>.query("filter", .choice(), default: .offered)
  static let planStatus = Parameter<PlanStatus?>.query("status", .choice())
  static let plan = Parameter<PlanID>.path("id", .coded())
  static let afterPlan = Parameter<PlanID?>.query("after", .coded())
  static let afterItem = Parameter<PlanItemID?>.query("after", .coded())
  static let wait = Parameter<Int>.query("wait", .integer(in: 0...25), default: 0)
  static let before = Parameter<Int?>.query("before", .integer(in: 1...Int.max))
  static let eventLimit = Parameter<Int>.query("limit", .integer(in: 1...1_000), default: 100)
  static let format = Parameter<ReportFormat>.query("format", .choice(), default: .json)
  static let language = Parameter<Language>.query("language", .choice(), default: .en)
}
