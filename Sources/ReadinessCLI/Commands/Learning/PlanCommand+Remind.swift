import ArgumentParser
import Readiness
import Storage

extension PlanCommand {
  struct Due: ServerCommand {
    static let configuration = CommandConfiguration(
      "due",
      LocalizedText(en: "List what is due, overdue, lapsing or to be assessed again.", zh: "列出即将到期、已逾期、即将失效及需要复测的事项。"),
      examples: ["readiness plan due", "readiness plan due --unit SALES --days 60 --json"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "Only of this person.", zh: "仅该人员。", value: "id"))
    var person: String?

    @Option(help: ArgumentHelp(en: "Only of this unit and those below it.", zh: "仅该部门及其下级部门。", value: "code"))
    var unit: String?

    @Option(help: ArgumentHelp(en: "Within so many days, 0 to 366.", zh: "未来天数，0 到 366。"))
    var days = 30

    func run(_ client: APIClient, _ console: Console) async throws {
      let dues = try await client.get(
        "/v1/learning-dues", query: ["person": person, "unit": unit, "days": days], as: [LearningDue].self)
      console.show(dues, columns: LearningDue.columns)
    }
  }

  struct Remind: ServerCommand {
    static let configuration = CommandConfiguration(
      "remind",
      LocalizedText(en: "Record the reminders that are due, and tell who is to be reminded.", zh: "登记到期的提醒，并列出应提醒的人员。"),
      more: LocalizedText(
        en:
          "For a timer that mails them: of items due soon or overdue, learning that lapses, tests to be taken again. Run again "
          + "on the same day it tells none, and of the same thing again only after some days.",
        zh: "供定时发信使用：即将到期或已逾期的项目、即将失效的学习、需要复测的人员。同一天再次运行不会重复，同一事项隔若干天才再次提醒。"),
      examples: [
        "readiness plan remind --due --dry-run", "readiness plan remind --due --days 7 --output /srv/readiness/due.csv",
      ])

    @OptionGroup var options: ServerOptions

    @Flag(help: ArgumentHelp(en: "All that are due today.", zh: "今天到期的全部提醒。"))
    var due = false

    @Option(help: ArgumentHelp(en: "What is due within so many days, 0 to 366.", zh: "未来天数，0 到 366。"))
    var days = 14

    @Option(
      help: ArgumentHelp(en: "Of the same thing again after so many days, 1 to 366.", zh: "同一事项再次提醒的间隔天数，1 到 366。"))
    var again = 7

    @OptionGroup var target: ReminderOutput
    @OptionGroup var rehearsal: DryRunOption

    func validate() throws {
      if !due { throw ValidationError(Text.dueRemindersExpected[.spoken]) }
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      let result = try await client.submit(RemindLearners(days: days, again: again), dryRun: rehearsal.dryRun)
      let reminders = result.value.reminders
      try target.show(result, rows: reminders, table: Sheet(reminders), columns: Remind.columns, console)
      rehearsal.note(console)
    }

    private static let columns: [Column<RemindLearners.Reminder>] =
      LearningDue.columns.map { column in
        Column(column.title) { column.cell($0.due, $1) }
      } + [Column(Text.email) { $0.email ?? "" }]
  }
}

extension LearningDue {
  fileprivate static let columns: [Column<LearningDue>] = [
    Column(Text.day) { $0.day.description }, Column(Text.whatIsDue) { $0.kind.name[$1] },
    Column(Text.externalID) { $0.person }, Column(Text.name) { $0.name },
    Column(Text.activity) { due, language in due.activityName?[language] ?? "" },
  ]
}

extension Sheet {
  /// A row for each person and thing, for whoever writes the mails.
  fileprivate init(_ reminders: [RemindLearners.Reminder]) {
    self.init(
      header: [
        "kind", "day", "person", "name", "email", "language", "activity", "activity_en", "activity_zh",
      ],
      rows: reminders.enumerated().map { index, reminder in
        let due = reminder.due
        return Row(
          row: index + 2,
          cells: [
            due.kind.rawValue, due.day.description, due.person, due.name, reminder.email ?? "",
            reminder.language?.rawValue ?? "", due.activity ?? "", due.activityName?.en ?? "",
            due.activityName?.zh ?? "",
          ])
      })
  }
}
