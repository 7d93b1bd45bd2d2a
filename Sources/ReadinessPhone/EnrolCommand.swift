import ArgumentParser
import Foundation
import Readiness
import SyncClient
import Wire

struct EnrolCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "enrol", LocalizedText(en: "Make this a phone of yours, with a code from HR.", zh: "用人力资源部门提供的注册码注册此手机端。"),
    examples: [
      "readiness-phone enrol < address", "readiness-phone enrol 'https://readiness.example.com/enrol#rde_AZx…'",
      "readiness-phone enrol rde_AZx… --server https://readiness.example.com --name “Li Na”",
    ])

  @Argument(
    help: ArgumentHelp(
      en: "The address in the QR code, or the code; it works once. Left out, it is read from standard input.",
      zh: "二维码中的地址或注册码，只能使用一次；省略时从标准输入读取。"))
  var code: String?

  @Option(help: ArgumentHelp(en: "The server's address, for a code alone.", zh: "服务器地址（仅输入注册码时）。", value: "url"))
  var server: String?

  @Option(help: ArgumentHelp(en: "What you and HR know this phone by.", zh: "您和人力资源部门识别此手机端的名称。", value: "name"))
  var name: String?

  @OptionGroup var options: PhoneOptions

  func run() async throws {
    let code = code ?? readLine() ?? ""
    let enrolment = EnrolmentAddress(code) ?? EnrolmentAddress(server: server ?? "", code: code)
    guard let address = URL(string: enrolment.server), address.host != nil else {
      throw ValidationError(Text.serverExpected(enrolment.server)[options.console.language])
    }
    let folder = PhoneFolder(given: options.folder)
    let phone = try Phone(folder: folder, language: options.console.language, server: address)
    try await enrol(phone, at: address, code: enrolment.code)
    do {
      try await phone.client.synchronise()
    } catch let error as SyncTransportError where error.isPassing {
      options.console.note(Text.enrolledOnly(error.reason))
    }
    try StatusLine(phone.client.status()).show(on: options.console)
  }

  /// The code works once: whatever else may fail comes before it.
  private func enrol(_ phone: Phone, at address: URL, code: String) async throws {
    let former = phone.folder.server
    try phone.folder.remember(server: address)
    do {
      try await phone.client.enrol(
        code: code, name: name ?? ProcessInfo.processInfo.hostName,
        platform: String(ProcessInfo.processInfo.operatingSystemVersionString.prefix(60)))
    } catch {
      try phone.folder.remember(server: former)
      guard let passing = error as? SyncTransportError, passing.isPassing else { throw error }
      throw Failure(.unreachable, Text.notEnrolled(passing.reason))
    }
  }
}

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "status", LocalizedText(en: "How this phone stands with its server.", zh: "手机端与服务器的同步状态。"),
    examples: ["readiness-phone status --json"])

  @OptionGroup var options: PhoneOptions

  func run() throws { try StatusLine(options.phone().client.status()).show(on: options.console) }
}

struct SyncCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "sync", LocalizedText(en: "Send what waits, and fetch what is new.", zh: "发送待发内容并获取最新数据。"),
    examples: ["readiness-phone sync", "readiness-phone sync --follow"])

  @Flag(help: ArgumentHelp(en: "Stay in touch until stopped.", zh: "保持同步直至停止。"))
  var follow = false

  @OptionGroup var options: PhoneOptions

  func run() async throws {
    let client = try options.phone().client
    guard follow else {
      try await client.synchronise()
      return try StatusLine(client.status()).show(on: options.console)
    }
    let console = options.console
    async let syncing: Void = client.keepSynchronised()
    let telling = Task { for await status in client.statuses() { try StatusLine(status).show(on: console) } }
    defer { telling.cancel() }
    try await syncing
  }
}

struct WipeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "wipe",
    LocalizedText(
      en: "Delete everything on this phone, also what waits to be sent.", zh: "删除手机端的全部数据，包括待发送的内容。"),
    examples: ["readiness-phone wipe --yes"])

  @Flag(help: ArgumentHelp(en: "Don't ask.", zh: "不询问。"))
  var yes = false

  @OptionGroup var options: PhoneOptions

  /// No server is needed, nor known any more perhaps.
  func run() throws {
    let console = options.console
    if !yes, console.ask(Text.wipeQuestion)?.lowercased() != "wipe" { throw Failure(.failed, Text.kept) }
    let folder = PhoneFolder(given: options.folder)
    try Phone(folder: folder, language: console.language, server: folder.server ?? folder.url).client.wipe()
    try console.tell(.done, Text.wiped)
  }
}

/// A status as it is told.
struct StatusLine: Encodable {
  var phase: String
  var version: Int64?
  var lease: Date?
  var waiting: Int
  var failed: Int
  var reason: String?
  private let name: LocalizedText

  init(_ status: SyncStatus) {
    phase = status.phase.rawValue
    version = status.head
    lease = status.lease
    waiting = status.waiting
    failed = status.failed
    reason = status.problem?.detail ?? (status.phase == .unenrolled ? nil : status.obstacle)
    name = Text.phase(status.phase)
  }

  private enum CodingKeys: CodingKey { case phase, version, lease, waiting, failed, reason }

  func show(on console: Console) throws {
    try console.show(self) { line in
      [
        ([line.name[console.language]] + [Text.counts(waiting, failed)[console.language]]
          + [line.reason].compactMap { $0 })
          .joined(separator: " · ")
      ]
    }
  }
}
