import ArgumentParser
import FoundationEssentials
import Readiness
import Storage

extension DatabaseCommand {
  struct Migrate: HostCommand {
    static let configuration = CommandConfiguration(
      "migrate", LocalizedText(en: "Bring the schema up to this program's.", zh: "将架构升级到本程序所需的版本。"),
      more: LocalizedText(
        en: "Each migration is applied once, in a transaction of its own. Take a backup before.",
        zh: "每个迁移只应用一次，并各自处于一个事务中。请先备份。"),
      examples: ["readiness database migrate"])

    @OptionGroup var output: OutputOptions

    struct Report: Encodable {
      /// Names of the migrations, in order.
      var applied: [String]
    }

    func run(_ host: HostDatabase, _ console: Console) async throws {
      let report = Report(applied: try await host.migrator.migrate(host.owner, now: Date()))
      try console.show(report) { [Text.migrated($0.applied)] }
    }
  }
}
