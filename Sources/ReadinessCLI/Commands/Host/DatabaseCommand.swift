import ArgumentParser
import Readiness

struct DatabaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "database",
    LocalizedText(en: "The database, for the operator at its host.", zh: "数据库维护，供服务器所在主机的运维人员使用。"),
    more: LocalizedText(
      en: "Works on the server's own PostgreSQL (READINESS_DATA), also while the server runs, or on the one that "
        + "READINESS_DATABASE_ADMIN_URL names.",
      zh: "作用于服务器自带的 PostgreSQL（READINESS_DATA，服务器运行时亦可），或 READINESS_DATABASE_ADMIN_URL 指定的数据库。"),
    subcommands: [Status.self, Migrate.self, Backup.self, Restore.self, Verify.self])
}
