import ArgumentParser
import Readiness

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

    @OptionGroup var target: ReminderOutput
    @OptionGroup var rehearsal: DryRunOption

    func validate() throws {
      if !due { throw ValidationError(Text.dueRemindersExpected[.spoken]) }
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      let result = try await client.submit(RemindInvited(campaign: campaign), dryRun: rehearsal.dryRun)
      let reminders = result.value.reminders
      try target.show(
        result, rows: reminders, table: Remind.table(of: reminders), columns: Remind.columns, console)
      rehearsal.note(console)
    }

    private static func table(of reminders: [RemindInvited.Reminder]) -> Sheet {
      Sheet(
        header: ["campaign", "title_en", "title_zh", "closes_on", "person", "name", "email", "language", "started"],
        rows: reminders.enumerated().map { index, reminder in
          Sheet.Row(
            row: index + 2,
            cells: [
              reminder.campaign, reminder.title.en, reminder.title.zh, reminder.closesOn.description, reminder.person,
              reminder.name, reminder.email ?? "", reminder.language?.rawValue ?? "", reminder.started ? "yes" : "no",
            ])
        })
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
