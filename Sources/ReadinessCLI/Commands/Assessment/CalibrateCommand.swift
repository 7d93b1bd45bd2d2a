import ArgumentParser
import FoundationEssentials
import Readiness
import Storage

struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "calibrate", LocalizedText(en: "Estimate items' parameters from what people answered.", zh: "根据作答数据估计题目参数。"),
    subcommands: [Run.self, List.self, Compare.self, Publish.self, Reject.self])

  struct Run: ServerCommand {
    static let configuration = CommandConfiguration(
      "run", LocalizedText(en: "Calibrate an instrument; the result is a draft.", zh: "校准测评工具，结果为草稿。"),
      more: LocalizedText(
        en: "It needs the finished attempts of \(RunCalibration.leastPeople) people. Nothing is changed until another "
          + "account publishes it.",
        zh: "至少需要 \(RunCalibration.leastPeople) 人完成测评。在另一账户发布之前，不会有任何更改。"),
      examples: ["readiness calibrate run", "readiness calibrate run --instrument aiq-create --dry-run"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var instrument: InstrumentOption

    @Option(help: ArgumentHelp(en: "How many steps it may take; otherwise 500.", zh: "迭代上限；默认为 500。", value: "count"))
    var iterationLimit: Int?

    @Flag(help: ArgumentHelp(en: "Only tell how it would end.", zh: "仅显示结果，不保存。"))
    var dryRun = false

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = RunCalibration(instrument: instrument.instrument, iterationLimit: iterationLimit)
      console.show(try await client.submit(command, dryRun: dryRun), lines: Text.calibrated)
      if dryRun { console.note(Text.dryRun) }
    }
  }

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the calibrations, the newest first.", zh: "列出校准，最新的在前。"),
      examples: ["readiness calibrate list", "readiness calibrate list --instrument aiq-core --json"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "The instrument's code; otherwise all.", zh: "测评工具编码；默认全部。", value: "code"))
    var instrument: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get("/v1/calibrations", query: ["instrument": instrument], as: [CalibrationEntry].self),
        columns: [
          Column(Text.identity) { $0.run.description }, Column(Text.instrument) { $0.instrument },
          Column(Text.version, .trailing) { String($0.version) }, Column(Text.people, .trailing) { String($0.people) },
          Column(Text.converged) { Text.truth($0.converged)[$1] }, Column(Text.status) { Text.name(of: $0.status)[$1] },
          Column(Text.ranAt) { Text.instant($0.ranAt) }, Column(Text.ranBy) { $0.ranBy ?? "–" },
          Column(Text.decidedBy) { $0.decidedBy ?? "–" },
        ])
    }
  }

  struct Compare: ServerCommand {
    static let configuration = CommandConfiguration(
      "compare", LocalizedText(en: "Show what a calibration found, beside what holds now.", zh: "显示校准结果与现行参数的对比。"),
      examples: [
        "readiness calibrate compare 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77",
        "readiness calibrate compare 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --json",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var calibration: CalibrationArgument

    func run(_ client: APIClient, _ console: Console) async throws {
      let found = try await client.get("/v1/calibrations/\(calibration.run)", as: FindCalibration.Answer.self)
      guard !console.isJSON else { return console.print(json: found.json) }
      for line in Text.report(found.value) { console.print(line[console.language]) }
      console.print(rows: found.value.report.items, columns: CalibrateCommand.columns)
    }
  }

  struct Publish: ServerCommand {
    static let configuration = CommandConfiguration(
      "publish",
      LocalizedText(
        en: "Publish the instrument's next version with a calibration's parameters.", zh: "用校准参数发布测评工具的新版本。"),
      more: LocalizedText(
        en:
          "Another account than the one that ran it must do this. The scale stays: scores before and after mean the same.",
        zh: "须由运行校准以外的账户执行。量表保持不变：前后成绩的含义相同。"),
      examples: [
        "readiness calibrate publish 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --dry-run",
        "readiness calibrate publish 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --promote 'UND-09=fits well'",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var calibration: CalibrationArgument

    @Option(
      help: ArgumentHelp(en: "A beta item that counts from now on, and why.", zh: "转为启用的试测题目及理由。", value: "item=reason")
    )
    var promote: [ItemReason] = []

    @Option(
      help: ArgumentHelp(en: "An item that is no longer delivered, and why.", zh: "停用的题目及理由。", value: "item=reason"))
    var retire: [ItemReason] = []

    @Flag(help: ArgumentHelp(en: "Only tell what would be published.", zh: "仅显示将发布的内容。"))
    var dryRun = false

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = PublishCalibration(
        run: calibration.run, promote: promote.map(\.decision), retire: retire.map(\.decision))
      console.show(try await client.submit(command, dryRun: dryRun), lines: Text.publishedCalibration)
      if dryRun { console.note(Text.dryRun) }
    }
  }

  struct Reject: ServerCommand {
    static let configuration = CommandConfiguration(
      "reject", LocalizedText(en: "Decide that a calibration is not published.", zh: "拒绝发布某次校准。"),
      examples: [
        "readiness calibrate reject 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --reason 'One unit alone was assessed'"
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var calibration: CalibrationArgument

    @Option(help: ArgumentHelp(en: "Why.", zh: "理由。", value: "text"))
    var reason: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = RejectCalibration(run: calibration.run, reason: reason)
      console.show(try await client.submit(command)) { _ in [Text.rejectedCalibration] }
    }
  }
}

struct CalibrationArgument: ParsableArguments {
  @Argument(help: ArgumentHelp(en: "The calibration's ID, as the list shows it.", zh: "校准编号，见列表。"))
  var run: CalibrationRunID
}

/// An item and why something is decided of it: `UND-09=fits well`.
struct ItemReason: ExpressibleByArgument {
  let decision: PublishCalibration.ItemDecision

  init?(argument: String) {
    guard let mark = argument.firstIndex(of: "=") else { return nil }
    decision = .init(item: String(argument[..<mark]), reason: String(argument[argument.index(after: mark)...]))
  }
}

extension CalibrateCommand {
  fileprivate static var columns: [Column<CalibrationReport.ItemReport>] {
    [
      Column(Text.testItem) { $0.code }, Column(Text.status) { $0.status.rawValue },
      Column(Text.responses, .trailing) { String($0.responses) },
      Column(Text.proportionRight, .trailing) { $0.proportionRight.map(Text.percent) ?? "–" },
      Column(Text.pointBiserial, .trailing) { Text.hundredths($0.pointBiserial) },
      Column(Text.slope, .trailing) { Text.hundredths($0.present.slope) },
      Column(Text.newSlope, .trailing) { Text.estimate($0.estimate?.slope, $0.slopeError) },
      Column(Text.difficulty, .trailing) { Text.hundredths($0.present.difficulty) },
      Column(Text.newDifficulty, .trailing) { item in
        Text.estimate(item.estimate?.difficulty, item.thresholdErrors?.count == 1 ? item.thresholdErrors?[0] : nil)
      },
      Column(Text.functioning) { item, _ in
        item.functioning.map { $0.letter + ($0.favours.map { " (\($0.rawValue))" } ?? "") } ?? "–"
      },
      Column(Text.flags) { item, language in item.flags.map { $0.name[language] }.joined(separator: ", ") },
    ]
  }
}
