import FoundationEssentials
import Readiness

/// What is told of phones.
extension Text {
  static let deviceName = LocalizedText(en: "Device", zh: "设备")
  static let lastSeen = LocalizedText(en: "Last seen", zh: "最近连接")
  static let leaseEnds = LocalizedText(en: "Lease ends", zh: "租约到期")
  static let ended = LocalizedText(en: "Ended", zh: "已吊销")
  static let dropped = LocalizedText(en: "Told to drop", zh: "已通知删除")
  static let purged = LocalizedText(en: "Purged", zh: "已清除")
  static let scope = LocalizedText(en: "Scope", zh: "数据范围")
  static let deviceRevoked = LocalizedText(
    en: "The device has ended. Whether it purged what it held: readiness device holdings --person ID",
    zh: "设备已吊销。查看其是否已清除数据：readiness device holdings --person ID")

  static func scope(_ scope: SyncScope) -> LocalizedText {
    switch scope {
    case .organisation: LocalizedText(en: "everyone's", zh: "全员可见")
    case .people: LocalizedText(en: "all people, for HR", zh: "全体人员（HR）")
    case .own: LocalizedText(en: "their own", zh: "本人")
    case .campaign: LocalizedText(en: "a campaign's form", zh: "测评表单")
    case .managed: LocalizedText(en: "for their manager", zh: "经理可见")
    }
  }

  static func leaseSet(days: Int) -> LocalizedText {
    LocalizedText(
      en: "A phone may be read for \(days) days without the server, from when it is next up to date.",
      zh: "手机自下次同步完成起，可离线读取 \(days) 天。")
  }

  static func devicesInvited(_ count: Int, until: Date) -> LocalizedText {
    LocalizedText(
      en: "Codes: \(count), each for one phone, until \(instant(until)). They are not shown again.",
      zh: "已生成 \(count) 个注册码，每个可供一部手机使用，有效期至 \(instant(until))。之后不再显示。")
  }

  static func picturesWritten(to folder: String) -> LocalizedText {
    LocalizedText(en: "QR codes are in \(folder).", zh: "二维码已写入 \(folder)。")
  }
}
