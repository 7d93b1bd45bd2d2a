import ArgumentParser
import Readiness
import Storage

extension BoundaryCommand {
  struct WhatIf: ServerCommand {
    static let configuration = CommandConfiguration(
      "what-if",
      LocalizedText(en: "Show what would change if facts or rules were otherwise.", zh: "显示若事实或规则不同，边界会如何变化。"),
      more: LocalizedText(
        en: "Nothing is saved. Facts are those that rules ask about: data_class=restricted, overseer_level=L1, "
          + "ai_system=CODE, irreversible=yes, exposure=unknown. Without a role the whole organisation is looked at, and "
          + "what would change is told.",
        zh: "不会保存任何内容。事实即规则所问的事实：data_class=restricted、overseer_level=L1、ai_system=编码、irreversible=yes、"
          + "exposure=unknown。未指定岗位时查看整个组织，只列出会变化的边界。"),
      examples: [
        "readiness boundary what-if --role HRBP --set data_class=restricted --set overseer_level=L1 --explain",
        "readiness boundary what-if --role HRBP --task HRBP-03 --set ai_system=COPILOT",
        "readiness boundary what-if --rules boundary-rules.yaml",
      ])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "The role's code; otherwise all roles.", zh: "岗位编码；默认为全部岗位。", value: "code"))
    var role: String?

    @Option(
      name: .customLong("task"),
      help: ArgumentHelp(en: "A task's code; may be given more than once.", zh: "任务编码，可多次指定。", value: "code"))
    var tasks: [String] = []

    @Option(
      name: .customLong("set"),
      help: ArgumentHelp(
        en: "A fact as it would be; may be given more than once.", zh: "假设的事实，可多次指定。", value: "fact=value"))
    var suppositions: [String] = []

    @Option(help: ArgumentHelp(en: "A rule file that would be in force.", zh: "假设生效的规则文件。", value: "file"))
    var rules: String?

    @Flag(help: ArgumentHelp(en: "Show which rules would fire, and which no longer.", zh: "显示哪些规则会触发、哪些不再触发。"))
    var explain = false

    func run(_ client: APIClient, _ console: Console) async throws {
      let query = Storage.WhatIf(
        role: role, tasks: tasks.isEmpty ? nil : tasks, set: suppositions,
        ruleSet: try rules.map { try RuleFile($0).ruleSet() })
      let answer = try await client.ask("/v1/boundaries/what-if", query, as: WhatIfAnswer.self)
      guard !console.isJSON else { return console.print(json: answer.json) }
      console.print(
        rows: answer.value.outcomes,
        columns: [
          Column(Text.role) { $0.role }, Column(Text.task) { $0.task }, Column(Text.name) { $0.name[$1] },
          Column(Text.inForce) { $0.inForce?.description ?? "–" }, Column(Text.now) { $0.now.level.description },
          Column(Text.then) { $0.changes ? $0.then.level.description : "=" },
          Column(Text.needs) { row, language in
            (row.then.isBlocked
              ? [Text.blocked[language]]
              : []
                + row.then.requirements.map { $0.name[language] }).joined(separator: ", ")
          },
        ])
      if explain { answer.value.outcomes.filter(\.changes).forEach { explain($0, console) } }
      console.note(Text.summary(of: answer.value))
    }

    private func explain(_ outcome: WhatIfOutcome, _ console: Console) {
      console.print("")
      console.print("\(outcome.task)  \(outcome.name[console.language])  \(outcome.now.level) → \(outcome.then.level)")
      for (mark, firings) in [("+", outcome.starts), ("−", outcome.stops)] {
        for firing in firings {
          console.print("  \(mark) \(firing.rule)  \(firing.effect): \(firing.reason[console.language])")
        }
      }
    }
  }
}
