import ArgumentParser
import Readiness
import Storage
import Wire

/// Which plans a step is taken with.
struct PlanStepArguments: ParsableArguments {
  @Argument(help: ArgumentHelp(en: "Plans, as the list shows them.", zh: "计划编号，见计划列表。", value: "id"))
  var plans: [PlanID] = []

  @Option(help: ArgumentHelp(en: "Those of this person that it fits.", zh: "该人员中适用的计划。", value: "id"))
  var person: String?

  @Option(
    help: ArgumentHelp(en: "Those of this unit and below it that it fits.", zh: "该部门及其下级部门中适用的计划。", value: "code"))
  var unit: String?

  @OptionGroup var remark: CommentOption

  func validate() throws {
    if [!plans.isEmpty, person != nil, unit != nil].count(where: { $0 }) != 1 {
      throw ValidationError(Text.plansExpected[.spoken])
    }
  }
}

/// A step as the command line knows it.
protocol DescribedPlanStep: PlanStep {
  static var help: CommandConfiguration { get }
}

/// A subcommand that takes a step with plans, each on its own merits.
struct PlanStepCommand<Step: DescribedPlanStep>: ServerCommand {
  static var configuration: CommandConfiguration { Step.help }

  @OptionGroup var options: ServerOptions
  @OptionGroup var step: PlanStepArguments

  func run(_ client: APIClient, _ console: Console) async throws {
    let plans = try await plans(client)
    guard !plans.isEmpty else { throw Failure(.failed, Text.noPlanFits(Step.action)) }
    let outcomes = try await client.submit(all: plans.map { Step(plan: $0, comment: step.remark.comment) })
    if plans.count == 1, let problem = outcomes.first?.problem { throw problem }
    try console.show(outcomes.compactMap(\.result)) { [Text.stepped(Step.action, $0.count)] }
    let faults = zip(plans, outcomes).compactMap(Failure.Fault.init)
    if !faults.isEmpty { throw Failure(.failed, Text.refusedPlans(faults.count), faults: faults) }
  }

  private func plans(_ client: APIClient) async throws -> [PlanID] {
    guard step.plans.isEmpty else { return step.plans }
    return try await client.plans(PlanSelection(person: step.person, unit: step.unit))
      .filter { $0.status.after(Step.action) != nil }.map(\.plan)
  }
}

extension Failure.Fault {
  fileprivate init?(_ plan: PlanID, _ outcome: CommandOutcome<PlanStepResult>) {
    guard let problem = outcome.problem else { return nil }
    self.init(row: nil, field: plan.description, detail: LocalizedText(en: problem.detail, zh: problem.detail))
  }
}

extension PlanCommand {
  typealias Submit = PlanStepCommand<SubmitPlan>
  typealias TakeUp = PlanStepCommand<TakeUpPlan>
  typealias Return = PlanStepCommand<ReturnPlan>
  typealias Approve = PlanStepCommand<ApprovePlan>
  typealias Withdraw = PlanStepCommand<WithdrawPlan>
  typealias Comment = PlanStepCommand<CommentOnPlan>
}

extension SubmitPlan: DescribedPlanStep {
  static let help = CommandConfiguration(
    "submit", LocalizedText(en: "Ask for drafts to be reviewed.", zh: "提交草稿以供审核。"),
    examples: [
      "readiness plan submit --person E0042 --comment 'I would start with the workshop'",
      "readiness plan submit --unit SALES",
    ])
}

extension TakeUpPlan: DescribedPlanStep {
  static let help = CommandConfiguration(
    "take-up", LocalizedText(en: "Begin to review plans.", zh: "开始审核计划。"),
    examples: ["readiness plan take-up --unit SALES"])
}

extension ReturnPlan: DescribedPlanStep {
  static let help = CommandConfiguration(
    "return", LocalizedText(en: "Return plans to their drafts, saying what is to be changed.", zh: "退回计划并说明需要修改之处。"),
    examples: ["readiness plan return --person E0042 --comment 'Too many hours before the season'"])
}

extension ApprovePlan: DescribedPlanStep {
  static let help = CommandConfiguration(
    "approve", LocalizedText(en: "Agree to plans in review; they are active from today on.", zh: "批准审核中的计划，自今日起执行。"),
    more: LocalizedText(en: "Nobody approves their own.", zh: "不能批准本人的计划。"),
    examples: ["readiness plan approve --person E0042", "readiness plan approve --unit SALES"])
}

extension WithdrawPlan: DescribedPlanStep {
  static let help = CommandConfiguration(
    "withdraw", LocalizedText(en: "Give plans up.", zh: "撤回计划。"),
    more: LocalizedText(
      en: "What was done stays on record. An active plan is withdrawn by somebody other than its person.",
      zh: "已完成的内容予以保留。执行中的计划须由本人以外的人撤回。"),
    examples: ["readiness plan withdraw --person E0042 --comment 'On parental leave'"])
}

extension CommentOnPlan: DescribedPlanStep {
  static let help = CommandConfiguration(
    "comment", LocalizedText(en: "Say something about a plan.", zh: "对计划发表评论。"),
    examples: [
      "readiness plan comment 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --comment 'Ask Wei for the course material'"
    ])
}
