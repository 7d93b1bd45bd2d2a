/// A change to the product: the only way there is to make one.
///
/// The CLI, a phone's push, a schedule and the demo generator all submit commands. Each is authorised by `AccessTable`,
/// applied by one function, recorded in the audit and applied at most once for its client and sequence.
public protocol Command: Codable, Sendable {
  /// What the client is told when the command was applied.
  associatedtype Result: Codable & Sendable

  static var name: CommandName { get }

  /// What the audit keeps of the arguments: all of them, unless they are bulk or secret.
  var auditDetail: any Encodable & Sendable { get }
}

extension Command {
  public var auditDetail: any Encodable & Sendable { self }
}

/// The result of a command that has nothing to tell.
public struct Done: Codable, Sendable, Equatable {
  public init() {}
}

/// Every command there is. The raw value is its name on the wire.
public enum CommandName: String, Codable, Sendable, CaseIterable {
  case createAccount = "account.create"
  case disableAccount = "account.disable"
  case issueSignInCode = "account.invite"
  case grantRole = "account.grant"
  case issueToken = "token.issue"
  case revokeToken = "token.revoke"
  case inviteDevices = "device.invite"
  case revokeDevice = "device.revoke"
  case setDeviceLease = "device.lease"
  case clearTombstones = "sync.clear"
  case importUnits = "unit.import"
  case importPeople = "people.import"
  case importAISystems = "ai-system.import"
  case importRoles = "role.import"
  case importTasks = "task.import"
  case importOccupations = "occupation.import"
  case buildRole = "role.build"
  case rebalanceRole = "role.rebalance"
  case addTask = "task.add"
  case dropTask = "task.drop"
  case mergeTasks = "task.merge"
  case recordExposure = "exposure.record"
  case importExposure = "exposure.import"
  case publishRuleSet = "boundary-rules.publish"
  case openConsultation = "consultation.open"
  case recordConsultation = "consultation.record"
  case closeConsultation = "consultation.close"
  case proposeBoundaries = "boundary.propose"
  case approveBoundaries = "boundary.approve"
  case importBoundaries = "boundary.import"
  case signBoundaries = "boundary.sign"
  case requestException = "boundary.except"
  case grantException = "boundary.grant-exception"
  case revokeException = "boundary.revoke-exception"
  case acknowledgeBoundaries = "boundary.acknowledge"
  case reevaluateBoundaries = "boundary.reevaluate"
  case confirmBoundaries = "boundary.confirm"
  case fileIncident = "incident.file"
  case resolveIncident = "incident.resolve"
  case publishPolicy = "policy.publish"
  case acknowledgePolicy = "policy.acknowledge"
  case publishInstrument = "instrument.publish"
  case startAttempt = "attempt.start"
  case recordResponse = "response.record"
  case finishAttempt = "attempt.finish"
  case importResponses = "assessment.import"
  case rateResponse = "response.rate"
  case runCalibration = "calibration.run"
  case publishCalibration = "calibration.publish"
  case rejectCalibration = "calibration.reject"
  case rescoreAttempts = "assessment.rescore"
  case publishNorm = "norm.publish"
  case fileAppeal = "appeal.file"
  case decideAppeal = "appeal.decide"
  case openCampaign = "campaign.open"
  case extendCampaign = "campaign.extend"
  case closeCampaign = "campaign.close"
  case inviteToCampaign = "campaign.invite"
  case accommodatePerson = "campaign.accommodate"
  case remindInvited = "campaign.remind"
  case importActivities = "activity.import"
  case retireActivity = "activity.retire"
  case importPlanTemplates = "plan-template.import"
  case removePlanTemplate = "plan-template.remove"
  case importHolidays = "holiday.import"
  case removeHoliday = "holiday.remove"
  case filePriorLearning = "learning.file"
  case reviewPriorLearning = "learning.review"
  case remindLearners = "plan.remind"
  case createCalendarFeed = "calendar.create"
  case revokeCalendarFeed = "calendar.revoke"
  case generatePlans = "plan.generate"
  case replanPlans = "plan.replan"
  case importPlans = "plan.import"
  case planFromTemplate = "plan.from-template"
  case submitPlan = "plan.submit"
  case takeUpPlan = "plan.take-up"
  case returnPlan = "plan.return"
  case approvePlan = "plan.approve"
  case withdrawPlan = "plan.withdraw"
  case commentOnPlan = "plan.comment"
  case addEvidence = "evidence.add"
  case completePlanItem = "plan.item.complete"
  case overridePlanItem = "plan.item.override"
  case publishIndexProfile = "index-profile.publish"
  case setRatings = "rating.set"
  case defineReport = "report.define"
  case scheduleReport = "report.schedule"
  case claimRuns = "report.claim"
  case deliverRun = "report.deliver"
}

extension CommandName {
  /// The type that carries the command's arguments.
  public var type: any Command.Type {
    switch self {
    case .createAccount: CreateAccount.self
    case .disableAccount: DisableAccount.self
    case .issueSignInCode: IssueSignInCode.self
    case .grantRole: GrantRole.self
    case .issueToken: IssueToken.self
    case .revokeToken: RevokeToken.self
    case .inviteDevices: InviteDevices.self
    case .revokeDevice: RevokeDevice.self
    case .setDeviceLease: SetDeviceLease.self
    case .clearTombstones: ClearTombstones.self
    case .importUnits: ImportUnits.self
    case .importPeople: ImportPeople.self
    case .importAISystems: ImportAISystems.self
    case .importRoles: ImportRoles.self
    case .importTasks: ImportTasks.self
    case .importOccupations: ImportOccupations.self
    case .buildRole: BuildRole.self
    case .rebalanceRole: RebalanceRole.self
    case .addTask: AddTask.self
    case .dropTask: DropTask.self
    case .mergeTasks: MergeTasks.self
    case .recordExposure: RecordExposure.self
    case .importExposure: ImportExposure.self
    case .publishRuleSet: PublishRuleSet.self
    case .openConsultation: OpenConsultation.self
    case .recordConsultation: RecordConsultation.self
    case .closeConsultation: CloseConsultation.self
    case .proposeBoundaries: ProposeBoundaries.self
    case .approveBoundaries: ApproveBoundaries.self
    case .importBoundaries: ImportBoundaries.self
    case .signBoundaries: SignBoundaries.self
    case .requestException: RequestException.self
    case .grantException: GrantException.self
    case .revokeException: RevokeException.self
    case .acknowledgeBoundaries: AcknowledgeBoundaries.self
    case .reevaluateBoundaries: ReevaluateBoundaries.self
    case .confirmBoundaries: ConfirmBoundaries.self
    case .fileIncident: FileIncident.self
    case .resolveIncident: ResolveIncident.self
    case .publishPolicy: PublishPolicy.self
    case .acknowledgePolicy: AcknowledgePolicy.self
    case .publishInstrument: PublishInstrument.self
    case .startAttempt: StartAttempt.self
    case .recordResponse: RecordResponse.self
    case .finishAttempt: FinishAttempt.self
    case .importResponses: ImportResponses.self
    case .rateResponse: RateResponse.self
    case .runCalibration: RunCalibration.self
    case .publishCalibration: PublishCalibration.self
    case .rejectCalibration: RejectCalibration.self
    case .rescoreAttempts: RescoreAttempts.self
    case .publishNorm: PublishNorm.self
    case .fileAppeal: FileAppeal.self
    case .decideAppeal: DecideAppeal.self
    case .openCampaign: OpenCampaign.self
    case .extendCampaign: ExtendCampaign.self
    case .closeCampaign: CloseCampaign.self
    case .inviteToCampaign: InviteToCampaign.self
    case .accommodatePerson: AccommodatePerson.self
    case .remindInvited: RemindInvited.self
    case .importActivities: ImportActivities.self
    case .retireActivity: RetireActivity.self
    case .importPlanTemplates: ImportPlanTemplates.self
    case .removePlanTemplate: RemovePlanTemplate.self
    case .importHolidays: ImportHolidays.self
    case .removeHoliday: RemoveHoliday.self
    case .filePriorLearning: FilePriorLearning.self
    case .reviewPriorLearning: ReviewPriorLearning.self
    case .remindLearners: RemindLearners.self
    case .createCalendarFeed: CreateCalendarFeed.self
    case .revokeCalendarFeed: RevokeCalendarFeed.self
    case .generatePlans: GeneratePlans.self
    case .replanPlans: ReplanPlans.self
    case .importPlans: ImportPlans.self
    case .planFromTemplate: PlanFromTemplate.self
    case .submitPlan: SubmitPlan.self
    case .takeUpPlan: TakeUpPlan.self
    case .returnPlan: ReturnPlan.self
    case .approvePlan: ApprovePlan.self
    case .withdrawPlan: WithdrawPlan.self
    case .commentOnPlan: CommentOnPlan.self
    case .addEvidence: AddEvidence.self
    case .completePlanItem: CompletePlanItem.self
    case .overridePlanItem: OverridePlanItem.self
    case .publishIndexProfile: PublishIndexProfile.self
    case .setRatings: SetRatings.self
    case .defineReport: DefineReport.self
    case .scheduleReport: ScheduleReport.self
    case .claimRuns: ClaimRuns.self
    case .deliverRun: DeliverRun.self
    }
  }
}

/// Every read there is. The raw value is its name in the access table and in the audit.
public enum QueryName: String, Codable, Sendable, CaseIterable {
  case whoami
  case listAccounts = "account.list"
  case listTokens = "token.list"
  case listDevices = "device.list"
  case listHoldings = "device.holdings"
  case head = "sync.head"
  case pull = "sync.pull"
  case verify = "sync.verify"
  case listUnits = "unit.list"
  case listPeople = "person.list"
  case findPerson = "person.find"
  case listRoles = "role.list"
  case findRole = "role.find"
  case listTasks = "task.list"
  case listAISystems = "ai-system.list"
  case listOccupations = "occupation.list"
  case findOccupation = "occupation.find"
  case listExposure = "exposure.list"
  case listAttributions = "attribution.list"
  case listBoundaries = "boundary.list"
  case findBoundary = "boundary.find"
  case listBoundaryTerms = "boundary.terms"
  case whatIf = "boundary.what-if"
  case listExceptions = "boundary.exceptions"
  case findPermissionCard = "boundary.card"
  case listAcknowledgements = "boundary.acknowledgements"
  case listBoundaryReviews = "boundary-review.list"
  case listConsultations = "consultation.list"
  case findConsultation = "consultation.find"
  case listConsultationQuestions = "consultation.questions"
  case listIncidents = "incident.list"
  case findIncident = "incident.find"
  case listPolicies = "policy.list"
  case findPolicy = "policy.find"
  case findPolicyStatus = "policy.status"
  case listInstruments = "instrument.list"
  case findInstrument = "instrument.find"
  case listCalibrations = "calibration.list"
  case findCalibration = "calibration.find"
  case listNorms = "norm.list"
  case simulateInstrument = "instrument.simulate"
  case findAttempt = "attempt.find"
  case listScores = "score.list"
  case compareSelfReport = "score.self-vs-measured"
  case listAppeals = "appeal.list"
  case listUnratedResponses = "response-rating.list"
  case listRaterAgreement = "response-rating.agreement"
  case listCampaigns = "campaign.list"
  case findCampaign = "campaign.find"
  case assessmentStatus = "assessment.status"
  case listActivities = "activity.list"
  case findActivity = "activity.find"
  case listPlanTemplates = "plan-template.list"
  case findPlanTemplate = "plan-template.find"
  case listHolidays = "holiday.list"
  case listPriorLearning = "learning.list"
  case listLearningDues = "plan.due"
  case listCalendarFeeds = "calendar.list"
  case listLearningGaps = "plan.gaps"
  case listPlans = "plan.list"
  case listPlanItems = "plan-item.list"
  case findPlan = "plan.find"
  case listRatings = "rating.list"
  case findIndexProfile = "index-profile.find"
  case brief = "report.brief"
  case boundaryRegister = "report.boundaries"
  case gapReport = "report.gaps"
  case personGapReport = "report.person-gaps"
  case listSchedules = "report.schedules"
  case listAuditEvents = "audit-event.list"
}
