import ArgumentParser
import Readiness
import Storage

extension AssessCommand {
  struct Rescore: ServerCommand {
    static let configuration = CommandConfiguration(
      "rescore",
      LocalizedText(en: "Score the latest attempts anew by the instrument's newest version.", zh: "按测评工具的最新版本重新评分。"),
      more: LocalizedText(
        en: "The new scores count from today on; reports of earlier days keep the old ones.",
        zh: "新成绩自今日起生效；此前日期的报告保持不变。"),
      examples: ["readiness assess rescore --dry-run", "readiness assess rescore --instrument aiq-create"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var instrument: InstrumentOption

    @Flag(help: ArgumentHelp(en: "Only tell what would change.", zh: "仅显示将发生的更改。"))
    var dryRun = false

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = RescoreAttempts(instrument: instrument.instrument)
      console.show(try await client.submit(command, dryRun: dryRun), lines: Text.rescored)
      if dryRun { console.note(Text.dryRun) }
    }
  }
}
