public import ArgumentParser
public import Readiness

struct BoundaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "boundary",
    LocalizedText(en: "Where the line between human and AI lies for each task.", zh: "各项任务的人机边界。"),
    subcommands: [
      WhatIf.self, Propose.self, Import.self, Export.self, Sign.self, Approve.self, List.self, Show.self, History.self,
      Card.self, Acknowledge.self, Acknowledgements.self, Except.self, Grant.self, Revoke.self, Exceptions.self,
      Reviews.self, Confirm.self, Reevaluate.self,
    ])
}

/// The role whose boundaries are meant, and which of its tasks.
struct BoundaryScope: ParsableArguments {
  @Option(help: ArgumentHelp(en: "The role's code.", zh: "岗位编码。", value: "code"))
  var role: String

  @Option(
    name: .customLong("task"),
    help: ArgumentHelp(
      en: "A task's code; may be given more than once. Otherwise all.", zh: "任务编码，可多次指定；默认为全部。", value: "code"))
  var tasks: [String] = []

  var taskCodes: [String]? { tasks.isEmpty ? nil : tasks }
}

/// One boundary.
struct BoundaryPlace: ParsableArguments {
  @Option(help: ArgumentHelp(en: "The role's code.", zh: "岗位编码。", value: "code")) var role: String
  @Option(help: ArgumentHelp(en: "The task's code.", zh: "任务编码。", value: "code")) var task: String

  var path: String { "/v1/boundaries/\(escapedForURL(role))/\(escapedForURL(task))" }
}

extension HumanAgencyLevel: ExpressibleByArgument {
  public static var allValueStrings: [String] { allCases.map(\.description) }
}

extension QuotientLevel: ExpressibleByArgument {
  public static var allValueStrings: [String] { allCases.map(\.description) }
}

extension Oversight: ExpressibleByArgument {}
