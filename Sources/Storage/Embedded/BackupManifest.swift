import Crypto
public import FoundationEssentials
import SystemPackage
import Wire

/// What a backup file should hold, in a small JSON file beside it: `NAME.manifest` beside `NAME`.
public struct BackupManifest: Codable, Hashable, Sendable {
  static let fileSuffix = ".manifest"

  /// When the backup was begun.
  public let created: Date
  /// The name of the database that was backed up.
  public let database: String
  /// PostgreSQL's version there: “15.18 (Debian 15.18-0+deb12u1)”.
  public let serverVersion: String
  /// The backup file's size in bytes.
  public let size: Int64
  /// The backup file's SHA-256, in lower-case hexadecimal digits.
  public let sha256: String

  /// Reads the manifest beside `file` and checks that the file is what it says.
  ///
  /// - Throws: `BackupError.manifestMissing` or `.damaged`, or `FileError`.
  public static func verified(for file: String) throws -> BackupManifest {
    let path = FilePath(file)
    let size = try path.attempt { try path.stat().size }
    guard let text = FilePath(file + fileSuffix).text() else { throw BackupError.manifestMissing(file: file) }
    guard let manifest = try? decoder.decode(BackupManifest.self, from: Data(text.utf8)) else {
      throw BackupError.damaged(file: file, reason: "its manifest cannot be read")
    }
    guard size == manifest.size else {
      throw BackupError.damaged(file: file, reason: "it has \(size) bytes where it should have \(manifest.size)")
    }
    guard try path.sha256() == manifest.sha256 else {
      throw BackupError.damaged(file: file, reason: "its checksum is not the one in its manifest")
    }
    return manifest
  }

  /// Writes the manifest of `file`, so that it is on the disk before the backup gets its name.
  func write(for file: String) throws {
    let text = String(decoding: try Self.encoder.encode(self), as: UTF8.self)
    let partial = FilePath(file + Self.fileSuffix + ".partial")
    try partial.write(text + "\n")
    try partial.synchronize()
    try partial.rename(to: FilePath(file + Self.fileSuffix))
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return encoder
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return decoder
  }
}

extension FilePath {
  /// The SHA-256 of the file's bytes, in lower-case hexadecimal digits.
  func sha256() throws(FileError) -> String {
    try attempt {
      let file = try FileDescriptor.open(self, .readOnly, options: .closeOnExec)
      return try file.closeAfter {
        var hash = SHA256()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = try buffer.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
          buffer.withUnsafeBytes { hash.update(bufferPointer: .init(rebasing: $0[..<count])) }
        }
        return hash.finalize().hexadecimal
      }
    }
  }
}
