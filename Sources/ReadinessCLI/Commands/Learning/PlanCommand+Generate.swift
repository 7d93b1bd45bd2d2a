import ArgumentParser
import Readiness

/// Within which days and with what plans are made.
struct PlanningOptions: ParsableArguments {
  @OptionGroup var scope: PlanningScopeOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(en: "What may be spent in all; otherwise any.", zh: "总预算；默认不限。", value: "amount"))
  var budget: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(en: "Working hours a week for learning.", zh: "每周学习工时。", value: "hours"))
  var weeklyHours: Double

  @Option(help: ArgumentHelp(en: "The first day; otherwise today.", zh: "第一天；默认为今天。", value: "date"))
  var from: Day?

  @Option(help: ArgumentHelp(en: "The last day.", zh: "最后一天。", value: "date"))
  var due: Day

  @Flag(
    help: ArgumentHelp(en: "Tell each choice and each gap that stays open, with its reason.", zh: "显示每项选择和未消除的差距及其理由。"))
  var explain = false

  @OptionGroup var rehearsal: DryRunOption

  var terms: PlanningTerms {
    PlanningTerms(
      person: scope.person, unit: scope.unit, budget: budget, weeklyHours: weeklyHours, startsOn: from, dueOn: due)
  }

  func show(_ answer: Answer<PlanningAnswer>, _ console: Console) {
    guard !console.isJSON else { return console.print(json: answer.json) }
    console.print(rows: answer.value.people, columns: PlanningAnswer.PlannedPerson.columns)
    for person in answer.value.people {
      for line in Text.explanation(of: person) { console.print(line[console.language]) }
    }
    for line in Text.summary(of: answer.value) { console.print(line[console.language]) }
    rehearsal.note(console)
  }
}

extension PlanCommand {
  struct Generate: ServerCommand {
    static let configuration = CommandConfiguration(
      "generate", LocalizedText(en: "Plan how people close their gaps, as drafts.", zh: "生成消除差距的培训计划草稿。"),
      more: LocalizedText(
        en:
          "For one person, or for a whole unit with shared money and seats. An earlier draft is replaced; a plan that is "
          + "being reviewed or done stays as it is.",
        zh: "可为一人生成，也可为整个部门在共享预算和名额内生成。原有草稿会被替换；审核中或执行中的计划保持不变。"),
      examples: [
        "readiness plan generate --person E0042 --weekly-hours 3 --due 2026-12-31 --explain --dry-run",
        "readiness plan generate --unit SALES --budget 20000 --weekly-hours 3 --from 2026-09-01 --due 2026-12-31",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var planning: PlanningOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = GeneratePlans(terms: planning.terms, explain: planning.explain ? true : nil)
      planning.show(try await client.submit(command, dryRun: planning.rehearsal.dryRun), console)
    }
  }

  struct Replan: ServerCommand {
    static let configuration = CommandConfiguration(
      "replan", LocalizedText(en: "Plan the rest of active plans anew.", zh: "重新规划执行中计划的剩余部分。"),
      more: LocalizedText(
        en:
          "What is under way or done is kept; what was not begun is dropped for the new items. Nobody replans their own.",
        zh: "进行中和已完成的项目保留；未开始的项目由新项目替代。不能重新规划本人的计划。"),
      examples: [
        "readiness plan replan --person E0042 --weekly-hours 2 --due 2027-03-31 --comment 'Part time from October'",
        "readiness plan replan --unit SALES --budget 5000 --weekly-hours 3 --due 2026-12-31 --explain --dry-run",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var planning: PlanningOptions
    @OptionGroup var remark: CommentOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = ReplanPlans(
        terms: planning.terms, explain: planning.explain ? true : nil, comment: remark.comment)
      planning.show(try await client.submit(command, dryRun: planning.rehearsal.dryRun), console)
    }
  }
}

struct CommentOption: ParsableArguments {
  @Option(help: ArgumentHelp(en: "Kept in the plan's history.", zh: "记入计划历史。", value: "text"))
  var comment: String?
}

extension PlanningAnswer.PlannedPerson {
  fileprivate static var columns: [Column<PlanningAnswer.PlannedPerson>] {
    [
      Column(Text.externalID) { $0.person }, Column(Text.name) { $0.name },
      Column(Text.identity) { $0.plan?.description ?? "–" }, Column(Text.planItems, .trailing) { "\($0.items)" },
      Column(Text.hours, .trailing) { Text.amount($0.hours) }, Column(Text.cost, .trailing) { "\($0.cost)" },
      Column(Text.endsOn) { $0.endsOn?.description ?? "–" }, Column(Text.openGaps, .trailing) { "\($0.openGaps)" },
    ]
  }
}
