public import ArgumentParser
public import Readiness
import Storage

struct CampaignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "campaign", LocalizedText(en: "Have people take a test within some days.", zh: "组织人员在规定日期内参加测评。"),
    subcommands: [
      Open.self, List.self, Show.self, Invite.self, Accommodate.self, Extend.self, Close.self, Remind.self,
    ])

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the campaigns, newest first.", zh: "列出测评活动，最新的在前。"),
      examples: ["readiness campaign list", "readiness campaign list --json"])

    @OptionGroup var options: ServerOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      let campaigns = try await client.get("/v1/campaigns", as: [ListCampaigns.Entry].self)
      console.show(
        campaigns,
        columns: [
          Column(Text.code) { $0.campaign.code }, Column(Text.title) { $0.campaign.title[$1] },
          Column(Text.instrument) { $0.campaign.instrument },
          Column(Text.opensOn) { $0.campaign.opensOn.description },
          Column(Text.closesOn) { $0.campaign.closesOn.description },
          Column(Text.status) { Text.phase($0.campaign.phase)[$1] },
          Column(Text.invited, .trailing) { $0.invited.map(String.init) ?? "–" },
          Column(Text.finished, .trailing) { $0.finished.map(String.init) ?? "–" },
          Column(Text.yourself) { entry, language in entry.invitation.map { Text.state($0)[language] } ?? "–" },
        ])
    }
  }

  struct Extend: ServerCommand {
    static let configuration = CommandConfiguration(
      "extend", LocalizedText(en: "Give a campaign a later closing day.", zh: "将测评活动延期。"),
      more: LocalizedText(
        en: "Attempts in progress have until then, too, as far as the test's time limit allows.",
        zh: "正在进行的测评也随之延长，但不超过测评时限。"),
      examples: ["readiness campaign extend spring --closes 2026-04-10"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var campaign: CampaignArgument

    @Option(help: ArgumentHelp(en: "The new last day.", zh: "新的最后一天。", value: "date"))
    var closes: Day

    func run(_ client: APIClient, _ console: Console) async throws {
      let done = try await client.submit(ExtendCampaign(code: campaign.code, closesOn: closes))
      console.show(done) { _ in [Text.recorded] }
    }
  }

  struct Close: ServerCommand {
    static let configuration = CommandConfiguration(
      "close", LocalizedText(en: "Close a campaign now, for good.", zh: "立即关闭测评活动，且不可恢复。"),
      more: LocalizedText(
        en:
          "Attempts in progress are settled: with an answer they are scored, without one they expire. Close a campaign "
          + "after its last day, too.",
        zh: "正在进行的测评随即结算：有作答的予以评分，没有作答的作废。活动到期后也请执行关闭。"),
      examples: ["readiness campaign close spring --dry-run", "readiness campaign close spring"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var campaign: CampaignArgument
    @OptionGroup var rehearsal: DryRunOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let closed = try await client.submit(CloseCampaign(code: campaign.code), dryRun: rehearsal.dryRun)
      console.show(closed) { [Text.settled($0)] }
      rehearsal.note(console)
    }
  }

  struct Accommodate: ServerCommand {
    static let configuration = CommandConfiguration(
      "accommodate", LocalizedText(en: "Give someone invited more time.", zh: "为受邀人员延长测评时间。"),
      more: LocalizedText(
        en:
          "It holds for an attempt in progress, too. 0 percent takes it back. Who runs assessments and the person see "
          + "it, managers do not; the audit keeps how much, not why.",
        zh: "对正在进行的测评同样生效；0 表示取消。仅测评负责人和本人可见，经理不可见；审计只记录时长，不记录原因。"),
      examples: [
        "readiness campaign accommodate spring --person E0042 --extra-time 50 --reason language",
        "readiness campaign accommodate spring --person E0042 --extra-time 0",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var campaign: CampaignArgument

    @Option(help: ArgumentHelp(en: "The person's external ID.", zh: "人员的外部编号。", value: "id"))
    var person: String

    @Option(help: ArgumentHelp(en: "0 to 200, of the time limit.", zh: "时限的 0 到 200%。", value: "percent"))
    var extraTime: Int

    @Option(help: ArgumentHelp(en: "disability, language or other.", zh: "disability（残障）、language（语言）或 other（其他）。"))
    var reason: AccommodationReason?

    @Option(help: ArgumentHelp(en: "At most 500 characters.", zh: "最多 500 个字符。", value: "text"))
    var note: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let done = try await client.submit(
        AccommodatePerson(
          campaign: campaign.code, person: person, extraTimePercent: extraTime, reason: reason, note: note))
      console.show(done) { _ in [Text.recorded] }
    }
  }
}

struct CampaignArgument: ParsableArguments {
  @Argument(help: ArgumentHelp(en: "The campaign's code.", zh: "测评活动编码。"))
  var code: String
}

struct DryRunOption: ParsableArguments {
  @Flag(help: ArgumentHelp(en: "Only tell what would change.", zh: "仅显示将发生的更改。"))
  var dryRun = false

  func note(_ console: Console) {
    if dryRun { console.note(Text.dryRun) }
  }
}

extension AccommodationReason: ExpressibleByArgument {}
extension DeliveryMode: ExpressibleByArgument {}
