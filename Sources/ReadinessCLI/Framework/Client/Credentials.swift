import FoundationEssentials
import Glibc
import Readiness
import Storage
import SystemPackage
import Wire

/// A sign-in as it is kept between runs: one a user, in a file that nobody else can read.
struct Credentials: Codable {
  var server: ServerAddress
  var account: String
  var tokenID: TokenID
  var token: String
  var expiresAt: Date

  /// `credentials.json` in the folder of the user's settings.
  static var path: FilePath { ConfigurationFolder.path.appending("credentials.json") }

  /// - Returns: nil when nobody is signed in.
  /// - Throws: a failure when others may read the file, or it cannot be read.
  static func load() throws -> Credentials? {
    let file: FileDescriptor
    do {
      file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .noFollow])
    } catch Errno.noSuchFileOrDirectory {
      return nil
    } catch {
      throw Failure(.failed, Text.unreadable(path.string, reason: "\(error)"))
    }
    return try file.closeAfter {
      var status = Glibc.stat()
      guard fstat(file.rawValue, &status) == 0, status.st_mode & 0o077 == 0, status.st_uid == geteuid() else {
        throw Failure(.failed, Text.credentialsOpen(path.string))
      }
      let bytes = try [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
        count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
      guard let credentials = try? JSONDecoder.wire.decode(Credentials.self, from: Data(bytes)) else {
        throw Failure(.failed, Text.credentialsDamaged(path.string))
      }
      return credentials
    }
  }

  /// Replaces whatever sign-in there was, in one step.
  func save() throws {
    try ConfigurationFolder.write(try JSONEncoder.wire.encode(self) + Data("\n".utf8), to: Credentials.path)
  }

  static func delete() throws {
    guard unlink(path.string) != 0, errno != ENOENT else { return }
    throw Failure(.failed, Text.unwritable(path.string, reason: "\(Errno(rawValue: errno))"))
  }
}
