import ArgumentParser
import Readiness
import Tables

extension CampaignCommand {
  struct Remind: ServerCommand {
    static let configuration = CommandConfiguration(
      "remind",
      LocalizedText(en: "Record the reminders that are due, and tell who is to be reminded.", zh: "登记到期的提醒，并列出应提醒的人员。"),
      more: LocalizedText(
        en:
          "For a timer that mails them. Each reminder is told once: run again on the same day, it tells none. A day on "
          + "which it did not run is made up for on the next.",
        zh: "供定时发信使用。每条提醒只列出一次：同一天再次运行不会重复。漏跑的一天会在下次补上。"),
      examples: [
        "readiness campaign remind --due --dry-run",
        "readiness campaign remind --due --output /srv/readiness/reminders.csv",
      ])

    @OptionGroup var options: ServerOptions

    @Flag(help: ArgumentHelp(en: "All that are due today.", zh: "今天到期的全部提醒。"))
    var due = false

    @Option(help: ArgumentHelp(en: "Only of this campaign.", zh: "仅此活动。", value: "code"))
    var campaign: String?

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp(en: "A CSV file for them; otherwise standard output.", zh: "输出 CSV 文件；默认为标准输出。", value: "file")
    )
    var output: String?

    @OptionGroup var rehearsal: DryRunOption

    func validate() throws {
      if !due { throw ValidationError(Text.dueRemindersExpected[.spoken]) }
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      let result = try await client.submit(RemindInvited(campaign: campaign), dryRun: rehearsal.dryRun)
      let reminders = result.value.reminders
      if let output {
        try OutputFile.write(try Remind.table(of: reminders), to: output)
        console.note(Text.written(output))
      }
      if console.isJSON {
        console.print(json: result.json)
      } else if output == nil {
        console.print(rows: reminders, columns: Remind.columns)
      }
      rehearsal.note(console)
    }

    private static func table(of reminders: [RemindInvited.Reminder]) throws -> [UInt8] {
      var writer = CSVWriter(header: [
        "campaign", "title_en", "title_zh", "closes_on", "person", "name", "email", "language", "started",
      ])
      for reminder in reminders {
        writer.append([
          .text(reminder.campaign), .text(reminder.title.en), .text(reminder.title.zh),
          .text(reminder.closesOn.description), .text(reminder.person), .text(reminder.name),
          reminder.email.map(TableValue.text) ?? .empty, (reminder.language?.rawValue).map(TableValue.text) ?? .empty,
          .text(reminder.started ? "yes" : "no"),
        ])
      }
      return try writer.drain()
    }

    private static var columns: [Column<RemindInvited.Reminder>] {
      [
        Column(Text.code) { $0.campaign }, Column(Text.closesOn) { $0.closesOn.description },
        Column(Text.externalID) { $0.person }, Column(Text.name) { $0.name }, Column(Text.email) { $0.email ?? "" },
        Column(Text.state(.started)) { Text.truth($0.started)[$1] },
      ]
    }
  }
}
