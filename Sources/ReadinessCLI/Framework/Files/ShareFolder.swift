import FoundationEssentials
import Readiness
import SystemPackage

/// Where the files lie that ship with the program: the schema's migrations, the seeds and the API's description.
struct ShareFolder {
  let path: FilePath

  /// `READINESS_SHARE`, or the first folder above the program itself that has the schema, or where packages put it.
  ///
  /// - Throws: a failure that lists where it was looked for.
  static func find() throws -> ShareFolder {
    let environment = ProcessInfo.processInfo.environment
    let places =
      if let named = environment["READINESS_SHARE"], !named.isEmpty {
        [FilePath(named)]
      } else {
        foldersAboveProgram + ["/usr/share/readiness", "/usr/local/share/readiness"]
      }
    guard let path = places.first(where: isShare) else { throw Failure(.failed, Text.noShare(places.map(\.string))) }
    return ShareFolder(path: path)
  }

  var schema: String { path.appending("schema").string }

  /// - Parameter name: the path below `seed`.
  func seed(_ name: String) -> String { path.appending("seed").string + "/" + name }

  /// The instruments that ship, by the order of their names.
  func instruments() throws -> [Instrument] {
    let folder = seed("instruments")
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
      try InputFile.instrument(from: "\(folder)/\($0)")
    }
  }

  var description: String { path.appending("docs").appending("openapi.yaml").string }

  private static var foldersAboveProgram: [FilePath] {
    guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return [] }
    var folder = FilePath(program).removingLastComponent()
    var folders: [FilePath] = []
    while !folder.components.isEmpty {
      folders += [folder, folder.appending("share").appending("readiness")]
      folder.removeLastComponent()
    }
    return folders
  }

  private static func isShare(_ folder: FilePath) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending("schema").appending("0001_foundation.sql").string)
  }
}
