import ArgumentParser
import Readiness
import Storage

extension InstrumentCommand {
  struct Agreement: ServerCommand {
    static let configuration = CommandConfiguration(
      "agreement",
      LocalizedText(en: "Show how far raters agree on answers in words.", zh: "显示文字作答的评分一致性。"),
      more: LocalizedText(
        en:
          "Of the first two raters, by item and criterion, over all versions. Kappa is agreement beyond chance: above 0.6 "
          + "is usually called substantial. A dash: both gave one and the same score throughout.",
        zh: "按题目和评分要点统计前两位评分人，涵盖所有版本。Kappa 为超出偶然的一致性，0.6 以上通常视为高度一致；横线表示两人始终给出同一分数。"),
      examples: ["readiness instrument agreement", "readiness instrument agreement --instrument aiq-create --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var instrument: InstrumentOption

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get(
          "/v1/instruments/\(escapedForURL(instrument.instrument))/agreement", as: [ListRaterAgreement.Entry].self),
        columns: [
          Column(Text.testItem) { $0.item },
          Column(Text.criterion) { entry, language in (entry.name ?? Text.total)[language] },
          Column(Text.pairs, .trailing) { String($0.pairs) },
          Column(Text.exact, .trailing) { Text.percent($0.exact) },
          Column(Text.adjacent, .trailing) { Text.percent($0.adjacent) },
          Column(Text.kappa, .trailing) { Text.hundredths($0.kappa) },
          Column(Text.quadraticKappa, .trailing) { Text.hundredths($0.quadraticKappa) },
        ])
    }
  }
}
