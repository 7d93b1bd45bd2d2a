import Readiness

/// What is wrong with how a server is reached, and with files.
extension Text {
  static let notSignedIn = LocalizedText(
    en: "You are not signed in. Run: readiness login --server URL", zh: "您尚未登录。请运行：readiness login --server URL")

  static func notSignedIn(at server: String) -> LocalizedText {
    LocalizedText(
      en: "You are not signed in at \(server). Run: readiness login --server \(server)",
      zh: "您尚未登录 \(server)。请运行：readiness login --server \(server)")
  }

  static func badAddress(_ text: String) -> LocalizedText {
    LocalizedText(
      en: "“\(text)” is not a server's address. Write it as https://readiness.example.com",
      zh: "“\(text)”不是服务器地址。请写成 https://readiness.example.com 的形式。")
  }

  static func unreachable(_ server: String, reason: String) -> LocalizedText {
    LocalizedText(
      en: "\(server) cannot be reached (\(reason)). Check the address, and that the server runs.",
      zh: "无法连接 \(server)（\(reason)）。请检查地址以及服务器是否在运行。")
  }

  static func redirected(_ server: String, to location: String) -> LocalizedText {
    LocalizedText(
      en: "\(server) sends its callers to \(location). Use that server's address.",
      zh: "\(server) 将请求转到 \(location)。请改用该服务器的地址。")
  }

  static func badStatus(_ status: Int, server: String) -> LocalizedText {
    LocalizedText(
      en: "\(server) answered with status \(status). Look into its log.", zh: "\(server) 返回状态 \(status)。请查看其日志。")
  }

  static func notOurServer(_ server: String) -> LocalizedText {
    LocalizedText(
      en: "What \(server) answered cannot be read. Is it a Readiness server, and of the same version as this program?",
      zh: "无法读取 \(server) 的答复。它是否为 Readiness 服务器，且与本程序版本一致？")
  }

  static let resultLost = LocalizedText(
    en: "The connection broke, and the secret that was made is lost. Make another one.",
    zh: "连接中断，已生成的密文已丢失。请重新生成。")

  static func credentialsOpen(_ path: String) -> LocalizedText {
    LocalizedText(
      en: "\(path) can be read by others, or is not yours; so it is not used. Run: chmod 600 \(path)",
      zh: "\(path) 可被他人读取或不属于您，因此不予使用。请运行：chmod 600 \(path)")
  }

  static func credentialsDamaged(_ path: String) -> LocalizedText {
    LocalizedText(
      en: "\(path) cannot be understood. Sign in again: readiness login --server URL",
      zh: "无法识别 \(path)。请重新登录：readiness login --server URL")
  }

  static func emptyTokenFile(_ path: String) -> LocalizedText {
    LocalizedText(en: "\(path) holds no token. Write one into it.", zh: "\(path) 中没有令牌。请写入令牌。")
  }

  static func unreadable(_ path: String, reason: String) -> LocalizedText {
    LocalizedText(
      en: "\(path) cannot be read (\(reason)). Check its name and its permissions.",
      zh: "无法读取 \(path)（\(reason)）。请检查文件名和权限。")
  }

  static func unwritable(_ path: String, reason: String) -> LocalizedText {
    LocalizedText(
      en: "\(path) cannot be written (\(reason)). Check its folder's permissions and the disk's space.",
      zh: "无法写入 \(path)（\(reason)）。请检查所在文件夹的权限和磁盘空间。")
  }

  static func badFile(_ path: String, at place: String?, reason: LocalizedText) -> LocalizedText {
    LocalizedText(
      en: "\(path) is not sound\(place.map { ", at \($0)" } ?? ""): \(reason.en)",
      zh: "\(path) 内容有误\(place.map { "，位于 \($0)" } ?? "")：\(reason.zh)")
  }

  static func unreadableTable(_ path: String, _ reason: LocalizedText) -> LocalizedText {
    LocalizedText(en: "\(path): \(reason.en)", zh: "\(path)：\(reason.zh)")
  }

  static func badRows(_ path: String, _ count: Int) -> LocalizedText {
    LocalizedText(
      en: "\(path) has \(count) row\(count == 1 ? "" : "s") that cannot be read; nothing was sent. Correct the file.",
      zh: "\(path) 有 \(count) 行无法读取，未发送任何内容。请更正文件。")
  }

  static func moreFaults(_ count: Int) -> LocalizedText {
    LocalizedText(en: "… and \(count) more.", zh: "……另有 \(count) 处。")
  }

  static func noShare(_ places: [String]) -> LocalizedText {
    LocalizedText(
      en: "The files that ship with the program (schema/, seed/) are in none of \(places.joined(separator: ", ")). "
        + "Name their folder by READINESS_SHARE.",
      zh: "未找到随程序提供的文件（schema/、seed/），已查找：\(places.joined(separator: "、"))。请用 READINESS_SHARE 指定其文件夹。")
  }
}
