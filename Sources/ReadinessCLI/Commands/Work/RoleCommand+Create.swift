public import ArgumentParser
public import Readiness
import Storage

extension RoleCommand {
  struct Create: ServerCommand {
    static let configuration = CommandConfiguration(
      "create", LocalizedText(en: "Make one role.", zh: "新建一个岗位。"),
      examples: ["readiness role create HRBP --name-en \"HR business partner\" --name-zh 人力资源业务伙伴 --required-level L2"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: EffectiveOption

    @Argument(help: ArgumentHelp(en: "The role's code.", zh: "岗位编码。"))
    var code: String

    @OptionGroup var name: NameOptions

    @Option(
      help: ArgumentHelp(
        en: "The AI quotient that it requires overall, L0 to L4.", zh: "要求的总体 AI 商等级，L0 至 L4。", value: "level"))
    var requiredLevel = QuotientLevel.l2

    @Option(help: ArgumentHelp(en: "onet, esco, csco or custom.", zh: "来源：onet、esco、csco 或 custom。"))
    var source = RoleSource.custom

    @Option(help: ArgumentHelp(en: "The family of roles it belongs to.", zh: "岗位族。"))
    var family = ""

    func run(_ client: APIClient, _ console: Console) async throws {
      let roles = try await client.get("/v1/roles", query: ["as-of": moment.effective], as: [ListRoles.Entry].self)
      if roles.value.contains(where: { $0.code == code }) { throw Failure(.failed, Text.codeTaken(code)) }
      let sheet = Sheet(oneRow: [
        ("code", code), ("source", source.rawValue), ("name_en", name.nameEn), ("name_zh", name.nameZh),
        ("required_level", requiredLevel.description), ("family", family),
      ])
      let counts = try await client.submit(ImportRoles(sheet: sheet, effective: moment.effective))
      console.show(counts) { [Text.imported($0)] }
    }
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
