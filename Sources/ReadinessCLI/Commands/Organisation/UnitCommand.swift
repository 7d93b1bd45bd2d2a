import ArgumentParser
import Readiness

struct UnitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "unit", LocalizedText(en: "The units of the organisation.", zh: "组织的部门。"),
    subcommands: [List.self, Import.self])
}
