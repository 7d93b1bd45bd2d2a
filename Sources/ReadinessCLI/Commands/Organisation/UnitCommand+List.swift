import ArgumentParser
import Readiness
import Storage

extension UnitCommand {
  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the units.", zh: "列出部门。"),
      examples: ["readiness unit list", "readiness unit list --as-of 2026-01-31 --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let units = try await client.get("/v1/units", query: ["as-of": moment.asOf], as: [ListUnits.Entry].self)
      console.show(
        units,
        columns: [
          Column(Text.code) { $0.code }, Column(Text.name) { $0.name[$1] }, Column(Text.parent) { $0.parent ?? "" },
        ])
    }
  }
}
