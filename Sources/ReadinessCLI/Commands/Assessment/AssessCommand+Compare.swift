import ArgumentParser
import Readiness
import Storage

extension AssessCommand {
  struct Compare: ServerCommand {
    static let configuration = CommandConfiguration(
      "compare", LocalizedText(en: "Show self-report beside measured score, by domain.", zh: "按领域并列显示自评与测评成绩。"),
      more: LocalizedText(
        en: "Above 0 is more than was measured. For the person, and for those who run assessments; not for managers.",
        zh: "大于 0 表示自评高于测评。仅本人和测评负责人可见，经理不可见。"),
      examples: ["readiness assess compare", "readiness assess compare --person E007 --as-of 2026-06-30"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "External ID; otherwise yourself.", zh: "外部编号；默认为本人。", value: "id"))
    var person: String?

    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get(
          "/v1/self-vs-measured", query: ["person": person, "as-of": moment.asOf], as: [CompareSelfReport.Entry].self),
        columns: [
          Column(Text.domain) { Text.domain($0.domain)[$1] },
          Column(Text.selfReported, .trailing) { Text.points($0.selfReported) },
          Column(Text.quotient, .trailing) { Text.points($0.measured, error: $0.standardError) },
          Column(Text.difference, .trailing) { Text.signed($0.difference) },
          Column(Text.reportedOn) { $0.reportedOn?.description ?? "–" },
          Column(Text.scoredOn) { $0.scoredOn?.description ?? "–" },
        ])
    }
  }
}
