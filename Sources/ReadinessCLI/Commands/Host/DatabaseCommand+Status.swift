import ArgumentParser
import FoundationEssentials
import Readiness
import Storage

extension DatabaseCommand {
  struct Status: HostCommand {
    static let configuration = CommandConfiguration(
      "status", LocalizedText(en: "Tell which schema the database has.", zh: "显示数据库的架构版本。"),
      examples: ["readiness database status", "readiness database status --json"])

    @OptionGroup var output: OutputOptions

    struct Report: Encodable {
      var location: String
      var schema: Migrator.Status
    }

    func run(_ host: HostDatabase, _ console: Console) async throws {
      let report = Report(location: host.location, schema: try await host.migrator.status(of: host.owner))
      try console.show(report) { [Text.databaseAt($0.location), Text.schema($0.schema)] }
    }
  }
}
