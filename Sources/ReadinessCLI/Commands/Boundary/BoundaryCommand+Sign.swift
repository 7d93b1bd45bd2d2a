public import ArgumentParser
public import Readiness

extension SignOffKind: ExpressibleByArgument {
  /// Others are signed by deciding.
  public static var allValueStrings: [String] { allCases.filter(\.isGivenBeforehand).map(\.rawValue) }
}

extension BoundaryCommand {
  struct Sign: ServerCommand {
    static let configuration = CommandConfiguration(
      "sign",
      LocalizedText(en: "Record that others stand behind a role's open proposals.", zh: "登记其他方对岗位待定建议的签署。"),
      more: LocalizedText(
        en: "Rules may require it: require works_council, legal or data_protection. Approvals sign by themselves.",
        zh: "规则可要求签署：require works_council、legal 或 data_protection。批准操作会自动签署。"),
      examples: [
        "readiness boundary sign --role HRBP --kind works_council --note \"Resolution 2026-14\"",
        "readiness boundary sign --role HRBP --task HRBP-03 --kind legal --note \"Opinion of Dr. Wu, 3 May\"",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var scope: BoundaryScope

    @Option(
      help: ArgumentHelp(
        en: "works_council, legal or data_protection.", zh: "works_council、legal 或 data_protection。", value: "kind"))
    var kind: SignOffKind

    @Option(help: ArgumentHelp(en: "Who signed, and on what.", zh: "由谁签署、依据为何。", value: "text"))
    var note: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = SignBoundaries(role: scope.role, tasks: scope.taskCodes, kind: kind, note: note)
      let answer = try await client.submit(command)
      console.show(answer) { [Text.signed(command.kind, $0.signed.count)] }
    }
  }
}
