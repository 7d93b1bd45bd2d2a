public import ArgumentParser
public import Readiness
import Storage

extension RoleCommand {
  struct Create: ServerCommand {
    static let configuration = CommandConfiguration(
      "create", LocalizedText(en: "Make one role, of a published occupation if you like.", zh: "新建一个岗位，也可由公开职业生成。"),
      more: LocalizedText(
        en: "With --from-occupation the role gets the occupation's tasks, with shares of its time in proportion to "
          + "importance × frequency, which add up to 100 %. Their traits and effects are then unknown: fill them in by an "
          + "export and an import.",
        zh: "使用 --from-occupation 时，岗位取得该职业的任务，时间占比按“重要性 × 频率”分配，合计 100%。任务的特征和影响尚属未知，可导出后补填再导入。"),
      examples: [
        "readiness role create HRBP --name-en \"HR business partner\" --name-zh 人力资源业务伙伴 --required-level L2",
        "readiness role create CSR --from-occupation 43-4051.00 --data-class internal",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: EffectiveOption

    @Argument(help: ArgumentHelp(en: "The role's code.", zh: "岗位编码。"))
    var code: String

    @Option(
      help: ArgumentHelp(
        en: "The name in English; otherwise the occupation's title.", zh: "英文名称；默认取职业名称。", value: "name"))
    var nameEn: String?

    @Option(
      help: ArgumentHelp(
        en: "The name in Chinese; otherwise the occupation's title.", zh: "中文名称；默认取职业名称。", value: "name"))
    var nameZh: String?

    @OptionGroup var published: Published

    @Option(
      help: ArgumentHelp(
        en: "The AI quotient that it requires overall, L0 to L4.", zh: "要求的总体 AI 商等级，L0 至 L4。", value: "level"))
    var requiredLevel = QuotientLevel.l2

    @Option(
      help: ArgumentHelp(
        en: "onet, esco, csco or custom; of an occupation, where several sources have it.",
        zh: "来源：onet、esco、csco 或 custom；职业同时见于多个来源时须指定。"))
    var source: RoleSource?

    @Option(help: ArgumentHelp(en: "The family of roles it belongs to.", zh: "岗位族。"))
    var family = ""

    func validate() throws {
      if published.fromOccupation == nil, nameEn == nil || nameZh == nil {
        throw ValidationError(Text.nameOrOccupationExpected[.spoken])
      }
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      if let occupation = published.fromOccupation {
        let time = try await client.submit(build(of: occupation))
        return console.show(time) { [Text.roleTime($0)] }
      }
      let roles = try await client.get("/v1/roles", query: ["as-of": moment.effective], as: [ListRoles.Entry].self)
      if roles.value.contains(where: { $0.code == code }) { throw Failure(.failed, Text.codeTaken(code)) }
      let sheet = Sheet(oneRow: [
        ("code", code), ("source", (source ?? .custom).rawValue), ("name_en", nameEn ?? ""), ("name_zh", nameZh ?? ""),
        ("required_level", requiredLevel.description), ("family", family),
      ])
      let counts = try await client.submit(ImportRoles(sheet: sheet, effective: moment.effective))
      console.show(counts) { [Text.imported($0)] }
    }

    private func build(of occupation: String) -> BuildRole {
      let given = nameEn ?? nameZh
      return BuildRole(
        code: code, occupation: occupation, source: source,
        name: given.map { LocalizedText(en: nameEn ?? $0, zh: nameZh ?? $0) }, family: family,
        requiredLevel: requiredLevel, dataClass: published.dataClass, coreOnly: published.coreOnly ? true : nil,
        effective: moment.effective)
    }
  }

  /// What a role is made of.
  struct Published: ParsableArguments {
    @Option(help: ArgumentHelp(en: "A published occupation to take the tasks from.", zh: "从该公开职业取得任务。", value: "code"))
    var fromOccupation: String?

    @Option(
      help: ArgumentHelp(
        en: "Data class of these tasks; otherwise restricted, the most careful.", zh: "这些任务的数据级别；默认取最谨慎的 restricted。"))
    var dataClass: DataClass?

    @Flag(help: ArgumentHelp(en: "Without the supplemental tasks.", zh: "不包括补充任务。"))
    var coreOnly = false
  }
}

/// A name in both languages.
struct NameOptions: ParsableArguments {
  @Option(help: ArgumentHelp(en: "The name in English.", zh: "英文名称。", value: "name"))
  var nameEn: String

  @Option(help: ArgumentHelp(en: "The name in Chinese.", zh: "中文名称。", value: "name"))
  var nameZh: String
}

extension Sheet {
  /// What an import would read of a file with a header and one row.
  init(oneRow cells: [(column: String, text: String)]) {
    self.init(header: cells.map(\.column), rows: [Row(row: 2, cells: cells.map(\.text))])
  }
}

extension RoleSource: ExpressibleByArgument {}
