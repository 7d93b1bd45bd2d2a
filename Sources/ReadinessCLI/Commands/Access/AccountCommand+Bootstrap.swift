import ArgumentParser
import FoundationEssentials
import Logging
import Readiness
import Storage

extension AccountCommand {
  struct Bootstrap: HostCommand {
    static let configuration = CommandConfiguration(
      "bootstrap",
      LocalizedText(en: "Make the organisation and its first account, at the server's host.", zh: "在服务器主机上创建组织及首个账户。"),
      more: LocalizedText(
        en:
          "Publishes the rules, the index profile, the instruments and the learning activities with their templates that ship "
          + "with the program, and makes an owner's account with a sign-in code, which goes to standard output alone.",
        zh: "发布随程序提供的规则、指数方案、测评工具、学习活动及计划模板，创建所有者账户及其登录码；登录码只写到标准输出。"),
      examples: [
        "readiness account bootstrap --organisation-name \"Example Ltd\" --organisation-name-zh 示例公司 "
          + "--email owner@example.com --name \"Ada Owner\""
      ])

    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp(en: "The organisation's name in English.", zh: "组织的英文名称。", value: "name"))
    var organisationName: String

    @Option(help: ArgumentHelp(en: "Its name in Chinese; otherwise the same.", zh: "组织的中文名称；默认相同。", value: "name"))
    var organisationNameZh: String?

    @Option(help: ArgumentHelp(en: "The owner's e-mail address.", zh: "所有者的邮箱。"))
    var email: String

    @Option(help: ArgumentHelp(en: "The owner's name.", zh: "所有者姓名。"))
    var name: String

    @Flag(help: ArgumentHelp(en: "Add an organisation to those there are.", zh: "在已有组织之外再创建一个。"))
    var additional = false

    struct Report: Encodable {
      var organisation: OrganisationID
      var email: String
      var code: String
      var expiresAt: Date
    }

    func run(_ host: HostDatabase, _ console: Console) async throws {
      // Read before anything is made: what is wrong with them is better known now.
      let seeds = try Seeds(ShareFolder.find())
      try await host.prepareSchema()
      if let present = try await HostQueries.organisations(host.owner).first, !additional {
        throw Failure(.failed, Text.organisationPresent(present.name))
      }
      let report = try await host.withStore(logger: .readiness()) { try await create(in: $0, seeds) }
      if !console.isJSON {
        console.note(Text.organisationCreated(organisationName))
        console.note(Text.codeIssued(for: email, until: report.expiresAt))
      }
      try console.show(report) { [LocalizedText(en: $0.code, zh: $0.code)] }
    }

    private func create(in store: Store, _ seeds: Seeds) async throws -> Report {
      let name = LocalizedText(en: organisationName, zh: organisationNameZh ?? organisationName)
      let organisation = try await store.createOrganisation(name: name, now: Date())
      let caller = Caller.operatorOf(organisation)
      _ = try await store.execute(PublishRuleSet(ruleSet: seeds.rules), by: caller, now: Date())
      _ = try await store.execute(PublishIndexProfile(profile: seeds.profile), by: caller, now: Date())
      for instrument in seeds.instruments {
        _ = try await store.execute(PublishInstrument(instrument: instrument), by: caller, now: Date())
      }
      _ = try await store.execute(ImportActivities(sheet: Sheet(seeds.activities)), by: caller, now: Date())
      _ = try await store.execute(ImportPlanTemplates(sheet: Sheet(seeds.templates)), by: caller, now: Date())
      _ = try await store.execute(
        CreateAccount(email: email, displayName: self.name, role: .owner), by: caller, now: Date())
      let code = try await store.execute(IssueSignInCode(email: email), by: caller, now: Date())
      return Report(organisation: organisation, email: email, code: code.code, expiresAt: code.expiresAt)
    }
  }
}

/// What every organisation starts with.
private struct Seeds {
  let rules: BoundaryRuleSet
  let profile: IndexProfile
  let instruments: [Instrument]
  let activities: [Activity]
  let templates: [PlanTemplate]

  init(_ share: ShareFolder) throws {
    rules = try InputFile.decode(BoundaryRuleSet.self, from: share.seed("boundary-rules.yaml"))
    profile = try InputFile.decode(IndexProfile.self, from: share.seed("index-profiles/default.yaml"))
    instruments = try share.instruments()
    activities = try InputFile.decode([Activity].self, from: share.seed("activities.yaml"))
    templates = try InputFile.decode([PlanTemplate].self, from: share.seed("plan-templates.yaml"))
  }
}
