import ArgumentParser
import Readiness
import Storage

extension DatabaseCommand {
  struct Verify: HostCommand {
    static let configuration = CommandConfiguration(
      "verify", LocalizedText(en: "Check that nobody altered the audit.", zh: "检查审计记录是否被篡改。"),
      more: LocalizedText(
        en:
          "Walks each organisation's chain of events, each of which seals the one before it. Exits with 1 when one is broken.",
        zh: "逐条核对每个组织的审计链，每条事件都封存了前一条。发现断裂时以 1 退出。"),
      examples: ["readiness database verify", "readiness database verify --json"])

    @OptionGroup var output: OutputOptions

    func run(_ host: HostDatabase, _ console: Console) async throws {
      let verdicts = try await HostQueries.verifyAudit(host.owner)
      let names = Dictionary(
        try await HostQueries.organisations(host.owner).map { ($0.id, $0.name) },
        uniquingKeysWith: { first, _ in first })
      try console.show(
        verdicts,
        columns: [
          Column(Text.organisation) { verdict, language in
            names[verdict.organisation]?[language] ?? verdict.organisation.description
          },
          Column(Text.events, .trailing) { String($0.events) },
          Column(Text.verdict) { Text.verdict($0)[$1] },
        ])
      let broken = verdicts.count { !$0.isSound }
      if broken > 0 { throw Failure(.failed, Text.auditBroken(broken)) }
    }
  }
}
