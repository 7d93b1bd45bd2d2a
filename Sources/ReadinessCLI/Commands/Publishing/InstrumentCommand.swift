import ArgumentParser
import Readiness
import Storage

struct InstrumentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "instrument", LocalizedText(en: "The tests of the AI quotient.", zh: "AI 商测评工具。"),
    subcommands: [List.self, Show.self, Export.self, Publish.self, NormCommand.self, Agreement.self])

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the instruments.", zh: "列出测评工具。"),
      examples: ["readiness instrument list", "readiness instrument list --json"])

    @OptionGroup var options: ServerOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get("/v1/instruments", as: [ListInstruments.Entry].self),
        columns: [
          Column(Text.code) { $0.code }, Column(Text.version, .trailing) { String($0.version) },
          Column(Text.name) { $0.title[$1] }, Column(Text.scale) { $0.scale.rawValue },
          Column(Text.items, .trailing) { String($0.items) },
        ])
    }
  }

  struct Publish: ServerCommand {
    static let configuration = CommandConfiguration(
      "publish", LocalizedText(en: "Publish an instrument with its items and keys.", zh: "发布测评工具及其题目和答案。"),
      more: LocalizedText(
        en: "A version that is out never changes: a correction is the next version.", zh: "已发布的版本不可更改，更正须发布新版本。"),
      examples: [
        "readiness instrument publish seed/instruments/aiq-core --dry-run",
        "readiness instrument publish our-test.yaml",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var source: PublishOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      let instrument = try InputFile.instrument(from: source.file)
      let published = try await client.submit(PublishInstrument(instrument: instrument), dryRun: source.dryRun)
      console.show(published) { _ in [Text.published(instrument.title, version: instrument.version)] }
      if source.dryRun { console.note(Text.dryRun) }
    }
  }
}
