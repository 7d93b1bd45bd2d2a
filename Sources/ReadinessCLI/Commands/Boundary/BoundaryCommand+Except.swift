import ArgumentParser
import Readiness
import Storage

extension BoundaryCommand {
  struct Except: ServerCommand {
    static let configuration = CommandConfiguration(
      "except", LocalizedText(en: "Ask for another level for a while.", zh: "申请在一段时间内采用其他级别。"),
      more: LocalizedText(
        en:
          "It holds once another account has given it, never goes below the floor that the rules set, and ends by itself.",
        zh: "须由另一账户批准后方可生效，不得低于规则设定的下限，到期自动结束。"),
      examples: [
        "readiness boundary except --role HRBP --task HRBP-03 --level H3 --until 2026-12-31 --reason \"Peak season\""
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var place: BoundaryPlace

    @Option(help: ArgumentHelp(en: "H1 to H5.", zh: "H1 至 H5。", value: "level")) var level: HumanAgencyLevel
    @Option(help: ArgumentHelp(en: "The first day; otherwise today.", zh: "开始日期；默认为今天。", value: "date")) var from: Day?
    @Option(help: ArgumentHelp(en: "The last day on which it holds.", zh: "生效的最后一天。", value: "date")) var until: Day
    @Option(help: ArgumentHelp(en: "Why.", zh: "理由。", value: "text")) var reason: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = RequestException(
        role: place.role, task: place.task, level: level, reason: reason, from: from, until: until)
      console.show(try await client.submit(command)) { [Text.requested($0.exception)] }
    }
  }

  struct Grant: ServerCommand {
    static let configuration = CommandConfiguration(
      "grant", LocalizedText(en: "Give an exception that another account asked for.", zh: "批准另一账户申请的例外。"),
      examples: ["readiness boundary grant 01980000-0000-7000-8000-000000000000"])

    @OptionGroup var options: ServerOptions
    @Argument(help: ArgumentHelp(en: "The exception's ID.", zh: "例外的编号。")) var exception: BoundaryExceptionID

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(try await client.submit(GrantException(exception: exception))) { _ in [Text.recorded] }
    }
  }

  struct Revoke: ServerCommand {
    static let configuration = CommandConfiguration(
      "revoke", LocalizedText(en: "Take back an exception, or the request for one.", zh: "撤销例外或例外申请。"),
      examples: ["readiness boundary revoke 01980000-0000-7000-8000-000000000000 --reason \"The season is over\""])

    @OptionGroup var options: ServerOptions
    @Argument(help: ArgumentHelp(en: "The exception's ID.", zh: "例外的编号。")) var exception: BoundaryExceptionID
    @Option(help: ArgumentHelp(en: "Why.", zh: "理由。", value: "text")) var reason: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = RevokeException(exception: exception, reason: reason)
      console.show(try await client.submit(command)) { _ in [Text.recorded] }
    }
  }

  struct Exceptions: ServerCommand {
    static let configuration = CommandConfiguration(
      "exceptions", LocalizedText(en: "List exceptions and where they stand.", zh: "列出例外及其状态。"),
      examples: ["readiness boundary exceptions", "readiness boundary exceptions --role HRBP --as-of 2026-03-31"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "The role's code; otherwise all roles.", zh: "岗位编码；默认为全部岗位。", value: "code"))
    var role: String?

    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let exceptions = try await client.get(
        "/v1/boundary-exceptions", query: ["role": role, "as-of": moment.asOf], as: [ListExceptions.Entry].self)
      console.show(
        exceptions,
        columns: [
          Column(Text.identity) { $0.exception.id.description }, Column(Text.role) { $0.role },
          Column(Text.task) { $0.task }, Column(Text.level) { $0.exception.level.description },
          Column(Text.status) { $0.exception.state.name[$1] }, Column(Text.from) { $0.exception.from.description },
          Column(Text.to) { $0.exception.until.description }, Column(Text.reason) { $0.exception.reason },
        ])
    }
  }
}
