import FoundationEssentials

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
}
