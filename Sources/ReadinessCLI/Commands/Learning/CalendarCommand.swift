public import ArgumentParser
public import Readiness
import Storage

extension CalendarReach: ExpressibleByArgument {}

struct CalendarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "calendar", LocalizedText(en: "Plans in a calendar program, at a secret address.", zh: "通过保密地址在日历程序中查看学习计划。"),
    subcommands: [Create.self, List.self, Revoke.self])

  struct Create: ServerCommand {
    static let configuration = CommandConfiguration(
      "create",
      LocalizedText(en: "Make a secret address for a calendar program to subscribe to.", zh: "新建供日历程序订阅的保密地址。"),
      more: LocalizedText(
        en:
          "Whoever has the address reads the calendar: hand it to nobody, and revoke it when it is no longer used. A team's "
          + "calendar shows names and activities, no scores, of those who report to you whenever it is read.",
        zh: "知道地址的人即可查看日历：请勿转交他人，不再使用时请吊销。团队日历仅显示读取时您下属的姓名和活动，不显示成绩。"),
      examples: ["readiness calendar create", "readiness calendar create --reach team --calendar-language zh"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "own, or team for managers.", zh: "own（本人）或 team（团队，供经理使用）。"))
    var reach = CalendarReach.own

    @Option(help: ArgumentHelp(en: "The calendar's language, en or zh; otherwise yours.", zh: "日历语言：en 或 zh；默认为您的语言。"))
    var calendarLanguage: Language?

    struct Report: Encodable {
      var id: CalendarFeedID
      var address: String
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      let language = calendarLanguage ?? console.language
      let made = try await client.submit(CreateCalendarFeed(reach: reach, language: language)).value
      let address = client.access.server.url(made.path)
      try console.show(Report(id: made.id, address: address)) { [LocalizedText(en: $0.address, zh: $0.address)] }
      console.note(Text.calendarMade(made.id))
    }
  }

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List your calendars in force; an owner sees all.", zh: "列出您的有效日历；所有者可查看全部。"),
      examples: ["readiness calendar list", "readiness calendar list --json"])

    @OptionGroup var options: ServerOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get("/v1/calendars", as: [ListCalendarFeeds.Entry].self),
        columns: [
          Column(Text.identity) { $0.id.description }, Column(Text.account) { $0.account },
          Column(Text.calendarReach) { $0.reach.name[$1] }, Column(Text.calendarLanguage) { $0.language.tag },
          Column(Text.created) { Text.instant($0.createdAt) },
        ])
    }
  }

  struct Revoke: ServerCommand {
    static let configuration = CommandConfiguration(
      "revoke", LocalizedText(en: "End a calendar's address at once.", zh: "立即吊销日历地址。"),
      examples: ["readiness calendar revoke 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77"])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The calendar, as the list shows it.", zh: "日历编号，见列表。", value: "id"))
    var id: CalendarFeedID

    func run(_ client: APIClient, _ console: Console) async throws {
      let done = try await client.submit(RevokeCalendarFeed(id: id))
      console.show(done) { _ in [Text.calendarRevoked] }
    }
  }
}
