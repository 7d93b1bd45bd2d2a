public import ArgumentParser
import Readiness
public import Storage

extension ListBoundaryReviews.Filter: ExpressibleByArgument {}

extension BoundaryCommand {
  struct Reviews: ServerCommand {
    static let configuration = CommandConfiguration(
      "reviews", LocalizedText(en: "List boundaries that are to be looked at again, and why.", zh: "列出须重新审视的边界及其原因。"),
      more: LocalizedText(
        en:
          "A review is closed by the next decision: approve a new proposal, or confirm the boundary. Closed ones include "
          + "what the rules tightened by themselves.",
        zh: "下一次决定会关闭审视：批准新的建议，或确认维持原边界。已关闭的条目包括规则自动收紧的边界。"),
      examples: ["readiness boundary reviews --role HRBP", "readiness boundary reviews --filter closed --json"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "open or closed.", zh: "open（待审视）或 closed（已关闭）。"))
    var filter = ListBoundaryReviews.Filter.open

    @Option(help: ArgumentHelp(en: "The role's code; otherwise all roles.", zh: "岗位编码；默认为全部岗位。", value: "code"))
    var role: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let reviews = try await client.get(
        "/v1/boundary-reviews", query: ["filter": filter.rawValue, "role": role, "limit": 1_000],
        as: [ListBoundaryReviews.Entry].self)
      console.show(
        reviews,
        columns: [
          Column(Text.role) { $0.role }, Column(Text.task) { $0.task },
          Column(Text.inForce) { $0.level?.description ?? "–" },
          Column(Text.proposed) { $0.proposedLevel.description }, Column(Text.cause) { $0.cause.name[$1] },
          Column(Text.reason) { $0.reason[$1] }, Column(Text.since) { $0.openedOn.description },
          Column(Text.until) { $0.closedOn?.description ?? "–" },
        ])
    }
  }

  struct Confirm: ServerCommand {
    static let configuration = CommandConfiguration(
      "confirm", LocalizedText(en: "Keep boundaries as they are after looking at them.", zh: "审视后维持边界不变。"),
      more: LocalizedText(
        en:
          "They stay in force at their level, on today's facts, until a new review date, and their reviews are closed. "
          + "Without --task: all of the role's that are in review or overdue.",
        zh: "边界按今天的事实维持原级别，确定新的复核日，并关闭相应的审视。未指定 --task 时，包括该岗位所有待审视或逾期的边界。"),
      examples: ["readiness boundary confirm --role HRBP --task HRBP-03 --note \"The new model passed our tests\""])

    @OptionGroup var options: ServerOptions
    @OptionGroup var scope: BoundaryScope

    @Option(help: ArgumentHelp(en: "Why they stay as they are.", zh: "维持不变的理由。", value: "text"))
    var note: String

    @OptionGroup var rehearsal: DryRunOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = ConfirmBoundaries(role: scope.role, tasks: scope.taskCodes, note: note)
      console.show(try await client.submit(command, dryRun: rehearsal.dryRun)) { [Text.confirmed($0.confirmed)] }
      rehearsal.note(console)
    }
  }

  struct Reevaluate: ServerCommand {
    static let configuration = CommandConfiguration(
      "reevaluate", LocalizedText(en: "Evaluate all boundaries in force again.", zh: "重新评估所有现行边界。"),
      more: LocalizedText(
        en:
          "For what changes because a day has passed: a score lapses, somebody leaves, a consultation closes. The server "
          + "does so by itself when it starts and after each midnight UTC; a timer may do it where no server runs at that "
          + "time. Run again, it changes nothing.",
        zh: "用于处理随日期变化的事实：成绩失效、人员离职、征询结束。服务器在启动时及每日 UTC 零点后自动执行；"
          + "若届时服务器未运行，可由定时任务执行。重复执行不会产生更改。"),
      examples: ["readiness boundary reevaluate --dry-run", "readiness boundary reevaluate --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var rehearsal: DryRunOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let answer = try await client.submit(ReevaluateBoundaries(), dryRun: rehearsal.dryRun)
      guard !console.isJSON else { return console.print(json: answer.json) }
      if !answer.value.tightened.isEmpty {
        console.print(
          rows: answer.value.tightened,
          columns: [
            Column(Text.role) { $0.role }, Column(Text.task) { $0.task }, Column(Text.from) { $0.from.description },
            Column(Text.to) { $0.to.description }, Column(Text.cause) { $0.cause.name[$1] },
            Column(Text.reason) { $0.reason[$1] },
          ])
      }
      console.print(Text.summary(of: answer.value)[console.language])
      rehearsal.note(console)
    }
  }
}
