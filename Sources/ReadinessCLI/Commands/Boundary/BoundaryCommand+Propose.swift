import ArgumentParser
import Readiness
import Storage

extension BoundaryCommand {
  struct Propose: ServerCommand {
    static let configuration = CommandConfiguration(
      "propose", LocalizedText(en: "Propose a role's boundaries by the rules in force.", zh: "按现行规则为岗位生成边界建议。"),
      more: LocalizedText(
        en: "Nothing is approved by it: what is in force stays in force until a proposal is approved.",
        zh: "此操作不会批准任何内容：在建议获批之前，现行边界继续有效。"),
      examples: [
        "readiness boundary propose --role HRBP --accountable E001 --overseer E007 --explain",
        "readiness boundary propose --role HRBP --task HRBP-03 --dry-run --explain",
        "readiness boundary propose --all --dry-run",
        "readiness boundary propose --role HRBP --rationale empathy --ai-systems \"DESK COPILOT\" --disclosure",
      ])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "The role's code.", zh: "岗位编码。", value: "code"))
    var role: String?

    @Flag(help: ArgumentHelp(en: "All roles that have tasks, one after the other.", zh: "依次处理所有带有任务的岗位。"))
    var all = false

    @Option(
      name: .customLong("task"),
      help: ArgumentHelp(
        en: "A task's code; may be given more than once. Otherwise all of the role's.", zh: "任务编码，可多次指定；默认为该岗位的全部任务。",
        value: "code"))
    var tasks: [String] = []

    @Option(help: ArgumentHelp(en: "External ID of the accountable human.", zh: "负责人的外部编号。", value: "id"))
    var accountable: String?

    @Option(help: ArgumentHelp(en: "External ID of whoever oversees the AI.", zh: "监督人的外部编号。", value: "id"))
    var overseer: String?

    @Option(
      help: ArgumentHelp(
        en: "The AI quotient the overseer must hold; otherwise L2.", zh: "监督人须达到的 AI 商等级；默认 L2。", value: "level"))
    var overseerLevel: QuotientLevel?

    @OptionGroup var terms: BoundaryTermsOptions

    @Flag(help: ArgumentHelp(en: "Show each rule that fired, with its reason.", zh: "显示触发的每条规则及其理由。"))
    var explain = false

    @Flag(help: ArgumentHelp(en: "Only tell what would be proposed.", zh: "仅显示将生成的建议。"))
    var dryRun = false

    func validate() throws {
      if all == (role != nil) || all && !tasks.isEmpty { throw ValidationError(Text.oneRoleOrAll[.spoken]) }
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      var result = ProposeBoundaries.Result(proposals: [], unchanged: 0)
      for role in try await roles(client) {
        let command = ProposeBoundaries(
          role: role, tasks: tasks.isEmpty ? nil : tasks, accountable: accountable, overseer: overseer,
          overseerLevel: overseerLevel, terms: terms.edit)
        let answer = try await client.submit(command, dryRun: dryRun).value
        result.proposals += answer.proposals
        result.unchanged += answer.unchanged
      }
      guard !console.isJSON else { return try console.show(result) { _ in [] } }
      console.print(
        rows: result.proposals,
        columns: [
          Column(Text.role) { $0.role },
          Column(Text.task) { $0.task }, Column(Text.name) { $0.name[$1] },
          Column(Text.proposed) { $0.proposal.level.description },
          Column(Text.inForce) { $0.current?.description ?? "–" },
          Column(Text.needs) { row, language in
            row.proposal.requirements.map { $0.name[language] }.joined(separator: ", ")
          },
        ])
      if explain { result.proposals.forEach { explain($0, console) } }
      console.note(Text.summary(of: result))
      if dryRun { console.note(Text.dryRun) }
    }

    private func roles(_ client: APIClient) async throws -> [String] {
      if let role { return [role] }
      return try await client.get("/v1/roles", as: [ListRoles.Entry].self).value.filter { $0.tasks > 0 }.map(\.code)
    }

    private func explain(_ proposed: ProposeBoundaries.Proposed, _ console: Console) {
      console.print("")
      console.print("\(proposed.task)  \(proposed.name[console.language])  → \(proposed.proposal.level)")
      for firing in proposed.proposal.firings {
        console.print("  \(firing.rule)  \(firing.effect): \(firing.reason[console.language])")
      }
    }
  }
}
