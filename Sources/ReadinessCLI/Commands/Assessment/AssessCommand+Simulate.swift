import ArgumentParser
import FoundationEssentials
import Readiness
import Storage

extension AssessCommand {
  struct Simulate: ServerCommand {
    static let configuration = CommandConfiguration(
      "simulate", LocalizedText(en: "Let simulated people take an adaptive test.", zh: "让模拟人群参加自适应测评。"),
      more: LocalizedText(
        en: "Tells its bias, error, length and how often each item is asked. An instrument's code is simulated by the "
          + "server; a file or folder here, where --calibrate-exposure writes the exposure parameters that hold every item "
          + "to the instrument's exposure rate.",
        zh: "给出偏差、误差、题数以及每题的曝光率。给出工具编码时由服务器模拟；给出文件或文件夹时在本机模拟，"
          + "此时可用 --calibrate-exposure 写出使每题不超过曝光率上限的曝光参数。"),
      examples: [
        "readiness assess simulate aiq-core --people 2000 --seed 7",
        "readiness assess simulate seed/instruments/aiq-core --calibrate-exposure",
      ])

    @OptionGroup var options: ServerOptions

    @Argument(
      help: ArgumentHelp(
        en: "An instrument's code, or its file or folder.", zh: "测评工具编码，或其文件、文件夹。", value: "instrument"))
    var instrument = "aiq-core"

    @Option(help: ArgumentHelp(en: "How many people.", zh: "模拟人数。", value: "number"))
    var people = 1_000

    @Option(help: ArgumentHelp(en: "The same seed gives the same people.", zh: "相同的种子产生相同的人群。", value: "number"))
    var seed = 1

    @Flag(
      help: ArgumentHelp(
        en: "First write exposure.yaml into the instrument's folder.", zh: "先在工具文件夹中写出 exposure.yaml。"))
    var calibrateExposure = false

    /// A file here needs no server, nor a sign-in.
    mutating func run() async throws {
      let console = options.output.console
      guard !calibrateExposure, !FileManager.default.fileExists(atPath: instrument) else {
        return try simulateHere(console)
      }
      let access = try ServerAccess.resolve(server: options.server, tokenFile: options.tokenFile)
      try await run(APIClient(access, console: console), console)
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      let summary = try await client.get(
        "/v1/instruments/\(instrument)/simulation", query: ["people": people, "seed": seed], as: SimulationSummary.self)
      console.show(summary, lines: Text.simulation)
    }

    private func simulateHere(_ console: Console) throws {
      var read = try InputFile.instrument(from: instrument)
      if calibrateExposure {
        read = try read.withCalibratedExposure(people: max(people, 1_000), seed: UInt64(max(0, seed)))
        try OutputFile.write(Array(exposureFile(of: read).utf8), to: "\(instrument)/exposure.yaml")
      }
      try console.show(
        SimulationSummary(of: read, people: people, seed: UInt64(max(0, seed))), lines: Text.simulation)
    }

    private func exposureFile(of instrument: Instrument) -> String {
      let lines = instrument.exposure.sorted { $0.key < $1.key }.map { code, share in
        "  \(code): \((share * 10_000).rounded(.up) / 10_000)"
      }
      return """
        # The share of people to whom an adaptive test may ask each item at all (Sympson & Hetter, 1985).
        # Made by: readiness assess simulate FOLDER --calibrate-exposure --people \(max(people, 1_000)) --seed \(seed)
        exposure:
        \(lines.joined(separator: "\n"))

        """
    }
  }
}
