import ArgumentParser
import Readiness

/// Whom a campaign is for.
struct AudienceOptions: ParsableArguments {
  @Flag(help: ArgumentHelp(en: "Everyone employed.", zh: "全体在职人员。"))
  var everyone = false

  @Option(
    help: ArgumentHelp(en: "A unit with all below it; may be repeated.", zh: "部门及其下级部门；可重复。", value: "code"))
  var unit: [String] = []

  @Option(
    help: ArgumentHelp(
      en: "A role; may be repeated. With units, those of the role in them.", zh: "岗位；可重复。与部门同用时取交集。", value: "code"))
  var role: [String] = []

  @Option(
    help: ArgumentHelp(en: "A person's external ID besides; may be repeated.", zh: "另加人员的外部编号；可重复。", value: "id"))
  var person: [String] = []

  @Option(
    help: ArgumentHelp(
      en: "A CSV or XLSX file with a column “person” of external IDs besides.", zh: "另加 CSV 或 XLSX 文件，其“person”列为外部编号。",
      value: "file"))
  var people: String?

  func audience(_ console: Console) throws -> CampaignAudience {
    CampaignAudience(
      everyone: everyone ? true : nil, units: unit.isEmpty ? nil : unit, roles: role.isEmpty ? nil : role,
      people: person.isEmpty ? nil : person, sheet: try people.map { try TableFile($0).read(ProgressBar(console)) })
  }
}

extension CampaignCommand {
  struct Open: ServerCommand {
    static let configuration = CommandConfiguration(
      "open", LocalizedText(en: "Open a campaign and invite its people.", zh: "开设测评活动并邀请人员。"),
      more: LocalizedText(
        en:
          "The audience is who is employed on the opening day. The campaign ends with its last day, in UTC, and with it "
          + "every attempt.",
        zh: "对象为开始日在职的人员。活动于最后一天（UTC）结束时截止，所有测评随之结束。"),
      examples: [
        "readiness campaign open spring --title 'Spring assessment' --title-zh 春季测评 --closes 2026-03-31 --unit SALES "
          + "--remind 7 --remind 1 --dry-run",
        "readiness campaign open all-hands --title 'All hands' --title-zh 全员测评 --opens 2026-04-01 --closes 2026-04-30 "
          + "--everyone --retake-days 0",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var campaign: CampaignArgument

    @Option(help: ArgumentHelp(en: "The English title.", zh: "英文标题。", value: "text"))
    var title: String

    @Option(help: ArgumentHelp(en: "The Chinese title.", zh: "中文标题。", value: "text"))
    var titleZh: String

    @OptionGroup var instrument: InstrumentOption

    @Option(help: ArgumentHelp(en: "The instrument's form; otherwise its first.", zh: "测评工具的试卷；默认为第一份。", value: "code"))
    var form: String?

    @Option(
      help: ArgumentHelp(
        en: "fixed: every item of the form; adaptive: chosen one by one.", zh: "fixed：试卷全部题目；adaptive：逐题自适应。"))
    var mode: DeliveryMode?

    @Option(help: ArgumentHelp(en: "The first day; otherwise today.", zh: "第一天；默认为今天。", value: "date"))
    var opens: Day?

    @Option(help: ArgumentHelp(en: "The last day.", zh: "最后一天。", value: "date"))
    var closes: Day

    @OptionGroup var audience: AudienceOptions

    @Option(
      help: ArgumentHelp(
        en: "Remind so many days before the last; may be repeated.", zh: "在最后一天之前若干天提醒；可重复。", value: "days"))
    var remind: [Int] = []

    @Option(
      help: ArgumentHelp(
        en: "How long scores count; otherwise the instrument's.", zh: "成绩有效期；默认按测评工具。", value: "months"))
    var validityMonths: Int?

    @Option(
      help: ArgumentHelp(
        en: "How long after an earlier attempt one may begin; otherwise the instrument's.", zh: "距上次测评的间隔；默认按测评工具。",
        value: "days"))
    var retakeDays: Int?

    @OptionGroup var rehearsal: DryRunOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let rules = CampaignRules(validityMonths: validityMonths, retakeDays: retakeDays)
      let command = OpenCampaign(
        code: campaign.code, title: LocalizedText(en: title, zh: titleZh), instrument: instrument.instrument,
        form: form, mode: mode, opensOn: opens, closesOn: closes, audience: try audience.audience(console),
        reminderDays: remind, rules: rules == CampaignRules() ? nil : rules)
      let opened = try await client.submit(command, dryRun: rehearsal.dryRun)
      guard !console.isJSON else { return console.print(json: opened.json) }
      console.print(Text.invitedPeople(opened.value.invited)[console.language])
      if rehearsal.dryRun { console.print(rows: opened.value.people, columns: Invitee.columns) }
      rehearsal.note(console)
    }
  }

  struct Invite: ServerCommand {
    static let configuration = CommandConfiguration(
      "invite", LocalizedText(en: "Invite more people, or withdraw invitations.", zh: "追加邀请或撤回邀请。"),
      more: LocalizedText(
        en: "Only invitations of people who have not begun can be withdrawn.", zh: "只能撤回尚未开始测评的人员的邀请。"),
      examples: [
        "readiness campaign invite spring --people joiners.csv",
        "readiness campaign invite spring --person E0042 --withdraw",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var campaign: CampaignArgument
    @OptionGroup var audience: AudienceOptions

    @Flag(help: ArgumentHelp(en: "Take their invitations back.", zh: "撤回其邀请。"))
    var withdraw = false

    @OptionGroup var rehearsal: DryRunOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = InviteToCampaign(
        campaign: campaign.code, audience: try audience.audience(console), withdraw: withdraw ? true : nil)
      let result = try await client.submit(command, dryRun: rehearsal.dryRun)
      guard !console.isJSON else { return console.print(json: result.json) }
      console.print(Text.invitations(result.value, withdrawn: withdraw)[console.language])
      if rehearsal.dryRun { console.print(rows: result.value.people, columns: Invitee.columns) }
      rehearsal.note(console)
    }
  }
}

extension Invitee {
  fileprivate static var columns: [Column<Invitee>] {
    [
      Column(Text.externalID) { $0.person }, Column(Text.name) { $0.name }, Column(Text.unit) { $0.unit ?? "" },
    ]
  }
}
