import ArgumentParser
import Crypto
import FoundationEssentials
import Readiness
import Wire

extension ReportCommand {
  struct Run: ServerCommand {
    static let configuration = CommandConfiguration(
      "run", LocalizedText(en: "Write the reports that are due, once each.", zh: "生成到期的报告，每份仅一次。"),
      more: LocalizedText(
        en: "For a timer. It may run on several machines at once: each due report is written by one of them. A machine "
          + "that dies while writing loses its claim after ten minutes, and the next run writes the report.",
        zh: "供定时器调用。可在多台机器上同时运行：每份到期报告只由其中一台生成。若机器在生成时中断，十分钟后由下一次运行接手。"),
      examples: ["readiness report run --due --output /srv/readiness/reports"])

    @OptionGroup var options: ServerOptions

    @Flag(help: ArgumentHelp(en: "All that are due now.", zh: "当前到期的全部报告。"))
    var due = false

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp(en: "The folder that the files go to; made if need be.", zh: "输出文件夹；不存在则创建。", value: "folder"))
    var output = "."

    func validate() throws {
      if !due { throw ValidationError(Text.dueExpected[.spoken]) }
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      // Before anything is claimed: what is claimed and cannot be written waits until its lease has ended.
      try OutputFile.makeFolder(output)
      let claimant = UUID()
      let runs = try await client.submit(ClaimRuns(claimant: claimant)).value.runs
      var written: [String] = []
      for run in runs {
        let file = "\(output)/\(run.code)-\(run.dueOn).\(run.format.rawValue)"
        let report = try await client.bytes(
          "/v1/reports/\(run.kind.rawValue)",
          query: [
            "unit": run.unit, "as-of": run.dueOn, "format": run.format.rawValue, "language": run.language.rawValue,
          ])
        try OutputFile.write(report, to: file)
        _ = try await client.submit(
          DeliverRun(run: run.run, claimant: claimant, target: file, sha256: SHA256.hash(data: report).hexadecimal))
        written.append(file)
        console.note(Text.written(file))
      }
      if console.isJSON {
        console.print(json: Array(try JSONEncoder().encode(written)))
      } else if runs.isEmpty {
        console.note(Text.nothingDue)
      }
    }
  }
}
