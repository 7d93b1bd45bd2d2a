public import ArgumentParser
public import Readiness
public import Storage

extension PriorLearningOutcome: ExpressibleByArgument {}
extension ListPriorLearning.Filter: ExpressibleByArgument {}

struct LearningCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "learning", LocalizedText(en: "What people have learnt elsewhere, and its review.", zh: "既往学习的申报与审核。"),
    subcommands: [File.self, List.self, Review.self])

  struct File: ServerCommand {
    static let configuration = CommandConfiguration(
      "file", LocalizedText(en: "Say what you have learnt elsewhere.", zh: "申报您的既往学习。"),
      more: LocalizedText(
        en: "Your manager or HR reviews it. Accepted, it counts as the activity, for as long as the activity is valid.",
        zh: "由您的上级或人力资源部门审核。认可后视同完成该活动，有效期与活动相同。"),
      examples: [
        "readiness learning file PROMPT-LAB --learnt-on 2026-03-14 --text \"Course at my last employer\" "
          + "--link https://example.com/certificate"
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var rehearsal: DryRunOption

    @Argument(help: ArgumentHelp(en: "The code of the activity that it stands for.", zh: "对应的活动编码。", value: "code"))
    var activity: String

    @Option(help: ArgumentHelp(en: "When you learnt it.", zh: "学习日期。", value: "date"))
    var learntOn: Day

    @Option(help: ArgumentHelp(en: "What shows it, up to 4,000 characters.", zh: "证明材料说明，最多 4,000 个字符。"))
    var text: String

    @Option(help: ArgumentHelp(en: "A link to it.", zh: "证明材料链接。", value: "url"))
    var link: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = FilePriorLearning(activity: activity, learntOn: learntOn, text: text, link: link)
      let filed = try await client.submit(command, dryRun: rehearsal.dryRun)
      console.show(filed) { [Text.filedLearning($0.claim)] }
      rehearsal.note(console)
    }
  }

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List prior learning within your reach.", zh: "列出您权限范围内的既往学习申报。"),
      examples: ["readiness learning list", "readiness learning list --filter all --person E0042 --json"])

    @OptionGroup var options: ServerOptions

    @Option(
      help: ArgumentHelp(
        en: "open, counting (accepted and not lapsed) or all.", zh: "open（待审核）、counting（有效）或 all（全部）。"))
    var filter = ListPriorLearning.Filter.open

    @Option(help: ArgumentHelp(en: "Only of this person.", zh: "仅该人员。", value: "id"))
    var person: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      var claims: [ListPriorLearning.Entry] = []
      let limit = 5_000
      repeat {
        let page = try await client.get(
          "/v1/prior-learning",
          query: ["filter": filter.rawValue, "person": person, "after": claims.last?.claim, "limit": limit],
          as: [ListPriorLearning.Entry].self)
        claims += page.value
        if page.value.count < limit { break }
      } while true
      try console.show(claims, columns: List.columns)
    }

    private static let columns: [Column<ListPriorLearning.Entry>] = [
      Column(Text.identity) { $0.claim.description }, Column(Text.externalID) { $0.person },
      Column(Text.name) { $0.name }, Column(Text.activity) { $0.activity },
      Column(Text.learntOn) { $0.learntOn.description }, Column(Text.outcome) { Text.outcome($0.outcome)[$1] },
      Column(Text.expires) { $0.expiresOn?.description ?? "" }, Column(Text.grounds) { Text.shortened($0.text) },
      Column(Text.link) { $0.link ?? "" },
    ]
  }

  struct Review: ServerCommand {
    static let configuration = CommandConfiguration(
      "review", LocalizedText(en: "Accept or reject prior learning.", zh: "审核既往学习申报。"),
      more: LocalizedText(
        en: "Never your own. What is accepted credits open items of the person's plans.",
        zh: "不能审核本人的申报。认可后，其计划中尚未完成的相应项目记为已认可。"),
      examples: [
        "readiness learning review 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --outcome accepted",
        "readiness learning review 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --outcome rejected "
          + "--reason \"The certificate is of another course\"",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var rehearsal: DryRunOption

    @Argument(help: ArgumentHelp(en: "The prior learning, as the list shows it.", zh: "申报编号，见列表。", value: "id"))
    var claim: PriorLearningID

    @Option(help: ArgumentHelp(en: "accepted or rejected.", zh: "accepted（认可）或 rejected（不认可）。"))
    var outcome: PriorLearningOutcome

    @Option(help: ArgumentHelp(en: "Why; whoever filed it reads it.", zh: "理由；申报人可见。", value: "text"))
    var reason: String?

    @Option(help: ArgumentHelp(en: "When it was learnt, if not as filed.", zh: "更正后的学习日期。", value: "date"))
    var learntOn: Day?

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = ReviewPriorLearning(claim: claim, outcome: outcome, reason: reason, learntOn: learntOn)
      let reviewed = try await client.submit(command, dryRun: rehearsal.dryRun)
      console.show(reviewed) { [Text.reviewed(outcome, $0)] }
      rehearsal.note(console)
    }
  }
}
