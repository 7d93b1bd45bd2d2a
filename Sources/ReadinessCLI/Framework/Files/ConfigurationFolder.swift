import FoundationEssentials
import Glibc
import Readiness
import SystemPackage

/// The folder of a user's own settings: `$XDG_CONFIG_HOME/readiness`, or `~/.config/readiness`. Nobody else may enter it.
enum ConfigurationFolder {
  static var path: FilePath {
    let environment = ProcessInfo.processInfo.environment
    // The XDG rules have a relative path ignored.
    if let named = environment["XDG_CONFIG_HOME"], named.hasPrefix("/") {
      return FilePath(named).appending("readiness")
    }
    return FilePath(environment["HOME"] ?? "/").appending(".config").appending("readiness")
  }

  /// Writes a file that only the user can read: whole and in one step, or not at all.
  ///
  /// - Parameter path: in this folder or one below it; missing folders are made.
  static func write(_ bytes: Data, to path: FilePath) throws {
    let folder = path.removingLastComponent()
    let partial = FilePath("\(path).\(getpid())")
    do {
      try FileManager.default.createDirectory(
        atPath: folder.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      guard chmod(folder.string, 0o700) == 0 else { throw Errno(rawValue: errno) }
      _ = unlink(partial.string)
      let file = try FileDescriptor.open(
        partial, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
      try file.closeAfter {
        try file.writeAll(bytes)
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
      }
      guard rename(partial.string, path.string) == 0 else { throw Errno(rawValue: errno) }
    } catch {
      _ = unlink(partial.string)
      throw Failure(.failed, Text.unwritable(path.string, reason: "\(error)"))
    }
  }
}
