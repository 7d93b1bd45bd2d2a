/// A step of a plan's review: who may take it, `AccessTable` says; when it fits, `PlanStatus`.
public protocol PlanStep: Command where Result == PlanStepResult {
  static var action: PlanAction { get }

  var plan: PlanID { get }
  /// Kept in the plan's history; at most 4,000 characters.
  var comment: String? { get }

  init(plan: PlanID, comment: String?)
}

extension PlanStep {
  /// What is said stays with the plan.
  public var auditDetail: any Encodable & Sendable { ["plan": plan.description] }

  /// Whoever returns a plan says why.
  public var needsComment: Bool { Self.action == .sendBack || Self.action == .comment }
}

/// What became of a plan.
public struct PlanStepResult: Codable, Sendable, Equatable {
  public var plan: PlanID
  public var status: PlanStatus

  public init(plan: PlanID, status: PlanStatus) {
    self.plan = plan
    self.status = status
  }
}

/// Asks for a draft to be reviewed.
public struct SubmitPlan: PlanStep {
  public static let name = CommandName.submitPlan
  public static let action = PlanAction.submit
  public var plan: PlanID
  public var comment: String?

  public init(plan: PlanID, comment: String? = nil) {
    self.plan = plan
    self.comment = comment
  }
}

/// Begins to review a plan that waits for it.
public struct TakeUpPlan: PlanStep {
  public static let name = CommandName.takeUpPlan
  public static let action = PlanAction.takeUp
  public var plan: PlanID
  public var comment: String?

  public init(plan: PlanID, comment: String? = nil) {
    self.plan = plan
    self.comment = comment
  }
}

/// Makes a draft of a plan again, with what is to be changed.
public struct ReturnPlan: PlanStep {
  public static let name = CommandName.returnPlan
  public static let action = PlanAction.sendBack
  public var plan: PlanID
  /// Required.
  public var comment: String?

  public init(plan: PlanID, comment: String?) {
    self.plan = plan
    self.comment = comment
  }
}

/// Agrees to a plan: from today on it is active. Refused while the person has another active one.
public struct ApprovePlan: PlanStep {
  public static let name = CommandName.approvePlan
  public static let action = PlanAction.approve
  public var plan: PlanID
  public var comment: String?

  public init(plan: PlanID, comment: String? = nil) {
    self.plan = plan
    self.comment = comment
  }
}

/// Gives a plan up. What was done of it stays on record.
public struct WithdrawPlan: PlanStep {
  public static let name = CommandName.withdrawPlan
  public static let action = PlanAction.withdraw
  public var plan: PlanID
  public var comment: String?

  public init(plan: PlanID, comment: String? = nil) {
    self.plan = plan
    self.comment = comment
  }
}

/// Says something about a plan.
public struct CommentOnPlan: PlanStep {
  public static let name = CommandName.commentOnPlan
  public static let action = PlanAction.comment
  public var plan: PlanID
  /// Required.
  public var comment: String?

  public init(plan: PlanID, comment: String?) {
    self.plan = plan
    self.comment = comment
  }
}
