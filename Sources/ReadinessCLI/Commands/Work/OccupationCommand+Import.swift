import ArgumentParser
import FoundationEssentials
import Readiness
import Tables

extension OccupationCommand {
  struct Import: ServerCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Take in a published release of occupations.", zh: "导入公开发布的职业数据。"),
      more: LocalizedText(
        en:
          "From onet: the text or Excel files Occupation Data, Task Statements and Task Ratings. From esco: the CSV files "
          + "occupations, skills and occupationSkillRelations; skills stand for tasks. Name the unpacked folder, or single "
          + "files. A newer release changes what there is; roles that were built before stay as they are.",
        zh: "onet：文本或 Excel 文件 Occupation Data、Task Statements、Task Ratings。esco：CSV 文件 occupations、skills、"
          + "occupationSkillRelations，以技能代替任务。请指定解压后的文件夹或单个文件。新版本会更新现有数据，已建立的岗位不受影响。"),
      examples: [
        "readiness occupation import --source onet db_29_0_text --dry-run",
        "readiness occupation import --source esco --release 1.2.0 occupations_en.csv",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var rehearsal: DryRunOption

    @Option(help: ArgumentHelp(en: "onet or esco.", zh: "onet 或 esco。"))
    var source: RoleSource

    @Option(
      help: ArgumentHelp(
        en: "The release, such as 29.0; otherwise as the folder's name says.", zh: "版本号，如 29.0；默认取自文件夹名称。"))
    var release: String?

    @Argument(help: ArgumentHelp(en: "The folder, or files.", zh: "文件夹或文件。"))
    var files: [String]

    func run(_ client: APIClient, _ console: Console) async throws {
      let progress = ProgressBar(console)
      let folder = PublishedFolder(source: source)
      guard let release = release ?? files.lazy.compactMap(PublishedFolder.release(ofPath:)).first else {
        throw Failure(.invalidInput, Text.releaseUnknown)
      }
      let published = try PublishedFiles(source, try folder.files(files).map { try folder.read($0, progress) })
      if published.skipped > 0 { console.note(Text.skippedRelations(published.skipped)) }
      let counts = try await client.submit(
        ImportOccupations(
          source: source, release: release, occupations: published.occupations, tasks: published.tasks),
        dryRun: rehearsal.dryRun, progress: progress)
      console.show(counts) { Text.importedOccupations($0) }
      rehearsal.note(console)
    }
  }
}

/// Where a release lies that somebody downloaded.
struct PublishedFolder {
  let source: RoleSource

  /// What the files begin with that are of use.
  private var stems: [String] {
    source == .esco
      ? ["occupations", "skills", "occupationSkillRelations"] : ["Occupation Data", "Task Statements", "Task Ratings"]
  }

  /// The files themselves, and of folders those that are of use.
  func files(_ paths: [String]) throws -> [String] {
    try paths.flatMap { path throws -> [String] in
      var isFolder = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else { return [path] }
      let found = try FileManager.default.contentsOfDirectory(atPath: path).filter(isOfUse).sorted()
      if found.isEmpty { throw Failure(.invalidInput, Text.nothingPublished(path, stems)) }
      return found.map { "\(path)/\($0)" }
    }
  }

  /// `occupations_en.csv` is; `occupationsInScheme_en.csv` is not.
  private func isOfUse(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: "."), ["txt", "csv", "xlsx"].contains(name[name.index(after: dot)...]) else {
      return false
    }
    return stems.contains { stem in name[..<dot] == stem || name[..<dot].hasPrefix("\(stem)_") }
  }

  func read(_ path: String, _ progress: ProgressBar) throws -> PublishedFiles.File {
    var file = TableFile(path)
    if path.lowercased().hasSuffix(".txt") { file.delimiter = .tab }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return PublishedFiles.File(name: name, sheet: try file.read(progress))
  }

  /// The first number in a folder's name: `29.0` of `db_29_0_text`, `1.2.0` of `ESCO dataset - v1.2.0 - en`.
  static func release(ofPath path: String) -> String? {
    let name = path.split(separator: "/").last ?? ""
    let number = name.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." || $0 == "_" }
    let parts = number.split { $0 == "." || $0 == "_" }
    return parts.count > 1 ? parts.joined(separator: ".") : nil
  }
}
