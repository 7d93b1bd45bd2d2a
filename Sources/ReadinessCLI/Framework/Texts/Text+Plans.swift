import Readiness
import Storage

/// What is told of training plans.
extension Text {
  static let dueOn = LocalizedText(en: "Due", zh: "截止日")
  static let endsOn = LocalizedText(en: "Ends", zh: "结束日")
  static let itemsDone = LocalizedText(en: "Done", zh: "完成")
  static let logged = LocalizedText(en: "Logged", zh: "已记学时")
  static let openGaps = LocalizedText(en: "Open gaps", zh: "剩余差距")
  static let overdue = LocalizedText(en: "Overdue", zh: "逾期")
  static let planItems = LocalizedText(en: "Items", zh: "项目数")
  static let probability = LocalizedText(en: "Meets it", zh: "达标概率")
  static let remark = LocalizedText(en: "Remark", zh: "说明")
  static let weight = LocalizedText(en: "Weight", zh: "权重")

  static let personOrUnitExpected = LocalizedText(
    en: "Name either a person or a unit: --person or --unit", zh: "请指定一名人员或一个部门：--person 或 --unit")
  static let planOrPersonExpected = LocalizedText(
    en: "Name either the plan or its person: --person", zh: "请指定计划编号，或用 --person 指定人员")
  static let plansExpected = LocalizedText(
    en: "Name plans, or a person, or a unit: --person or --unit", zh: "请指定计划编号，或用 --person 或 --unit 指定范围")

  static func noPlan(_ person: String) -> LocalizedText {
    LocalizedText(
      en: "“\(person)” has no plan within your reach. Generate one: readiness plan generate",
      zh: "在您的权限范围内“\(person)”没有计划。请先生成：readiness plan generate")
  }

  static func noPlanFits(_ action: PlanAction) -> LocalizedText {
    LocalizedText(
      en: "No plan here can be \(action.name.en). See where they are: readiness plan list",
      zh: "此处没有可执行“\(action.name.zh)”的计划。查看状态：readiness plan list")
  }

  static func refusedPlans(_ count: Int) -> LocalizedText {
    LocalizedText(
      en: "\(count) plan\(count == 1 ? " was" : "s were") refused; the others went through.",
      zh: "\(count) 份计划被拒绝，其余已处理。")
  }

  static func stepped(_ action: PlanAction, _ count: Int) -> LocalizedText {
    LocalizedText(
      en: "\(count) plan\(count == 1 ? "" : "s") \(action.name.en).", zh: "已对 \(count) 份计划执行“\(action.name.zh)”。")
  }

  /// To the hundredth.
  static func amount(_ value: Double) -> String { number((value * 100).rounded() / 100) }

  static func planStatus(_ plan: ListPlans.Entry) -> LocalizedText {
    guard plan.awaitsAssessment else { return plan.status.name }
    return LocalizedText(en: "\(plan.status.name.en), to be assessed again", zh: "\(plan.status.name.zh)，待复测")
  }

  static func remark(_ gap: ListLearningGaps.Gap?, without reason: UnplannedReason?) -> LocalizedText {
    guard let gap else { return reason?.text ?? LocalizedText(en: "", zh: "") }
    guard gap.boundaries > 0 else { return gap.basis.name }
    let boundaries = gap.boundaries == 1 ? "1 boundary lacks" : "\(gap.boundaries) boundaries lack"
    return LocalizedText(
      en: "\(gap.basis.name.en); \(boundaries) its overseer", zh: "\(gap.basis.name.zh)；\(gap.boundaries) 项边界缺少合格监督人")
  }

  static func progress(_ result: EvidenceResult) -> LocalizedText {
    let hours = amount(result.hours)
    if result.plan == .complete {
      return LocalizedText(
        en: "Recorded: \(result.status.name.en), \(hours) h. The plan is complete; take the assessment again.",
        zh: "已记录：\(result.status.name.zh)，\(hours) 学时。计划已完成，请再次参加测评。")
    }
    return LocalizedText(
      en: "Recorded: \(result.status.name.en), \(hours) h.", zh: "已记录：\(result.status.name.zh)，\(hours) 学时。")
  }

  /// Why each item was chosen and each gap stays open; nothing, when that was not asked for.
  static func explanation(of person: PlanningAnswer.PlannedPerson) -> [LocalizedText] {
    guard let explanation = person.explanation else { return [] }
    let heading = "\(person.person)  \(person.name)"
    let choices = explanation.choices.map { choice in
      LocalizedText(
        en:
          "  \(choice.startsOn) – \(choice.dueOn)  \(choice.name.en) (\(amount(choice.hours)) h): \(choice.reason.en)",
        zh: "  \(choice.startsOn) – \(choice.dueOn)  \(choice.name.zh)（\(amount(choice.hours)) 学时）：\(choice.reason.zh)")
    }
    let open = explanation.open.map { gap in
      LocalizedText(
        en: "  open: \(gap.domain.name.en) \(gap.reached) of \(gap.required): \(gap.reason.en)",
        zh: "  未消除：\(gap.domain.name.zh) \(gap.reached)，要求 \(gap.required)：\(gap.reason.zh)")
    }
    return [LocalizedText(en: heading, zh: heading)] + choices + open
  }

  static func summary(of answer: PlanningAnswer) -> [LocalizedText] {
    let share = answer.upperBound > 0 ? Int((answer.closedValue / answer.upperBound * 1_000).rounded(.down)) : 1_000
    let optimum = "\(share / 10).\(share % 10) %"
    let total = LocalizedText(
      en:
        "\(answer.plans) plan\(answer.plans == 1 ? "" : "s"), \(amount(answer.hours)) h, cost \(answer.cost); at least \(optimum) of the best "
        + "possible within these limits.",
      zh: "\(answer.plans) 份计划，\(amount(answer.hours)) 学时，费用 \(answer.cost)；不低于此限制下最优结果的 \(optimum)。")
    let seats = answer.seats.map { seats in
      LocalizedText(
        en: "Seats in \(seats.activity): \(seats.used) of \(seats.free).",
        zh: "\(seats.activity) 名额：\(seats.free) 个中使用 \(seats.used) 个。")
    }
    let without = answer.unplanned.map { group in
      LocalizedText(
        en: "No plan for \(group.count): \(group.reason.text.en)", zh: "\(group.count) 人无计划：\(group.reason.text.zh)")
    }
    return [total] + seats + without
  }
}
