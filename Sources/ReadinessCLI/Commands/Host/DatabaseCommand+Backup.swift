import ArgumentParser
import FoundationEssentials
import Readiness
import Storage

extension DatabaseCommand {
  struct Backup: HostCommand {
    static let configuration = CommandConfiguration(
      "backup", LocalizedText(en: "Write a backup of the database.", zh: "备份数据库。"),
      more: LocalizedText(
        en: "Two files are written: the backup, and FILE.manifest with its checksum. Keep them together.",
        zh: "生成两个文件：备份本身，以及含校验和的 FILE.manifest。请一并保存。"),
      examples: ["readiness database backup /var/backups/readiness-2026-03-01.backup"])

    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp(en: "The file to write; it must not be there yet.", zh: "要写入的文件，不得已存在。"))
    var file: String

    func run(_ host: HostDatabase, _ console: Console) async throws {
      let manifest = try await host.backup().write(to: file, now: Date())
      try console.show(manifest) { [Text.backedUp(file, bytes: $0.size, sha256: $0.sha256)] }
    }
  }
}

extension HostDatabase {
  /// Backups by PostgreSQL's own programs, which have to be as new as its server.
  func backup() async throws -> DatabaseBackup {
    let programs = try await PostgresPrograms.find(for: .client, environment: ProcessInfo.processInfo.environment)
    return try DatabaseBackup(conninfo: conninfo, programs: programs)
  }
}
