/// Who may do what, to whom: the one place where it is decided.
///
/// A role that a row does not name is refused. Row-level security in the database enforces the same reach again.
public enum AccessTable {
  /// - Returns: nil when `role` may not run the command.
  public static func reach(of command: CommandName, for role: AccountRole) -> Reach? { row(of: command)[role] }

  /// - Returns: nil when `role` may not run the query.
  public static func reach(of query: QueryName, for role: AccountRole) -> Reach? { row(of: query)[role] }

  private typealias Row = [AccountRole: Reach]

  private static let owner: Row = [.owner: .organisation]
  private static let hr: Row = [.owner: .organisation, .hrAdmin: .organisation]
  private static let assessment: Row = [.owner: .organisation, .hrAdmin: .organisation, .assessor: .organisation]
  private static let assessmentTimer: Row = assessment.merging([.service: .organisation]) { own, _ in own }
  private static let schedule: Row = [.owner: .organisation, .hrAdmin: .organisation, .service: .organisation]
  private static let oversight: Row = [.owner: .organisation, .hrAdmin: .organisation, .auditor: .organisation]
  private static let everyone: Row = Dictionary(
    uniqueKeysWithValues: AccountRole.allCases.map { ($0, Reach.organisation) })
  private static let themselves: Row = [.owner: .own, .hrAdmin: .own, .assessor: .own, .manager: .own, .employee: .own]
  private static let people: Row = [
    .owner: .organisation, .hrAdmin: .organisation, .assessor: .organisation, .auditor: .organisation,
    .manager: .team, .employee: .own,
  ]

  private static let reviewers: Row = hr.merging([.manager: .team]) { own, _ in own }
  private static let planning: Row = [
    .owner: .organisation, .hrAdmin: .organisation, .manager: .team, .employee: .own,
  ]

  private static func row(of command: CommandName) -> Row {
    switch command {
    case .createAccount, .disableAccount, .issueSignInCode, .grantRole: owner
    // Whose token it may be is narrowed to the account's own, except for an owner. Anyone may end their own session.
    case .issueToken: everyone.filter { $0.key != .auditor }
    case .revokeToken: everyone
    case .inviteDevices, .setDeviceLease: hr
    case .revokeDevice: themselves.merging(hr) { _, whole in whole }
    case .clearTombstones: schedule
    case .importUnits, .importPeople, .importAISystems, .importRoles, .importTasks: hr
    case .importOccupations, .buildRole, .rebalanceRole, .addTask, .dropTask, .mergeTasks: hr
    case .recordExposure, .importExposure: hr
    case .publishRuleSet, .proposeBoundaries, .approveBoundaries, .signBoundaries: hr
    case .importBoundaries, .requestException, .grantException, .revokeException: hr
    case .acknowledgeBoundaries: themselves
    case .confirmBoundaries, .openConsultation, .closeConsultation, .resolveIncident, .publishPolicy: hr
    case .reevaluateBoundaries: schedule
    case .recordConsultation, .fileIncident, .acknowledgePolicy: themselves
    case .publishInstrument, .importResponses: assessment
    case .runCalibration, .publishCalibration, .rejectCalibration, .rescoreAttempts, .publishNorm: assessment
    // Nobody rates their own answers or decides their own appeal.
    case .rateResponse, .decideAppeal: assessment
    case .openCampaign, .extendCampaign, .closeCampaign, .inviteToCampaign, .accommodatePerson: assessment
    case .remindInvited: assessmentTimer
    case .startAttempt, .recordResponse, .finishAttempt, .fileAppeal: themselves
    case .importActivities, .retireActivity, .importPlanTemplates, .removePlanTemplate: hr
    case .importHolidays, .removeHoliday: hr
    case .filePriorLearning: themselves
    // Nobody reviews their own.
    case .reviewPriorLearning: reviewers
    case .remindLearners: schedule
    case .createCalendarFeed: themselves
    // Narrowed to the account's own, except for an owner.
    case .revokeCalendarFeed: everyone
    // Whoever may plan for others reviews their plans; nobody their own.
    case .generatePlans, .planFromTemplate, .submitPlan, .withdrawPlan, .commentOnPlan, .addEvidence, .completePlanItem:
      planning
    case .importPlans, .replanPlans, .takeUpPlan, .returnPlan, .approvePlan, .overridePlanItem: reviewers
    case .publishIndexProfile, .setRatings: hr
    case .defineReport, .scheduleReport: hr
    case .claimRuns, .deliverRun: schedule
    }
  }

  private static func row(of query: QueryName) -> Row {
    switch query {
    case .whoami: everyone
    case .listAccounts: oversight.filter { $0.key != .hrAdmin }
    case .listTokens: everyone
    case .listDevices: themselves.merging(oversight) { _, whole in whole }
    // It tells which devices hold what of a person.
    case .listHoldings: oversight
    // Which scopes a device may hold is narrowed further: `SyncScope.granted`.
    case .head, .pull, .verify: themselves
    case .listUnits, .listRoles, .findRole, .listTasks, .listAISystems, .listBoundaries: everyone
    case .listOccupations, .findOccupation, .listExposure, .listAttributions: everyone
    // It tells what the overseer's level was: a person's score.
    case .findBoundary, .listExceptions, .listBoundaryTerms, .whatIf: oversight
    case .findPermissionCard: everyone
    case .listAcknowledgements: people.filter { $0.key != .assessor }
    case .listBoundaryReviews: oversight
    case .listConsultations, .findConsultation, .listIncidents, .findIncident: oversight
    case .listConsultationQuestions: themselves
    case .listPolicies, .findPolicy: everyone
    case .findPolicyStatus: people.filter { ![.assessor, .employee].contains($0.key) }
    case .listPeople, .findPerson, .listScores: people
    case .listInstruments: everyone
    // They tell keys and parameters.
    case .findInstrument, .listCalibrations, .findCalibration: assessment
    case .listNorms: assessment.merging([.auditor: .organisation]) { own, _ in own }
    case .simulateInstrument: assessment
    // A manager is told of counts, without small ones; accommodations are for those who run assessments.
    case .listCampaigns, .assessmentStatus: people
    case .findCampaign: people.filter { $0.key != .employee }
    case .findAttempt: themselves
    case .listUnratedResponses, .listRaterAgreement: assessment
    // What people say of themselves, and object to, is not for their managers.
    case .compareSelfReport, .listAppeals: themselves.merging(assessment) { _, whole in whole }
    case .listActivities, .findActivity, .listPlanTemplates, .findPlanTemplate, .listHolidays: everyone
    case .listPriorLearning, .listLearningDues: people
    case .listCalendarFeeds: everyone
    case .listLearningGaps, .listPlans, .listPlanItems, .findPlan:
      planning.merging([.auditor: .organisation]) { own, _ in own }
    case .listRatings, .findIndexProfile: oversight
    case .brief, .boundaryRegister: oversight.merging([.service: .organisation]) { own, _ in own }
    // Of a manager's own team; one person's also to that person.
    case .gapReport: people.filter { $0.key != .employee }.merging([.service: .organisation]) { own, _ in own }
    case .personGapReport: people
    case .listSchedules: oversight.merging([.service: .organisation]) { own, _ in own }
    case .listAuditEvents: oversight.filter { $0.key != .hrAdmin }
    }
  }
}
