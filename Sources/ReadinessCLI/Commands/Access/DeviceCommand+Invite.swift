public import ArgumentParser
import FoundationEssentials
public import Readiness
import Wire

extension DeviceRevocation: ExpressibleByArgument {}

extension DeviceCommand {
  struct Invite: ServerCommand {
    static let configuration = CommandConfiguration(
      "invite", LocalizedText(en: "Make enrolment codes for people's phones.", zh: "为人员的手机生成注册码。"),
      more: LocalizedText(
        en:
          "Each code lets one phone in, once, and is shown this once. Whoever has no account gets one as an employee, by "
          + "their e-mail address. The QR code holds the server's address and the code.",
        zh: "每个注册码仅可供一部手机使用一次，且只显示这一次。没有账户的人员会按其邮箱创建员工账户。二维码包含服务器地址和注册码。"),
      examples: [
        "readiness device invite --person P0042 --format qr",
        "readiness device invite --unit SALES --format csv > codes.csv",
        "readiness device invite --unit SALES --qr-folder letters --hours 72",
      ])

    enum Format: String, CaseIterable, ExpressibleByArgument {
      case list, csv, qr
    }

    @OptionGroup var options: ServerOptions

    @Option(
      name: .customLong("person"),
      help: ArgumentHelp(en: "External ID; may be given several times.", zh: "外部编号，可多次指定。"))
    var people: [String] = []

    @Option(
      name: .customLong("unit"),
      help: ArgumentHelp(
        en: """
          Everyone in this unit and below, may be given several times. Accounts with a role of their own are left out, \
          unless you are an owner.
          """,
        zh: "该部门及下级的所有人员，可多次指定。除所有者外，拥有特定角色的账户不在其中。"))
    var units: [String] = []

    @Option(help: ArgumentHelp(en: "How long the codes are good for, 1 to 168 hours.", zh: "注册码有效小时数，1 到 168。"))
    var hours = 24

    @Option(help: ArgumentHelp(en: "list, csv, or qr for the terminal.", zh: "list（列表）、csv 或 qr（终端二维码）。"))
    var format: Format = .list

    @Option(
      help: ArgumentHelp(
        en: "Also write each QR code as a picture, PERSON.svg, into this folder.", zh: "同时将每个二维码以“外部编号.svg”写入此文件夹。"))
    var qrFolder: String?

    struct Letter: Encodable {
      var person: String
      var name: String
      var email: String
      var code: String
      var address: String
      var expiresAt: Date
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      let folder = try qrFolder.map(PictureFolder.init)
      let made = try await client.submit(InviteDevices(people: people, units: units, hours: hours)).value
      let letters = made.invitations.map { invitation in
        Letter(
          person: invitation.person, name: invitation.name, email: invitation.email, code: invitation.code,
          address: EnrolmentAddress(server: client.access.server.text, code: invitation.code).text,
          expiresAt: invitation.expiresAt)
      }
      // First of all, whatever becomes of the folder: the codes are told this once.
      try show(letters, console)
      try folder?.write(letters, console)
      if !console.isJSON, let first = letters.first {
        console.note(Text.devicesInvited(letters.count, until: first.expiresAt))
      }
    }

    private func show(_ letters: [Letter], _ console: Console) throws {
      guard !console.isJSON, format != .list else {
        return try console.show(
          letters,
          columns: [
            Column(Text.person) { $0.person }, Column(Text.name) { $0.name }, Column(Text.email) { $0.email },
            Column(Text.code) { $0.code },
          ])
      }
      if format == .csv {
        let rows = letters.enumerated().map { index, letter in
          Sheet.Row(
            row: index + 2,
            cells: [
              letter.person, letter.name, letter.email, letter.code, letter.address, Text.instant(letter.expiresAt),
            ])
        }
        let sheet = Sheet(header: ["person", "name", "email", "code", "address", "expires_at"], rows: rows)
        OutputStream.output.write(try TableExport.text(of: sheet))
      } else {
        for letter in letters {
          console.print("\(letter.name)  \(letter.person)  \(letter.email)")
          for line in QRCode(letter.address)?.lines ?? [letter.address] { console.print(line) }
        }
      }
    }
  }
}

/// A folder that pictures are written into, made if it is not there.
private struct PictureFolder {
  let path: String

  /// - Throws: a failure when it can be neither made nor written to, before any code is made.
  init(_ path: String) throws {
    self.path = path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(.failed, Text.unwritable(path, reason: "\(error)"))
    }
  }

  func write(_ letters: [DeviceCommand.Invite.Letter], _ console: Console) throws {
    for letter in letters {
      guard let code = QRCode(letter.address) else { continue }
      // A letter lets in whoever reads it.
      try OutputFile.writePrivately([UInt8](code.svg.utf8), to: "\(path)/\(escapedForURL(letter.person)).svg")
    }
    console.note(Text.picturesWritten(to: path))
  }
}
