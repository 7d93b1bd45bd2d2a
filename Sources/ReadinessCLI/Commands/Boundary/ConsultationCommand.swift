import ArgumentParser
import Readiness
import Storage

struct ConsultationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "consultation",
    LocalizedText(en: "Which levels employees would want for their tasks.", zh: "员工希望其任务采用的级别。"),
    subcommands: [Open.self, Answer.self, List.self, Show.self, Close.self])

  struct Open: ServerCommand {
    static let configuration = CommandConfiguration(
      "open", LocalizedText(en: "Ask those who hold a role.", zh: "向任职人员发起意见征询。"),
      more: LocalizedText(
        en:
          "One question a task, of everyone who holds the role. The answers count once the last day is over, the round is "
          + "closed, or everyone has answered; what is wanted is told from five answers on.",
        zh: "每项任务一个问题，面向该岗位所有任职人员。截止日过后、提前关闭或全员答复后，答复才计入；达到五份答复才公开结果。"),
      examples: [
        "readiness consultation open --role HRBP --closes 2026-07-31",
        "readiness consultation open --role HRBP --task HRBP-03 --closes 2026-07-31 --dry-run",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var scope: BoundaryScope

    @Option(help: ArgumentHelp(en: "The last day for answers.", zh: "答复截止日。", value: "date"))
    var closes: Day

    @OptionGroup var rehearsal: DryRunOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = OpenConsultation(role: scope.role, tasks: scope.taskCodes, closesOn: closes)
      console.show(try await client.submit(command, dryRun: rehearsal.dryRun)) { [Text.opened($0)] }
      rehearsal.note(console)
    }
  }

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List rounds of consultation.", zh: "列出各轮意见征询。"),
      examples: ["readiness consultation list", "readiness consultation list --role HRBP --json"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "The role's code; otherwise all roles.", zh: "岗位编码；默认为全部岗位。", value: "code"))
    var role: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get("/v1/consultations", query: ["role": role], as: [ConsultationEntry].self),
        columns: [
          Column(Text.position) { "\($0.number)" }, Column(Text.role) { $0.role },
          Column(Text.status) { Text.openOrClosed($0.isOpen)[$1] }, Column(Text.closesOn) { $0.closesOn.description },
          Column(Text.questions) { "\($0.questions)" }, Column(Text.asked) { "\($0.asked)" },
          Column(Text.answered) { "\($0.answered)" },
        ])
    }
  }

  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show a round, question by question.", zh: "逐题显示一轮意见征询。"),
      examples: ["readiness consultation show 3", "readiness consultation show 3 --json"])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The round's number.", zh: "征询编号。", value: "number"))
    var number: Int

    func run(_ client: APIClient, _ console: Console) async throws {
      let answer = try await client.get("/v1/consultations/\(number)", as: FindConsultation.Answer.self)
      guard !console.isJSON else { return console.print(json: answer.json) }
      console.print(Text.state(of: answer.value.round)[console.language])
      console.print(
        rows: answer.value.questions,
        columns: [
          Column(Text.task) { $0.task }, Column(Text.name) { $0.name[$1] }, Column(Text.answered) { "\($0.answers)" },
          Column(Text.wanted) { $0.desired?.description ?? Text.notTold[$1] },
          Column(Text.feasible) { $0.feasible?.description ?? "–" },
        ])
    }
  }

  struct Close: ServerCommand {
    static let configuration = CommandConfiguration(
      "close", LocalizedText(en: "End a round before its last day.", zh: "提前结束一轮意见征询。"),
      examples: ["readiness consultation close 3"])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The round's number.", zh: "征询编号。", value: "number"))
    var number: Int

    @OptionGroup var rehearsal: DryRunOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = CloseConsultation(number: number)
      console.show(try await client.submit(command, dryRun: rehearsal.dryRun)) { _ in [Text.closedRound(number)] }
      rehearsal.note(console)
    }
  }
}
