import Readiness
import Storage

/// What is told at the server's host.
extension Text {
  static let ownerMissing = LocalizedText(
    en:
      "READINESS_DATABASE_URL is set, READINESS_DATABASE_ADMIN_URL is not. Set it: how the owner of the schema connects.",
    zh: "已设置 READINESS_DATABASE_URL，但未设置 READINESS_DATABASE_ADMIN_URL。请设置架构所有者的连接方式。")

  static let applicationMissing = LocalizedText(
    en: "READINESS_DATABASE_ADMIN_URL is set, READINESS_DATABASE_URL is not. Set it: how readiness_app connects.",
    zh: "已设置 READINESS_DATABASE_ADMIN_URL，但未设置 READINESS_DATABASE_URL。请设置 readiness_app 的连接方式。")

  static let interrupted = LocalizedText(en: "Interrupted.", zh: "已中断。")

  static func databaseAt(_ location: String) -> LocalizedText {
    LocalizedText(en: "Database: \(location)", zh: "数据库：\(location)")
  }

  static func schema(_ status: Migrator.Status) -> LocalizedText {
    if status.pending.isEmpty {
      return LocalizedText(en: "Schema: \(status.database), up to date.", zh: "架构版本：\(status.database)，已是最新。")
    }
    let names = status.pending.joined(separator: ", ")
    return LocalizedText(
      en: "Schema: \(status.database) of \(status.program). To apply: \(names). Run: readiness database migrate",
      zh: "架构版本：\(status.database)，本程序需要 \(status.program)。待应用：\(names)。请运行：readiness database migrate")
  }

  static func migrated(_ names: [String]) -> LocalizedText {
    names.isEmpty
      ? LocalizedText(en: "The schema is up to date already.", zh: "架构已是最新。")
      : LocalizedText(
        en: "Applied \(names.joined(separator: ", ")).", zh: "已应用 \(names.joined(separator: "、"))。")
  }

  static func backedUp(_ file: String, bytes: Int64, sha256: String) -> LocalizedText {
    LocalizedText(
      en: "Wrote \(file): \(bytes) bytes, SHA-256 \(sha256).", zh: "已写入 \(file)：\(bytes) 字节，SHA-256 \(sha256)。")
  }

  static func restored(_ file: String, organisations: Int) -> LocalizedText {
    LocalizedText(
      en: "Restored \(file) with \(organisations) organisation\(organisations == 1 ? "" : "s").",
      zh: "已恢复 \(file)，含 \(organisations) 个组织。")
  }

  static func restoreNeedsForce(_ location: String) -> LocalizedText {
    LocalizedText(
      en:
        "The database (\(location)) holds data; nothing was changed. Take a backup of it, then replace it by --force.",
      zh: "数据库（\(location)）中已有数据，未做任何更改。请先备份，再用 --force 替换。")
  }

  static func verdict(_ verdict: AuditVerdict) -> LocalizedText {
    if let broken = verdict.firstBroken {
      return LocalizedText(en: "broken at event \(broken)", zh: "在第 \(broken) 条事件处断裂")
    }
    return verdict.isComplete
      ? LocalizedText(en: "sound", zh: "完好") : LocalizedText(en: "events are missing at its end", zh: "末尾缺少事件")
  }

  static func auditBroken(_ count: Int) -> LocalizedText {
    LocalizedText(
      en:
        "The audit of \(count) organisation\(count == 1 ? " is" : "s is") not what was written. Keep this database as it is, "
        + "and compare it with a backup.",
      zh: "有 \(count) 个组织的审计记录与写入时不一致。请保留此数据库原状，并与备份比对。")
  }
}

/// What the server tells on its way up.
extension Text {
  static func ready(_ address: String) -> LocalizedText {
    LocalizedText(en: "Readiness is ready at \(address)", zh: "Readiness 已就绪：\(address)")
  }

  static let bootstrapNeeded = LocalizedText(
    en: "There is no organisation yet. Make one: readiness account bootstrap --help",
    zh: "尚无组织。请创建：readiness account bootstrap --help")

  static func badPort(_ text: String) -> LocalizedText {
    LocalizedText(
      en: "READINESS_PORT is “\(text)”; it should be 0 to 65535.", zh: "READINESS_PORT 为“\(text)”，应为 0 到 65535。")
  }

  static func addressTaken(_ address: String) -> LocalizedText {
    LocalizedText(
      en: "Another program listens on \(address) already. End it, or choose another port by --port.",
      zh: "\(address) 已被其他程序占用。请结束该程序，或用 --port 换一个端口。")
  }

  static func cannotListen(_ address: String, reason: String) -> LocalizedText {
    LocalizedText(
      en: "The server cannot listen on \(address): \(reason). Choose another by --address and --port.",
      zh: "服务器无法监听 \(address)：\(reason)。请用 --address 和 --port 另选。")
  }
}
