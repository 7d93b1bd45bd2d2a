import ArgumentParser
import Readiness
import Storage

extension CampaignCommand {
  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show a campaign and how far its people have come.", zh: "显示测评活动及其进度。"),
      more: LocalizedText(
        en: "To managers, numbers that would tell of single persons are not shown (·).", zh: "对经理隐去可能暴露个人的数字（·）。"),
      examples: ["readiness campaign show spring", "readiness campaign show spring --people --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var campaign: CampaignArgument

    @Flag(
      help: ArgumentHelp(en: "List who is invited instead, for those who run assessments.", zh: "改为列出受邀人员（仅限测评负责人）。"))
    var people = false

    func run(_ client: APIClient, _ console: Console) async throws {
      let path = "/v1/campaigns/\(escapedForURL(campaign.code))"
      guard !people else { return try await showPeople(path, client, console) }
      let found = try await client.get(path, query: ["limit": 1], as: FindCampaign.Answer.self)
      var answer = found.value
      answer.people = nil
      try console.show(answer) { [Text.campaign($0.campaign)] }
      guard !console.isJSON else { return }
      let total = Line(name: Text.overall[console.language], progress: answer.progress)
      let units = answer.units.map { Line(name: $0.unit ?? "–", progress: $0.progress) }
      console.print(rows: units + [total], columns: Line.columns)
    }

    private func showPeople(_ path: String, _ client: APIClient, _ console: Console) async throws {
      let limit = 5_000
      var people: [FindCampaign.Person] = []
      var after: String?
      repeat {
        let answer = try await client.get(
          path, query: ["after": after, "limit": limit], as: FindCampaign.Answer.self
        ).value
        guard let page = answer.people else { throw Failure(.notAllowed, Text.peopleNotTold) }
        people += page
        after = page.count == limit ? page.last?.person : nil
      } while after != nil
      try console.show(
        people,
        columns: [
          Column(Text.externalID) { $0.person }, Column(Text.name) { $0.name },
          Column(Text.status) { Text.state($0.state)[$1] },
          Column(Text.extraTime, .trailing) { $0.extraTimePercent == 0 ? "" : "\($0.extraTimePercent) %" },
          Column(Text.reason) { person, language in person.reason.map { Text.reason($0)[language] } ?? "" },
          Column(Text.deadline) { $0.deadline.map(Text.moment) ?? "" },
          Column(Text.reminded) { $0.remindedOn?.description ?? "" },
        ])
    }

    private struct Line {
      let name: String
      let progress: CampaignProgress

      static var columns: [Column<Line>] {
        func number(_ title: LocalizedText, _ count: @escaping @Sendable (CampaignProgress) -> Int?) -> Column<Line> {
          Column(title, .trailing) { count($0.progress).map(String.init) ?? "·" }
        }
        return [
          Column(Text.unit) { $0.name }, number(Text.invited) { $0.invited },
          number(Text.state(.notStarted)) { $0.notStarted }, number(Text.state(.started)) { $0.started },
          number(Text.state(.finished)) { $0.finished }, number(Text.state(.expired)) { $0.expired },
          number(Text.state(.withdrawn)) { $0.withdrawn },
        ]
      }
    }
  }
}
