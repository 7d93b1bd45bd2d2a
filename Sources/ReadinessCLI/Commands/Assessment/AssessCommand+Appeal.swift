public import ArgumentParser
public import Readiness
import Storage

extension AppealOutcome: ExpressibleByArgument {}

extension AssessCommand {
  struct Appeal: ParsableCommand {
    static let configuration = CommandConfiguration(
      "appeal", LocalizedText(en: "Object to a score, and decide about objections.", zh: "对成绩提出申诉并处理申诉。"),
      subcommands: [File.self, Decide.self, List.self])
  }
}

extension AssessCommand.Appeal {
  struct File: ServerCommand {
    static let configuration = CommandConfiguration(
      "file", LocalizedText(en: "Object to a score of yours.", zh: "对您本人的成绩提出申诉。"),
      more: LocalizedText(
        en: "Within 60 days of the score. Somebody who did not rate your answers decides, and tells you why.",
        zh: "须在成绩生效后 60 天内提出。由未参与评分的人处理，并说明理由。"),
      examples: [
        "readiness assess appeal file \"The connection broke twice\"",
        "readiness assess appeal file \"Item DIR-25 was misread\" --attempt 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77",
      ])

    @OptionGroup var options: ServerOptions

    @Argument(
      help: ArgumentHelp(en: "What you object to, up to 4,000 characters.", zh: "申诉理由，最多 4,000 个字符。", value: "text"))
    var grounds: String

    @Option(
      help: ArgumentHelp(
        en: "The attempt; otherwise that of your current score.", zh: "测评记录；默认为您当前成绩所属的测评。", value: "id"))
    var attempt: AttemptID?

    @Flag(help: ArgumentHelp(en: "Only tell whether it would be taken.", zh: "仅检查是否会被接受。"))
    var dryRun = false

    func run(_ client: APIClient, _ console: Console) async throws {
      let own = try await attempt == nil ? client.ownAttempt() : attempt
      guard let own else { throw Failure(.failed, Text.nothingToAppeal) }
      let filed = try await client.submit(FileAppeal(attempt: own, grounds: grounds), dryRun: dryRun)
      console.show(filed) { [Text.filed($0.appeal)] }
      if dryRun { console.note(Text.dryRun) }
    }
  }

  struct Decide: ServerCommand {
    static let configuration = CommandConfiguration(
      "decide", LocalizedText(en: "Decide an appeal.", zh: "处理申诉。"),
      more: LocalizedText(
        en: "dismissed: the score stands. void: the attempt is set aside, and its scores count nowhere from today on. "
          + "rescore: it is scored anew. extra-attempt: the next attempt need not wait. The decision is final and logged.",
        zh: "dismissed：驳回，成绩维持。void：测评作废，自今日起成绩不再计入任何统计。rescore：重新评分。extra-attempt：可立即加测。决定一经作出即记录在案，不可更改。"),
      examples: [
        "readiness assess appeal decide 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --outcome extra-attempt "
          + "--reason \"The server was down\""
      ])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The appeal, as the list shows it.", zh: "申诉编号，见申诉列表。", value: "id"))
    var appeal: AppealID

    @Option(
      help: ArgumentHelp(
        en: "dismissed, void, rescore or extra-attempt.", zh: "dismissed、void、rescore 或 extra-attempt。",
        value: "outcome"))
    var outcome: AppealOutcome

    @Option(help: ArgumentHelp(en: "Why; the appellant reads it.", zh: "理由；申诉人可见。", value: "text"))
    var reason: String

    @Flag(help: ArgumentHelp(en: "Only tell what would come of it.", zh: "仅显示处理结果，不做更改。"))
    var dryRun = false

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = DecideAppeal(appeal: appeal, outcome: outcome, reason: reason)
      console.show(try await client.submit(command, dryRun: dryRun)) { Text.decided(outcome, $0) }
      if dryRun { console.note(Text.dryRun) }
    }
  }

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List your appeals; everyone's, for those who decide.", zh: "列出您的申诉；处理人可见全部申诉。"),
      examples: ["readiness assess appeal list", "readiness assess appeal list --json"])

    @OptionGroup var options: ServerOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get("/v1/appeals", as: [ListAppeals.Entry].self),
        columns: [
          Column(Text.identity) { $0.appeal.description }, Column(Text.person) { $0.person },
          Column(Text.instrument) { $0.instrument }, Column(Text.filedOn) { $0.filedOn.description },
          Column(Text.outcome) { ($0.outcome?.name ?? Text.openAppeal)[$1] },
          Column(Text.decidedOn) { $0.decidedOn?.description ?? "–" },
          Column(Text.grounds) { Text.shortened($0.grounds) }, Column(Text.reason) { Text.shortened($0.reason ?? "") },
        ])
    }
  }
}

extension APIClient {
  /// The attempt of the caller's current overall score; nil: there is none.
  fileprivate func ownAttempt() async throws -> AttemptID? {
    guard let person = try await get("/v1/whoami", as: WhoAmI.Answer.self).value.person else { return nil }
    return try await get("/v1/scores", query: ["person": person], as: [ListScores.Entry].self).value
      .first { $0.domain == "overall" }?.attempt
  }
}
