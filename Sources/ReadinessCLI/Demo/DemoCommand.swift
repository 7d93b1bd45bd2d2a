import ArgumentParser
import FoundationEssentials
import Readiness
import Storage

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "demo", LocalizedText(en: "An organisation to try the product with.", zh: "用于试用产品的示例组织。"),
    subcommands: [Load.self])

  struct Load: HostCommand {
    static let configuration = CommandConfiguration(
      "load", LocalizedText(en: "Load the demonstration organisation.", zh: "加载示例组织。"),
      more: LocalizedText(
        en: "A synthetic company with nine months of history. The same options always give the same history; each "
          + "load is an organisation of its own, beside those there are.",
        zh: "一家拥有九个月历史的虚构公司。相同的选项总是得到相同的历史；每次加载都会新建一个组织，不影响已有组织。"),
      examples: ["readiness demo load", "readiness demo load --people 5000 --seed 7 --as-of 2026-06-30"])

    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp(en: "How many people, 20 to 100,000.", zh: "人数，20 到 100,000。", value: "number"))
    var people = 240

    @Option(help: ArgumentHelp(en: "Another number gives another history.", zh: "不同的数字生成不同的历史。", value: "number"))
    var seed: UInt64 = 1

    @Option(
      help: ArgumentHelp(
        en: "The day on which the history ends; otherwise today.", zh: "历史结束的日期；默认为今天。", value: "date"))
    var asOf: Day?

    func validate() throws {
      if !DemoOrganisation.sizes.contains(people) { throw ValidationError(Text.demoSize[.spoken]) }
      if let asOf, asOf > Day(Date()) { throw ValidationError(Text.demoFuture(asOf)[.spoken]) }
    }

    struct Report: Encodable {
      var organisation: OrganisationID
      var name: LocalizedText
      var asOf: Day
      var people: Int
      /// 0 to 100; nil where withheld.
      var index: Double?
      var grade: Grade?
      var signIns: [DemoLoader.SignIn]
    }

    func run(_ host: HostDatabase, _ console: Console) async throws {
      try await host.prepareSchema()
      let progress = ProgressBar(console)
      let seeds = try DemoSeeds(ShareFolder.find(), progress: progress)
      let demo = try DemoOrganisation(seeds: seeds, people: people, seed: seed, asOf: asOf ?? Day(Date()))
      let outcome = try await host.withStore(logger: .readiness()) { store in
        try await DemoLoader(demo, into: store).load(now: Date()) {
          progress.show(Text.demoHistory(until: $0.day), done: $0.done, of: $0.total)
        }
      }
      progress.clear()
      try show(outcome, of: demo, console)
    }

    private func show(_ outcome: DemoLoader.Outcome, of demo: DemoOrganisation, _ console: Console) throws {
      let brief = outcome.brief
      let report = Report(
        organisation: outcome.organisation, name: demo.name, asOf: demo.asOf, people: brief.headcount,
        index: brief.index.value, grade: brief.index.grade, signIns: outcome.signIns)
      try console.show(report) { [Text.demoLoaded($0.name, people: $0.people, index: $0.index, grade: $0.grade)] }
      guard !console.isJSON else { return }
      console.print(
        rows: outcome.signIns,
        columns: [
          Column(Text.accountRole) { signIn, language in signIn.role.name[language] }, Column(Text.email) { $0.email },
          Column(Text.signInCode) { $0.code },
        ])
      console.note(Text.demoSignIn)
    }
  }
}

extension Text {
  fileprivate static let accountRole = LocalizedText(en: "Role", zh: "角色")
  fileprivate static let signInCode = LocalizedText(en: "Sign-in code", zh: "登录码")
  fileprivate static let demoSize = LocalizedText(
    en: "The organisation can have 20 to 100,000 people: --people 240", zh: "人数须在 20 到 100,000 之间：--people 240")
  fileprivate static let demoSignIn = LocalizedText(
    en: "Each code signs in once, within a week: READINESS_LOGIN_CODE=CODE readiness login --server ADDRESS",
    zh: "每个登录码一周内可使用一次：READINESS_LOGIN_CODE=登录码 readiness login --server 地址")

  fileprivate static func demoFuture(_ day: Day) -> LocalizedText {
    LocalizedText(en: "\(day) is yet to come; the history can end today or before.", zh: "\(day) 尚未到来；历史最晚可到今天。")
  }

  fileprivate static func demoHistory(until day: Day) -> LocalizedText {
    LocalizedText(en: "History until \(day)", zh: "历史至 \(day)")
  }

  fileprivate static func demoLoaded(
    _ name: LocalizedText, people: Int, index: Double?, grade: Grade?
  ) -> LocalizedText {
    let value = index.map { String(($0 * 10).rounded() / 10) } ?? "–"
    return LocalizedText(
      en: "\(name.en): \(people) people, readiness index \(value)\(grade.map { ", \($0.name.en)" } ?? "").",
      zh: "\(name.zh)：\(people) 人，就绪指数 \(value)\(grade.map { "，\($0.name.zh)" } ?? "")。")
  }
}
