public enum TrainingPlan {}
public typealias PlanID = Identifier<TrainingPlan>

/// Where a training plan is: made, agreed upon, being done, over.
public enum PlanStatus: String, Codable, Sendable, CaseIterable {
  /// Being made, or returned by its reviewer.
  case draft
  case waitingForReview = "waiting_for_review"
  /// Taken up by a reviewer.
  case inReview = "in_review"
  /// Agreed upon, and being done.
  case active
  case complete
  case withdrawn

  public var name: LocalizedText {
    switch self {
    case .draft: LocalizedText(en: "draft", zh: "草稿")
    case .waitingForReview: LocalizedText(en: "waiting for review", zh: "待审核")
    case .inReview: LocalizedText(en: "in review", zh: "审核中")
    case .active: LocalizedText(en: "active", zh: "执行中")
    case .complete: LocalizedText(en: "complete", zh: "已完成")
    case .withdrawn: LocalizedText(en: "withdrawn", zh: "已撤回")
    }
  }

  /// Nothing changes a plan that is over.
  public var isOver: Bool { self == .complete || self == .withdrawn }
}

/// What is done with a plan as a whole. The raw value is what the plan's history keeps.
public enum PlanAction: String, Codable, Sendable, CaseIterable {
  case comment
  case submit
  case takeUp = "take_up"
  case sendBack = "return"
  case approve
  case replan
  case withdraw
  /// Of itself, when its last item is.
  case complete

  public var name: LocalizedText {
    switch self {
    case .comment: LocalizedText(en: "commented", zh: "评论")
    case .submit: LocalizedText(en: "submitted", zh: "提交")
    case .takeUp: LocalizedText(en: "taken up for review", zh: "开始审核")
    case .sendBack: LocalizedText(en: "returned", zh: "退回")
    case .approve: LocalizedText(en: "approved", zh: "批准")
    case .replan: LocalizedText(en: "planned anew", zh: "重新规划")
    case .withdraw: LocalizedText(en: "withdrawn", zh: "撤回")
    case .complete: LocalizedText(en: "completed", zh: "完成")
    }
  }
}

extension PlanStatus {
  /// What a plan of this status becomes by `action`; nil: the action does not fit it.
  ///
  /// draft → waiting for review → in review → active → complete. A reviewer returns what is not yet agreed upon to its
  /// draft; what is not over can be withdrawn.
  public func after(_ action: PlanAction) -> PlanStatus? {
    switch (self, action) {
    case (.draft, .submit): .waitingForReview
    case (.waitingForReview, .takeUp): .inReview
    case (.waitingForReview, .sendBack), (.inReview, .sendBack): .draft
    case (.inReview, .approve), (.active, .replan): .active
    case (.active, .complete): .complete
    case (.draft, .withdraw), (.waitingForReview, .withdraw), (.inReview, .withdraw), (.active, .withdraw): .withdrawn
    case (_, .comment): self
    default: nil
    }
  }

  /// What `action` makes of a plan of this status.
  ///
  /// - Parameter isOwn: whether the plan is the caller's own. Nobody reviews theirs, and what was agreed upon with a reviewer
  ///   is not withdrawn or planned anew without one.
  /// - Throws: `wrong-status` with what can be done instead, `own-plan`.
  public func applying(_ action: PlanAction, isOwn: Bool) throws(Refusal) -> PlanStatus {
    guard let next = after(action) else { throw .wrongStatus(self, action) }
    let needsAnother =
      [.takeUp, .sendBack, .approve, .replan].contains(action) || action == .withdraw && self == .active
    guard !isOwn || !needsAnother else { throw .ownPlan(action) }
    return next
  }

  /// What a person can do with a plan of this status.
  fileprivate var advice: LocalizedText {
    switch self {
    case .draft: LocalizedText(en: "Submit it, or withdraw it.", zh: "可提交或撤回。")
    case .waitingForReview:
      LocalizedText(en: "A reviewer takes it up first, or returns it.", zh: "须先由审核人开始审核，或退回。")
    case .inReview: LocalizedText(en: "Its reviewer approves or returns it.", zh: "须由审核人批准或退回。")
    case .active:
      LocalizedText(en: "Record evidence of its items, plan it anew, or withdraw it.", zh: "可记录项目证据、重新规划或撤回。")
    case .complete, .withdrawn: LocalizedText(en: "Generate another.", zh: "请另行生成计划。")
    }
  }
}

extension Refusal {
  fileprivate static func wrongStatus(_ status: PlanStatus, _ action: PlanAction) -> Refusal {
    .conflict(
      "wrong-status", field: "plan",
      en: "A plan that is \(status.name.en) cannot be \(action.name.en). \(status.advice.en)",
      zh: "\(status.name.zh)状态的计划不能执行“\(action.name.zh)”。\(status.advice.zh)")
  }

  /// What somebody other than the person whose plan it is does.
  public static func ownPlan(_ action: PlanAction) -> Refusal {
    Refusal(
      .forbidden, "own-plan", field: "plan",
      LocalizedText(
        en: "This plan is your own; it is \(action.name.en) by somebody else. Ask your manager or HR.",
        zh: "这是您本人的计划，须由他人执行“\(action.name.zh)”。请联系您的上级或人力资源部门。"))
  }
}
