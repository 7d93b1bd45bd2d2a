import ArgumentParser
import Readiness
import Storage

extension PeopleCommand {
  struct Import: ServerCommand {
    static let configuration = CommandConfiguration(
      "import",
      LocalizedText(en: "Take in people from any system's export, all rows or none.", zh: "导入其他系统导出的人员表：全部导入或全不导入。"),
      more: LocalizedText(
        en: "Columns are recognised by the names that HR systems give them; --map names the others. "
          + "Fields: \(fields). Without external_id, name and unit a row describes nobody.",
        zh: "系统能识别常见人事系统的列名，其余可用 --map 指定。字段：\(fields)。external_id、name 和 unit 为必填。"),
      examples: [
        "readiness people import staff.xlsx --dry-run",
        "readiness people import 花名册.csv --map external_id=工号 --map unit=部门编码 --save-profile hr",
        "readiness people import staff.csv --profile hr --leavers mark-missing-as-left",
      ])

    private static let fields = PersonRecord.Field.allCases.map(\.rawValue).joined(separator: ", ")

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions
    @OptionGroup var moment: EffectiveOption

    @Option(
      name: .customLong("map"),
      help: ArgumentHelp(
        en: "The column that holds a field; may be repeated.", zh: "指定字段对应的列，可重复。", value: "field=column"))
    var columns: [FieldColumn] = []

    @Option(
      help: ArgumentHelp(
        en: "A saved mapping, one that ships with the program (chinese, english, german), or a YAML file.",
        zh: "已保存的列映射、随程序提供的映射（chinese、english、german）或 YAML 文件。", value: "name"))
    var profile: String?

    @Option(help: ArgumentHelp(en: "Keep the mapping under this name.", zh: "以此名称保存列映射。", value: "name"))
    var saveProfile: String?

    @Option(
      help: ArgumentHelp(
        en: "What becomes of people whom the file does not list: keep, or mark-missing-as-left.",
        zh: "文件中未列出的人员如何处理：keep（保留）或 mark-missing-as-left（记为离职）。"))
    var leavers = PeopleImport.LeaverPolicy.keep

    @Flag(help: ArgumentHelp(en: "Let more than half of the people leave.", zh: "允许超过一半的人员离职。"))
    var allowMostToLeave = false

    func run(_ client: APIClient, _ console: Console) async throws {
      var mapping = try profile.map(PeopleColumns.init(named:)) ?? PeopleColumns()
      for column in columns { mapping.columns[column.field] = column.name }
      let progress = ProgressBar(console)
      let sheet = try mapping.table(file.file, sheetName: file.sheet).read(progress)
      let command = ImportPeople(
        sheet: sheet, mapping: .init(mapping.columns), leavers: leavers, allowingMostToLeave: allowMostToLeave,
        effective: moment.effective)
      let result = try await client.submit(command, dryRun: file.dryRun, progress: progress)
      show(result, console)
      if let saveProfile { console.note(Text.profileSaved(try mapping.save(as: saveProfile))) }
    }

    private func show(_ result: Answer<ImportPeople.Result>, _ console: Console) {
      if file.dryRun && !console.isJSON && !result.value.differences.isEmpty {
        console.print(rows: DifferenceLine.all(of: result.value.differences), columns: DifferenceLine.columns)
        let people = result.value.joined + result.value.changed + result.value.returned + result.value.left
        let rest = people - result.value.differences.count
        if rest > 0 { console.note(Text.moreFaults(rest)) }
      }
      console.show(result) { Text.imported($0) }
      if file.dryRun { console.note(Text.dryRun) }
    }
  }
}

/// `field=column`, as `--map` takes it.
struct FieldColumn: ExpressibleByArgument {
  let field: PersonRecord.Field
  let name: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, let field = PersonRecord.Field(rawValue: String(parts[0])) else {
      return nil
    }
    self.field = field
    name = String(parts[1])
  }
}

/// One line of the differences that an import would make: a person, or a field of theirs.
private struct DifferenceLine {
  var row: Int?
  var kind: ImportPeople.Difference.Kind
  var externalID: String
  var name: String
  var change: PeopleImport.FieldChange?

  static func all(of differences: [ImportPeople.Difference]) -> [DifferenceLine] {
    differences.flatMap { difference in
      let changes = difference.fields.isEmpty ? [nil] : difference.fields.map(Optional.some)
      return changes.map {
        DifferenceLine(
          row: difference.row, kind: difference.kind, externalID: difference.externalID, name: difference.name,
          change: $0)
      }
    }
  }

  static let columns: [Column<DifferenceLine>] = [
    Column(Text.row, .trailing) { $0.row.map(String.init) ?? "" },
    Column(Text.change) { Text.kind($0.kind)[$1] },
    Column(Text.externalID) { $0.externalID }, Column(Text.name) { $0.name },
    Column(Text.field) { $0.change?.field.rawValue ?? "" },
    Column(Text.before) { $0.change?.before ?? "" }, Column(Text.after) { $0.change?.after ?? "" },
  ]
}
