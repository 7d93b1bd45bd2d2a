public import ArgumentParser
public import Readiness
import Storage

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "plan", LocalizedText(en: "Plan how people close their gaps, agree upon it, and follow it.", zh: "制定、审核并跟进培训计划。"),
    subcommands: [
      Gaps.self, Generate.self, FromTemplate.self, Replan.self, List.self, Show.self, Submit.self, TakeUp.self,
      Return.self, Approve.self, Withdraw.self, Comment.self, Log.self, Done.self, Override.self, Import.self,
      Export.self, Due.self, Remind.self,
    ])

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the plans within your reach.", zh: "列出您权限范围内的培训计划。"),
      examples: ["readiness plan list --unit SALES", "readiness plan list --status waiting_for_review --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var filter: PlanFilter

    func run(_ client: APIClient, _ console: Console) async throws {
      let plans = try await client.plans(filter.selection)
      try console.show(
        plans,
        columns: [
          Column(Text.identity) { $0.plan.description }, Column(Text.externalID) { $0.person },
          Column(Text.name) { $0.name }, Column(Text.status) { Text.planStatus($0)[$1] },
          Column(Text.from) { $0.startsOn.description }, Column(Text.dueOn) { $0.dueOn.description },
          Column(Text.itemsDone, .trailing) { "\($0.done)/\($0.items)" },
          Column(Text.overdue, .trailing) { $0.overdue == 0 ? "" : "\($0.overdue)" },
          Column(Text.hours, .trailing) { Text.amount($0.hours) }, Column(Text.cost, .trailing) { "\($0.cost)" },
        ])
    }
  }

  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show a plan: items, gaps, history and evidence.", zh: "显示培训计划的项目、差距、历史和证据。"),
      examples: [
        "readiness plan show --person E0042", "readiness plan show 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --json",
      ])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The plan, as the list shows it.", zh: "计划编号，见计划列表。", value: "id"))
    var plan: PlanID?

    @Option(help: ArgumentHelp(en: "The latest plan of this person.", zh: "该人员最近的计划。", value: "id"))
    var person: String?

    func validate() throws {
      if (plan == nil) == (person == nil) { throw ValidationError(Text.planOrPersonExpected[.spoken]) }
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      let id = try await plan == nil ? client.plans(PlanSelection(person: person)).last?.plan : plan
      guard let id else { throw Failure(.failed, Text.noPlan(person ?? "")) }
      let found = try await client.get("/v1/plans/\(id)", as: FindPlan.Answer.self)
      guard !console.isJSON else { return console.print(json: found.json) }
      show(found.value, console)
    }

    private func show(_ answer: FindPlan.Answer, _ console: Console) {
      for line in Text.lines(of: answer) { console.print(line[console.language]) }
      console.print(rows: answer.items, columns: PlanItemEntry.columns)
      let open = answer.gaps.filter { $0.reason != nil }
      for gap in open { console.print(Text.openGap(gap)[console.language]) }
      for event in answer.history { console.print(Text.event(event)[console.language]) }
      for entry in answer.evidence { console.print(Text.evidence(entry, of: answer)[console.language]) }
      for domain in answer.outcome?.lifted ?? [] { console.print(Text.outcome(domain)[console.language]) }
    }
  }
}

/// Which plans are meant.
struct PlanFilter: ParsableArguments {
  @Option(help: ArgumentHelp(en: "Only of this person.", zh: "仅该人员。", value: "id"))
  var person: String?

  @Option(help: ArgumentHelp(en: "Only of this unit and those below it.", zh: "仅该部门及其下级部门。", value: "code"))
  var unit: String?

  @Option(
    help: ArgumentHelp(
      en: "draft, waiting_for_review, in_review, active, complete or withdrawn; otherwise all but withdrawn ones.",
      zh: "draft、waiting_for_review、in_review、active、complete 或 withdrawn；默认为除已撤回外的全部。"))
  var status: PlanStatus?

  var selection: PlanSelection { PlanSelection(person: person, unit: unit, status: status) }
}

extension PlanItemEntry {
  static var columns: [Column<PlanItemEntry>] {
    [
      Column(Text.position, .trailing) { "\($0.ordinal)" }, Column(Text.identity) { $0.id.description },
      Column(Text.code) { $0.activity }, Column(Text.name) { $0.name[$1] },
      Column(Text.status) { $0.status.name[$1] }, Column(Text.from) { $0.startsOn.description },
      Column(Text.dueOn) { $0.dueOn.description }, Column(Text.hours, .trailing) { Text.amount($0.hours) },
      Column(Text.logged, .trailing) { Text.amount($0.hoursLogged) }, Column(Text.cost, .trailing) { "\($0.cost)" },
      Column(Text.reason) { $0.reason[$1] },
    ]
  }
}

extension APIClient {
  /// All plans of a selection, in the order in which they were made.
  func plans(_ selection: PlanSelection) async throws -> [ListPlans.Entry] {
    try await all(ListPlans.Entry.self, "/v1/plans", of: selection, by: \.plan)
  }

  /// All that a path tells of a selection of plans, asked for page by page.
  ///
  /// - Parameter id: by which the next page is asked for.
  func all<Entry: Decodable & Sendable, Kind>(
    _ type: Entry.Type, _ path: String, of selection: PlanSelection, by id: (Entry) -> Identifier<Kind>
  ) async throws -> [Entry] {
    let limit = 5_000
    var entries: [Entry] = []
    var after: Identifier<Kind>?
    repeat {
      let page = try await get(
        path,
        query: [
          "person": selection.person, "unit": selection.unit, "status": selection.status?.rawValue, "after": after,
          "limit": limit,
        ], as: [Entry].self
      ).value
      entries += page
      after = page.count == limit ? page.last.map(id) : nil
    } while after != nil
    return entries
  }
}

extension PlanStatus: ExpressibleByArgument {}
