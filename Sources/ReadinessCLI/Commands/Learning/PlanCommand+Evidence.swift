public import ArgumentParser
public import Readiness

extension PlanItemVerdict: ExpressibleByArgument {}

/// An item of a plan, and what is said of it.
struct PlanItemArguments: ParsableArguments {
  @Argument(help: ArgumentHelp(en: "The item, as the plan shows it.", zh: "项目编号，见计划详情。", value: "id"))
  var item: PlanItemID

  @Option(help: ArgumentHelp(en: "The day it was done on; otherwise today.", zh: "完成日期；默认为今天。", value: "date"))
  var on: Day?
}

struct EvidenceOptions: ParsableArguments {
  @Option(help: ArgumentHelp(en: "What shows it.", zh: "证据说明。", value: "text"))
  var text: String?

  @Option(help: ArgumentHelp(en: "Where it can be seen.", zh: "证据链接。", value: "url"))
  var link: String?
}

extension PlanCommand {
  struct Log: ServerCommand {
    static let configuration = CommandConfiguration(
      "log", LocalizedText(en: "Log hours spent on an item of an active plan.", zh: "记录计划项目的学时。"),
      examples: ["readiness plan log 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --hours 1.5 --on 2026-09-03"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var what: PlanItemArguments

    @Option(parsing: .unconditional, help: ArgumentHelp(en: "Above 0, at most 24.", zh: "大于 0，不超过 24。"))
    var hours: Double

    @OptionGroup var evidence: EvidenceOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = AddEvidence(
        item: what.item, hours: hours, doneOn: what.on, text: evidence.text, link: evidence.link)
      console.show(try await client.submit(command)) { [Text.progress($0)] }
    }
  }

  struct Done: ServerCommand {
    static let configuration = CommandConfiguration(
      "done", LocalizedText(en: "Complete an item of an active plan.", zh: "完成计划项目。"),
      more: LocalizedText(
        en:
          "A certificate, a quiz, a work product or an observation is shown by a text or a link. With its last item the "
          + "plan is complete: take the assessment again.",
        zh: "证书、测验、工作成果或在岗观察须附文字说明或链接。最后一项完成后计划即告完成，请再次参加测评。"),
      examples: [
        "readiness plan done 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --link https://learn.example.com/certificates/42"
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var what: PlanItemArguments
    @OptionGroup var evidence: EvidenceOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = CompletePlanItem(item: what.item, doneOn: what.on, text: evidence.text, link: evidence.link)
      console.show(try await client.submit(command)) { [Text.progress($0)] }
    }
  }

  struct Override: ServerCommand {
    static let configuration = CommandConfiguration(
      "override", LocalizedText(en: "Decide about an item of somebody else's plan.", zh: "认定他人计划的项目。"),
      more: LocalizedText(
        en: "done: it counts as done. reopened: what was handed in does not do. dropped: it need not be done.",
        zh: "done：视为完成。reopened：提交的证据不足，重新开放。dropped：无需完成。"),
      examples: [
        "readiness plan override 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --verdict reopened --reason 'The link is empty'"
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var what: PlanItemArguments

    @Option(help: ArgumentHelp(en: "done, reopened or dropped.", zh: "done、reopened 或 dropped。"))
    var verdict: PlanItemVerdict

    @Option(help: ArgumentHelp(en: "Why; the person reads it.", zh: "理由；本人可见。", value: "text"))
    var reason: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = OverridePlanItem(item: what.item, verdict: verdict, reason: reason, doneOn: what.on)
      console.show(try await client.submit(command)) { [Text.progress($0)] }
    }
  }
}
