import ArgumentParser
import Readiness
import Storage

extension BoundaryCommand {
  struct Card: ServerCommand {
    static let configuration = CommandConfiguration(
      "card",
      LocalizedText(en: "Show what a role may do with each AI tool.", zh: "显示岗位的 AI 工具权限卡。"),
      more: LocalizedText(
        en: "It is derived from the boundaries in force. Whatever is not on it is forbidden.",
        zh: "权限卡由现行边界推导得出。未列出的一律禁止。"),
      examples: [
        "readiness boundary card", "readiness boundary card --role HRBP --as-of 2026-03-31",
        "readiness boundary card --role HRBP --json",
      ])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "The role's code; otherwise your own role.", zh: "岗位编码；默认为您本人的岗位。", value: "code"))
    var role: String?

    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let card = try await client.card(role: role, asOf: moment.asOf)
      guard !console.isJSON else { return console.print(json: card.json) }
      console.print(card.value)
    }
  }

  struct Acknowledge: ServerCommand {
    static let configuration = CommandConfiguration(
      "acknowledge",
      LocalizedText(en: "Say that you have read your role's boundaries.", zh: "确认您已阅读本岗位的边界。"),
      more: LocalizedText(
        en: "Shows your card, then asks; --yes answers for you.", zh: "先显示权限卡，再请您确认；--yes 则直接确认。"),
      examples: ["readiness boundary acknowledge", "readiness boundary acknowledge --yes"])

    @OptionGroup var options: ServerOptions

    @Flag(help: ArgumentHelp(en: "Do not ask.", zh: "不再询问。"))
    var yes = false

    func run(_ client: APIClient, _ console: Console) async throws {
      if console.isJSON, !yes { throw Failure(.failed, Text.jsonAsksNothing) }
      let card = try await client.card(role: nil, asOf: nil).value
      guard !card.tasks.isEmpty else { return console.note(Text.nothingThere) }
      if !yes {
        console.print(card)
        console.note(verbatim: Text.acknowledgeQuestion(card.tasks.count)[console.language], terminator: " ")
        guard ["y", "yes", "是"].contains(readLine()?.lowercased() ?? "") else {
          return console.note(Text.notAcknowledged)
        }
      }
      let answer = try await client.submit(AcknowledgeBoundaries(versions: card.tasks.map(\.version)))
      console.show(answer) { [Text.acknowledged($0)] }
    }
  }

  struct Acknowledgements: ServerCommand {
    static let configuration = CommandConfiguration(
      "acknowledgements",
      LocalizedText(en: "Show who has acknowledged the boundaries of their role.", zh: "显示各岗位边界的确认情况。"),
      examples: [
        "readiness boundary acknowledgements", "readiness boundary acknowledgements --role HRBP --as-of 2026-03-31",
      ])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "The role's code; otherwise all roles.", zh: "岗位编码；默认为全部岗位。", value: "code"))
    var role: String?

    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let answer = try await client.get(
        "/v1/acknowledgements", query: ["role": role, "as-of": moment.asOf], as: ListAcknowledgements.Answer.self)
      guard !console.isJSON else { return console.print(json: answer.json) }
      console.print(
        rows: answer.value.roles,
        columns: [
          Column(Text.role) { $0.role }, Column(Text.name) { $0.name[$1] },
          Column(Text.boundaries, .trailing) { String($0.boundaries) },
          Column(Text.people, .trailing) { Text.count($0.holders)[$1] },
          Column(Text.acknowledgedColumn, .trailing) { Text.count($0.acknowledged)[$1] },
          Column(Text.outstanding, .trailing) { Text.count($0.outstanding)[$1] },
        ])
      guard let people = answer.value.outstanding, !people.isEmpty else { return }
      console.print("")
      console.print(
        rows: people,
        columns: [
          Column(Text.person) { $0.person }, Column(Text.name) { $0.name }, Column(Text.role) { $0.role },
          Column(Text.outstanding, .trailing) { String($0.boundaries) },
        ])
    }
  }
}

extension APIClient {
  fileprivate func card(role: String?, asOf: Day?) async throws -> Answer<PermissionCard> {
    try await get("/v1/permission-card", query: ["role": role, "as-of": asOf], as: PermissionCard.self)
  }
}

extension Console {
  /// Tools × classes of data, then the tasks.
  fileprivate func print(_ card: PermissionCard) {
    print("\(card.role)  \(card.name[language])  \(card.day)")
    print(
      rows: card.tools,
      columns: [Column(Text.aiSystem) { "\($0.code)  \($0.name)" }]
        + DataClass.allCases.enumerated().map { index, data in
          Column(data.name) { tool, language in
            let cell = tool.cells[index]
            let tasks = cell.permission == .allowed ? cell.allowed : cell.withReview
            return cell.permission.name[language] + (tasks.isEmpty ? "" : " (\(tasks.joined(separator: " ")))")
          }
        })
    print("")
    print(
      rows: card.tasks,
      columns: [
        Column(Text.task) { $0.task }, Column(Text.name) { $0.name[$1] },
        Column(Text.level) { $0.level.description + ($0.exceptionUntil.map { " → \($0)" } ?? "") },
        Column(Text.aiSystem) { $0.systems.map(\.code).joined(separator: " ") },
        Column(Text.dataClass) { $0.dataClass.name[$1] },
        Column(Text.neverEnter) { $0.terms.forbiddenInputs[$1] },
      ])
    if !card.undecided.isEmpty { note(Text.undecided(card.undecided)) }
    note(Text.restIsForbidden)
  }
}
