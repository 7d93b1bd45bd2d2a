import ArgumentParser
import Readiness
import Storage

extension ActivityCommand {
  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show one activity, and what is known of its effect.", zh: "显示一项学习活动及其效果。"),
      more: LocalizedText(
        en:
          "Beside what it is said to lift stands how the scores of those changed who were measured before and after it: "
          + "from five people on, and with other causes in it, too.",
        zh: "除声明的提升外，还列出参加前后均有测评者的成绩变化：满五人才显示，且变化可能另有原因。"),
      examples: ["readiness activity show PROMPT-LAB", "readiness activity show PROMPT-LAB --json"])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The activity's code.", zh: "活动编码。"))
    var code: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let found = try await client.get("/v1/activities/\(escapedForURL(code))", as: FindActivity.Answer.self)
      guard !console.isJSON else { return console.print(json: found.json) }
      let activity = found.value.activity
      console.print("\(activity.code)  \(activity.name[console.language])".printable)
      for line in Text.lines(of: found.value) { console.print(line[console.language].printable) }
      console.print(rows: activity.lifts.map { lift in Row(lift, found.value.measured) }, columns: Row.columns)
    }
  }

  /// A domain that an activity lifts, with what was measured.
  private struct Row {
    let lift: Activity.Lift
    let measured: MeasuredEffect?

    init(_ lift: Activity.Lift, _ effects: [MeasuredEffect]) {
      self.lift = lift
      measured = effects.first { $0.domain == lift.domain }
    }

    static let columns: [Column<Row>] = [
      Column(Text.domain) { $0.lift.domain.name[$1] },
      Column(Text.from) { $0.lift.from.description }, Column(Text.to) { $0.lift.to.description },
      Column(Text.measuredPeople, .trailing) { row, language in
        row.measured?.people.map(String.init) ?? Text.fewerThanFive[language]
      },
      Column(Text.measuredLevels, .trailing) { $0.measured?.levels.map(Text.signed) ?? "" },
      Column(Text.measuredTheta, .trailing) { $0.measured?.theta.map(Text.signed) ?? "" },
    ]
  }
}
