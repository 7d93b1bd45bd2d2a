import FoundationEssentials
import Readiness
import Storage

/// What is told of accounts, sign-ins and tokens.
extension Text {
  static let codePrompt = LocalizedText(en: "Sign-in code:", zh: "登录码：")
  static let nobodySignedIn = LocalizedText(en: "Nobody is signed in.", zh: "当前未登录。")
  static let tokenRevoked = LocalizedText(en: "The token has ended.", zh: "令牌已吊销。")

  static let serverExpected = LocalizedText(
    en: "Say at which server: readiness login --server URL", zh: "请指定服务器：readiness login --server URL")

  static let codeExpected = LocalizedText(
    en: "A sign-in code is needed. An owner makes one: readiness account invite EMAIL",
    zh: "需要登录码。由所有者生成：readiness account invite EMAIL")

  static func caller(_ caller: WhoAmI.Answer) -> [LocalizedText] {
    let person = caller.person.map { ", \($0)" } ?? ""
    return [
      LocalizedText(
        en: "\(caller.account) (\(caller.role.name.en)\(person)) of \(caller.organisation.en)",
        zh: "\(caller.organisation.zh)：\(caller.account)（\(caller.role.name.zh)\(person)）")
    ]
  }

  static func signedOut(_ account: String) -> LocalizedText {
    LocalizedText(en: "Signed out \(account).", zh: "\(account) 已退出登录。")
  }

  static func accountCreated(_ email: String) -> LocalizedText {
    LocalizedText(
      en: "Made the account \(email). Its sign-in code: readiness account invite \(email)",
      zh: "已创建账户 \(email)。生成登录码：readiness account invite \(email)")
  }

  static func accountDisabled(_ email: String) -> LocalizedText {
    LocalizedText(en: "The account \(email) has ended.", zh: "账户 \(email) 已停用。")
  }

  static func granted(_ role: AccountRole, to email: String) -> LocalizedText {
    LocalizedText(en: "\(email) is \(role.name.en) now.", zh: "\(email) 的角色现为\(role.name.zh)。")
  }

  static func codeIssued(for email: String, until: Date) -> LocalizedText {
    LocalizedText(
      en: "Sign-in code for \(email), to be used once until \(instant(until)), with: readiness login --server URL",
      zh: "\(email) 的登录码，\(instant(until)) 前可使用一次：readiness login --server URL")
  }

  static func tokenIssued(_ token: IssueToken.Result) -> LocalizedText {
    LocalizedText(
      en: "Token \(token.id), in force until \(instant(token.expiresAt)). It is not shown again.",
      zh: "令牌 \(token.id)，有效期至 \(instant(token.expiresAt))。之后不再显示。")
  }

  static func organisationCreated(_ name: String) -> LocalizedText {
    LocalizedText(en: "Made the organisation \(name).", zh: "已创建组织 \(name)。")
  }

  static func organisationPresent(_ name: LocalizedText) -> LocalizedText {
    LocalizedText(
      en: "There is an organisation already: \(name.en). To sign in to it: readiness account invite EMAIL --on-host. "
        + "To add another: --additional",
      zh: "已有组织：\(name.zh)。如需登录：readiness account invite EMAIL --on-host。如需再创建一个：--additional")
  }

  /// `2026-03-01 09:30Z`: to the minute, in UTC.
  static func instant(_ date: Date) -> String {
    let minute = Int(date.timeIntervalSince1970 / 60)
    let ofDay = ((minute % 1_440) + 1_440) % 1_440
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return "\(Day(date)) \(padded(ofDay / 60)):\(padded(ofDay % 60))Z"
  }
}
