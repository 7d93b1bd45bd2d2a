import ArgumentParser
import FoundationEssentials
import Readiness
import Storage
import Yams

extension InstrumentCommand {
  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show an instrument's items, their statuses and parameters.", zh: "显示测评工具的题目、状态和参数。"),
      more: LocalizedText(en: "For those who author instruments.", zh: "仅供测评工具的编制者使用。"),
      examples: ["readiness instrument show aiq-core", "readiness instrument show aiq-core --version 1"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var version: InstrumentVersionOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await version.items(from: client),
        columns: [
          Column(Text.testItem) { $0.code }, Column(Text.domain) { $0.domain.name[$1] },
          Column(Text.kind) { $0.kind.name[$1] }, Column(Text.status) { $0.status.rawValue },
          Column(Text.slope, .trailing) { Text.hundredths($0.parameters?.slope) },
          Column(Text.difficulty, .trailing) { item in
            item.parameters.map { $0.thresholds.map(Text.hundredths).joined(separator: " ") } ?? "–"
          },
          Column(Text.parameters) { $0.parameters?.source.rawValue ?? "–" },
        ])
    }
  }

  struct Export: ServerCommand {
    static let configuration = CommandConfiguration(
      "export",
      LocalizedText(en: "Write an instrument to a file that can be edited and published.", zh: "将测评工具导出为可编辑、可发布的文件。"),
      more: LocalizedText(
        en: "As JSON where the file's name ends in .json, else as YAML. To publish it changed, raise its version.",
        zh: "文件名以 .json 结尾时为 JSON，否则为 YAML。修改后发布时，请增加版本号。"),
      examples: [
        "readiness instrument export aiq-core --output aiq-core.yaml",
        "readiness instrument export aiq-core --version 2 --output aiq-core-2.json",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var version: InstrumentVersionOptions

    @Option(name: [.short, .long], help: ArgumentHelp(en: "The file to write.", zh: "输出文件。", value: "file"))
    var output: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let found = try await version.found(by: client)
      if output.hasSuffix(".json") {
        try OutputFile.write(found.json, to: output)
      } else {
        try OutputFile.write(Array(try YAMLEncoder.readable.encode(found.value).utf8), to: output)
      }
      console.note(Text.exported(output))
    }
  }
}

struct InstrumentVersionOptions: ParsableArguments {
  @Argument(help: ArgumentHelp(en: "The instrument's code.", zh: "测评工具编码。"))
  var code: String

  @Option(help: ArgumentHelp(en: "Its version; otherwise the newest.", zh: "版本；默认为最新。", value: "number"))
  var version: Int?

  func found(by client: APIClient) async throws -> Answer<Instrument> {
    try await client.get("/v1/instruments/\(escapedForURL(code))", query: ["version": version])
  }

  func items(from client: APIClient) async throws -> Answer<[Item]> {
    let found = try await found(by: client)
    return Answer(value: found.value.items, json: found.json)
  }
}
