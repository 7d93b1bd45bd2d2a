import FoundationEssentials
import Glibc
import SystemPackage
import Yams

/// A file that the user asked for.
enum OutputFile {
  /// Writes it whole or not at all: whoever reads the path meets the old file or the new one.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Failure(.failed, Text.unwritable(path, reason: FileProblem.reason(error)))
    }
  }

  /// Makes a folder, and those above it, unless it is there.
  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(.failed, Text.unwritable(path, reason: FileProblem.reason(error)))
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
      throw Failure(.failed, Text.unwritable(path, reason: FileProblem.reason(error)))
    }
  }

  /// The same for what its owner alone may read, from the moment that it is there.
  static func writePrivately(_ bytes: [UInt8], to path: String) throws {
    try write(to: path) { partial in
      unlink(partial)
      let file = try FileDescriptor.open(
        FilePath(partial), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
      _ = try file.closeAfter { try file.writeAll(bytes) }
    }
  }
}

extension YAMLEncoder {
  /// As people read it: Chinese as it is, lines of at most 120 columns.
  static var readable: YAMLEncoder {
    let encoder = YAMLEncoder()
    encoder.options.allowUnicode = true
    encoder.options.width = 120
    return encoder
  }
}
