import FoundationEssentials
import Glibc
import SystemPackage

/// A file that the user asked for.
enum OutputFile {
  /// Writes it whole or not at all: whoever reads the path meets the old file or the new one.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Failure(.failed, Text.unwritable(path, reason: "\(error)"))
    }
  }
  /// The same for what `body` writes, to the path that it is given.
  static func write(to path: String, _ body: (String) throws -> Void) throws {
    let partial = "\(path).\(getpid()).partial"
    do {
      try body(partial)
      guard rename(partial, path) == 0 else { throw Errno(rawValue: errno) }
    } catch {
      unlink(partial)
      throw Failure(.failed, Text.unwritable(path, reason: "\(error)"))
    }
  }
}
