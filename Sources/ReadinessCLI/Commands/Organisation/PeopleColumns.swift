import FoundationEssentials
import Readiness
import SystemPackage
import Tables
import Yams

/// How one system's export of people is to be read: a mapping of columns, kept under a name.
///
/// The form of `seed/profiles/people-columns/*.yaml`.
struct PeopleColumns: Codable {
  var name: String?
  /// `auto`, `comma`, `semicolon` or `tab`.
  var delimiter: Delimiter?
  var columns: [PersonRecord.Field: String] = [:]

  enum Delimiter: String, Codable {
    case auto, comma, semicolon, tab
  }

  init() {}

  /// Finds a profile among the user's own, then among those that ship with the program; or reads a YAML file.
  init(named name: String) throws {
    let isPath = name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    let places =
      isPath
      ? [name]
      : [try PeopleColumns.path(name).string, try ShareFolder.find().seed("profiles/people-columns/\(name).yaml")]
    guard let path = places.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw Failure(.invalidInput, Text.noProfile(name, places))
    }
    self = try InputFile.decode(PeopleColumns.self, from: path)
  }

  /// Keeps it among the user's own.
  ///
  /// - Returns: the file's path.
  func save(as name: String) throws -> String {
    let path = try PeopleColumns.path(name)
    var profile = self
    profile.name = name
    try ConfigurationFolder.write(Data(try YAMLEncoder().encode(profile).utf8), to: path)
    return path.string
  }

  func table(_ file: String, sheetName: String?) -> TableFile {
    var table = TableFile(file, sheetName: sheetName)
    table.delimiter =
      switch delimiter {
      case .comma: .comma
      case .semicolon: .semicolon
      case .tab: .tab
      case .auto, nil: nil
      }
    return table
  }

  private static func path(_ name: String) throws -> FilePath {
    guard let component = FilePath.Component("\(name).yaml"), component.kind == .regular else {
      throw Failure(.failed, Text.badProfileName(name))
    }
    return ConfigurationFolder.path.appending("people-columns").appending(component)
  }
}
