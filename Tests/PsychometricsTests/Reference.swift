import Foundation
import Testing

/// Published results that the computations are held to. Each JSON file states its source and its conventions in itself;
/// `Reference/README.md` says what else there is and which licence allows it.
enum Reference {
  /// The folder beside this file.
  private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "Reference")

  /// Data that may be read but not passed on: beside the checkout, or where `READINESS_REFERENCE_DATA` says. Tests that
  /// need it are skipped where it is absent.
  private static let restrictedFolder: URL =
    if let path = ProcessInfo.processInfo.environment["READINESS_REFERENCE_DATA"] {
      URL(filePath: path)
    } else {
      folder.appending(path: "../../../../shared/reference/psychometrics").standardizedFileURL
    }

  /// Decodes `name`.json of the folder.
  static func json<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: "\(name).json")))
  }

  /// A file of the folder `data`, as lines without their ends.
  static func lines(of name: String) throws -> [Substring] {
    try lines(in: folder.appending(path: "data/\(name)"))
  }

  static func hasRestricted(_ path: String) -> Bool {
    FileManager.default.isReadableFile(atPath: restrictedFolder.appending(path: path).path)
  }

  /// A restricted file, as lines without their ends.
  static func restrictedLines(of path: String) throws -> [Substring] {
    try lines(in: restrictedFolder.appending(path: path))
  }

  private static func lines(in file: URL) throws -> [Substring] {
    try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
  }
}
