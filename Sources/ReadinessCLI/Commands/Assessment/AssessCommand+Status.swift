import ArgumentParser
import FoundationEssentials
import Readiness
import Storage

extension AssessCommand {
  struct Status: ServerCommand {
    static let configuration = CommandConfiguration(
      "status",
      LocalizedText(
        en: "Show what is to be taken, what is begun, and how long scores count.", zh: "显示待参加、进行中的测评及成绩有效期。"),
      examples: ["readiness assess status", "readiness assess status --person E007 --json"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "External ID; otherwise yourself.", zh: "外部编号；默认为本人。", value: "id"))
    var person: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let status = try await client.get(
        "/v1/assessment-status", query: ["person": person], as: FindAssessmentStatus.Answer.self)
      guard !console.isJSON else { return console.print(json: status.json) }
      console.print("\(status.value.person)  \(status.value.name)".printable)
      let (campaigns, attempts, scores) = (status.value.campaigns, status.value.attempts, status.value.scores)
      let now = Date.now
      print(Text.toTake, campaigns, Status.campaignColumns, console)
      print(Text.inProgress, attempts, Status.attemptColumns(at: now), console)
      print(Text.scores, scores, Status.scoreColumns, console)
      if campaigns.isEmpty, attempts.isEmpty, scores.isEmpty { console.note(Text.nothingThere) }
      if let plan = status.value.reassessment { console.note(Text.assessAgain(since: plan.completedOn)) }
    }

    private func print<Row>(_ title: LocalizedText, _ rows: [Row], _ columns: [Column<Row>], _ console: Console) {
      guard !rows.isEmpty else { return }
      console.print("\n\(title[console.language])")
      console.print(rows: rows, columns: columns)
    }

    private static var campaignColumns: [Column<FindAssessmentStatus.Invitation>] {
      [
        Column(Text.code) { $0.campaign.code }, Column(Text.title) { $0.campaign.title[$1] },
        Column(Text.opensOn) { $0.campaign.opensOn.description },
        Column(Text.closesOn) { $0.campaign.closesOn.description },
        Column(Text.extraTime, .trailing) { $0.extraTimePercent.map { "\($0) %" } ?? "–" },
        Column(Text.status) { Text.state($0.state)[$1] },
      ]
    }

    private static func attemptColumns(at now: Date) -> [Column<FindAssessmentStatus.Attempt>] {
      [
        Column(Text.instrument) { $0.instrument }, Column(Text.campaignTitle) { $0.campaign ?? "–" },
        Column(Text.begun) { Text.moment($0.startedAt) },
        Column(Text.deadline) { $0.deadline.map(Text.moment) ?? "–" },
        Column(Text.timeLeft) { attempt, language in
          attempt.deadline.map { Text.timeLeft($0.timeIntervalSince(now))[language] } ?? "–"
        },
        Column(Text.answered, .trailing) { String($0.answered) },
      ]
    }

    private static var scoreColumns: [Column<FindAssessmentStatus.Score>] {
      [
        Column(Text.instrument) { $0.instrument },
        Column(Text.level) { score, language in "\(score.level) \(score.level.name[language])" },
        Column(Text.scoredOn) { $0.scoredOn.description }, Column(Text.validUntil) { $0.validUntil.description },
        Column(Text.retakeFrom) { $0.retakeFrom.description },
      ]
    }
  }
}
