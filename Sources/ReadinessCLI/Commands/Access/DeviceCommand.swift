import ArgumentParser
import Readiness
import Storage

struct DeviceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "device", LocalizedText(en: "Phones: let them in, end them, and see what they hold.", zh: "手机：邀请、吊销及查看其保存的数据。"),
    subcommands: [Invite.self, List.self, Revoke.self, Holdings.self, Lease.self])

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list",
      LocalizedText(en: "List devices; everyone's for those who oversee, else your own.", zh: "列出设备；监管角色可查看全部，其余仅限本人。"),
      examples: ["readiness device list", "readiness device list --person P0042 --json"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "Of this person alone, by external ID.", zh: "仅限该人员（外部编号）。"))
    var person: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get("/v1/devices", query: ["person": person], as: [ListDevices.Entry].self),
        columns: [
          Column(Text.identity) { $0.device.description }, Column(Text.deviceName) { $0.name },
          Column(Text.account) { $0.email }, Column(Text.person) { $0.person ?? "" },
          Column(Text.lastSeen) { $0.lastSeenAt.map(Text.instant) ?? "" },
          Column(Text.leaseEnds) { $0.revokedAt == nil ? $0.leaseEndsAt.map(Text.instant) ?? "" : "" },
          Column(Text.ended) { device, language in
            device.revokedAt.map { "\(Text.instant($0)) \(device.revocation?.name[language] ?? "")" } ?? ""
          },
        ])
    }
  }

  struct Revoke: ServerCommand {
    static let configuration = CommandConfiguration(
      "revoke", LocalizedText(en: "End a device at once.", zh: "立即吊销设备。"),
      more: LocalizedText(
        en:
          "Its tokens are dead at once. What is on the phone locks itself when the phone hears of it or its lease is over; "
          + "`device holdings` tells whether it has said so. Commands that it had not sent stay on it.",
        zh: "设备令牌立即失效。手机得知吊销或离线租约到期后，其中的数据会自行锁定；可用 device holdings 查看其是否已确认。尚未发送的命令会保留在手机上。"),
      examples: ["readiness device revoke 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --reason lost"])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The device, as the list shows it.", zh: "设备编号，见列表。", value: "id"))
    var id: DeviceID

    @Option(help: ArgumentHelp(en: "lost, replaced, left or other.", zh: "lost（丢失）、replaced（更换）、left（离职）或 other（其他）。"))
    var reason: DeviceRevocation = .lost

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(try await client.submit(RevokeDevice(device: id, reason: reason))) { _ in [Text.deviceRevoked] }
    }
  }

  struct Holdings: ServerCommand {
    static let configuration = CommandConfiguration(
      "holdings",
      LocalizedText(en: "Which devices hold, or held, what is known of a person.", zh: "查看哪些设备保存或曾保存某人员的数据。"),
      more: LocalizedText(
        en:
          "A scope was dropped when its device was told so, and purged when the device said that nothing is left. One that "
          + "is not purged locks itself at the end of its lease. Each look is an event of the audit.",
        zh: "“已通知删除”指已告知设备，“已清除”指设备确认不再保存。未清除的数据在离线租约到期时自行锁定。每次查看均记入审计。"),
      examples: ["readiness device holdings --person P0042", "readiness device holdings --person P0042 --json"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "External ID.", zh: "外部编号。"))
    var person: String

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get("/v1/people/\(escapedForURL(person))/holdings", as: [ListHoldings.Entry].self),
        columns: [
          Column(Text.identity) { $0.device.description }, Column(Text.deviceName) { $0.deviceName },
          Column(Text.account) { $0.email }, Column(Text.scope) { Text.scope($0.scope)[$1] },
          Column(Text.since) { Text.instant($0.grantedAt) },
          Column(Text.dropped) { $0.droppedAt.map(Text.instant) ?? "" },
          Column(Text.purged) { $0.purgedAt.map(Text.instant) ?? "" },
          Column(Text.leaseEnds) { $0.purgedAt == nil ? $0.leaseEndsAt.map(Text.instant) ?? "" : "" },
        ])
    }
  }

  struct Lease: ServerCommand {
    static let configuration = CommandConfiguration(
      "lease", LocalizedText(en: "Set how long a phone may be read without the server.", zh: "设置手机离线可读的期限。"),
      more: LocalizedText(
        en:
          "Each time a phone is up to date its lease begins anew. At its end it deletes what it holds, but not what it has "
          + "yet to send.",
        zh: "手机每次同步完成后租约重新开始；到期后会删除所保存的数据，但保留待发送的内容。"),
      examples: ["readiness device lease 14"])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "1 to 365 days.", zh: "1 到 365 天。"))
    var days: Int

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(try await client.submit(SetDeviceLease(days: days))) { [days] _ in [Text.leaseSet(days: days)] }
    }
  }
}
