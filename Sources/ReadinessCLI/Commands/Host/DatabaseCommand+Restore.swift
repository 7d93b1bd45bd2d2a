import ArgumentParser
import FoundationEssentials
import Readiness
import Storage

extension DatabaseCommand {
  struct Restore: HostCommand {
    static let configuration = CommandConfiguration(
      "restore", LocalizedText(en: "Put a backup's contents into the database.", zh: "将备份恢复到数据库。"),
      more: LocalizedText(
        en: "In one transaction: all of it, or nothing changes. Stop the server before. Phones fetch their data anew.",
        zh: "在一个事务中完成：要么全部恢复，要么不做任何更改。请先停止服务器。手机端将重新获取数据。"),
      examples: ["readiness database restore /var/backups/readiness-2026-03-01.backup --force"])

    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp(en: "The backup, with its manifest beside it.", zh: "备份文件，其清单须在同一文件夹。"))
    var file: String

    @Flag(help: ArgumentHelp(en: "Replace what the database holds now.", zh: "替换数据库的现有内容。"))
    var force = false

    struct Report: Encodable {
      var restored: String
      var organisations: Int
    }

    func run(_ host: HostDatabase, _ console: Console) async throws {
      let isUnused = try await host.isUnused()
      do {
        try await host.backup().restore(
          from: file, replacing: isUnused || force, finishing: HostQueries.epochRenewal)
      } catch BackupError.notEmpty {
        throw Failure(.failed, Text.restoreNeedsForce(host.location))
      }
      let organisations = try await HostQueries.organisations(host.owner)
      try console.show(Report(restored: file, organisations: organisations.count)) { report in
        [Text.restored(report.restored, organisations: report.organisations)]
      }
      let status = try await host.migrator.status(of: host.owner)
      if !status.pending.isEmpty { console.note(Text.schema(status)) }
    }
  }
}

extension HostDatabase {
  /// Whether the program's own database holds nobody's data: then there is nothing to lose in replacing it.
  ///
  /// It has its schema at the end, and with it the roles that a backup refers to.
  fileprivate func isUnused() async throws -> Bool {
    guard case .embedded = settings else { return false }
    do {
      _ = try await migrator.migrate(owner, now: Date())
    } catch is MigrationError {
      return false
    }
    return try await HostQueries.organisations(owner).isEmpty
  }
}
