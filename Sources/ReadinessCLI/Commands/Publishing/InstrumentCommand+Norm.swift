import ArgumentParser
import Readiness
import Storage

extension InstrumentCommand {
  struct NormCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      "norm", LocalizedText(en: "How scores stand among the organisation's own people.", zh: "本组织人员的常模。"),
      subcommands: [Publish.self, Show.self])

    struct Publish: ServerCommand {
      static let configuration = CommandConfiguration(
        "publish", LocalizedText(en: "Publish a norm from the latest valid scores.", zh: "根据最新有效成绩发布常模。"),
        more: LocalizedText(
          en:
            "It needs \(Norm.leastPeople) people. From then on, scores are told with a norm score (mean 100, SD 15) and a "
            + "percentile.",
          zh: "至少需要 \(Norm.leastPeople) 人。此后成绩会附带常模分（均值 100，标准差 15）和百分位。"),
        examples: [
          "readiness instrument norm publish aiq-core --dry-run", "readiness instrument norm publish aiq-core",
        ])

      @OptionGroup var options: ServerOptions

      @Argument(help: ArgumentHelp(en: "The instrument's code.", zh: "测评工具编码。"))
      var instrument: String

      @Flag(help: ArgumentHelp(en: "Only tell what would be published.", zh: "仅显示将发布的内容。"))
      var dryRun = false

      func run(_ client: APIClient, _ console: Console) async throws {
        console.show(
          try await client.submit(PublishNorm(instrument: instrument), dryRun: dryRun), lines: Text.norm)
        if dryRun { console.note(Text.dryRun) }
      }
    }

    struct Show: ServerCommand {
      static let configuration = CommandConfiguration(
        "show", LocalizedText(en: "Show the norms, the newest of each instrument first.", zh: "显示常模，每种工具最新的在前。"),
        examples: ["readiness instrument norm show", "readiness instrument norm show aiq-core --as-of 2026-06-30"])

      @OptionGroup var options: ServerOptions

      @Argument(help: ArgumentHelp(en: "The instrument's code; otherwise all.", zh: "测评工具编码；默认全部。"))
      var instrument: String?

      @OptionGroup var moment: AsOfOption

      func run(_ client: APIClient, _ console: Console) async throws {
        console.show(
          try await client.get(
            "/v1/norms", query: ["instrument": instrument, "as-of": moment.asOf], as: [Norm].self),
          columns: [
            Column(Text.instrument) { $0.instrument }, Column(Text.version, .trailing) { String($0.version) },
            Column(Text.computedOn) { $0.computedOn.description }, Column(Text.people, .trailing) { String($0.people) },
            Column(Text.mean, .trailing) { Text.hundredths($0.mean) },
            Column(Text.spread, .trailing) { Text.hundredths($0.standardDeviation) },
          ])
      }
    }
  }
}
