import FoundationEssentials
import Glibc
import SystemPackage

/// A file operation that failed: on which path, and why in the system's words.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  public let reason: String

  public var description: String {
    "\(path): \(reason). Check that it is yours to read and write and that its disk has space, or choose another place."
  }
}

/// The few file operations that clusters and backups need, with errors that name the path.
extension FilePath {
  var exists: Bool { (try? stat()) != nil }

  /// What lies in this folder; nothing when it cannot be read.
  var entries: [FilePath] {
    ((try? FileManager.default.contentsOfDirectory(atPath: string)) ?? []).map { appending($0) }
  }

  /// Makes this folder, and those above it that are missing. One that exists stays as it is.
  func createFolder(permissions: FilePermissions) throws(FileError) {
    guard !exists else { return }
    let parent = removingLastComponent()
    if !parent.isEmpty { try parent.createFolder(permissions: permissions) }
    try checked(withPlatformString { mkdir($0, permissions.rawValue) })
    // The permissions given are meant, whatever the user's mask.
    try change(permissions: permissions)
  }

  func change(permissions: FilePermissions) throws(FileError) {
    try checked(withPlatformString { chmod($0, permissions.rawValue) })
  }

  func change(owner: ClusterOwner) throws(FileError) {
    try checked(withPlatformString { lchown($0, owner.userID, owner.groupID) })
  }

  /// Removes the file or folder with all it holds; it need not exist.
  func remove() throws(FileError) {
    guard (try? stat(followTargetSymlink: false)) != nil else { return }
    try attempt { try FileManager.default.removeItem(atPath: string) }
  }

  func rename(to path: FilePath) throws(FileError) {
    let result = withPlatformString { old in path.withPlatformString { new in Glibc.rename(old, new) } }
    try path.checked(result)
  }

  /// Writes `text` at the file's end, or in place of what it holds; a new file is the user's own to read and write.
  func write(_ text: String, appending: Bool = false) throws(FileError) {
    try attempt {
      let file = try FileDescriptor.open(
        self, .writeOnly, options: [.create, .closeOnExec, appending ? .append : .truncate],
        permissions: [.ownerReadWrite])
      try file.closeAfter { _ = try file.writeAll(text.utf8) }
    }
  }

  /// The file's bytes from `offset` to its end, at most `limit` of them, as text; nil when it cannot be read.
  func text(from offset: Int64 = 0, limit: Int = 65_536) -> String? {
    guard let file = try? FileDescriptor.open(self, .readOnly, options: .closeOnExec) else { return nil }
    let bytes = try? file.closeAfter {
      try [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
        count = try file.read(fromAbsoluteOffset: offset, into: UnsafeMutableRawBufferPointer(buffer))
      }
    }
    return bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Makes sure that what was written to this file or folder survives a loss of power.
  func synchronize() throws(FileError) {
    try attempt {
      let file = try FileDescriptor.open(self, .readOnly, options: .closeOnExec)
      try file.closeAfter { if fsync(file.rawValue) != 0 { throw Errno(rawValue: errno) } }
    }
  }

  /// Checks that this is a folder of this user's own, not a link to one, in which nobody else can put anything.
  func requireUnsharedFolder() throws(FileError) {
    let found = try attempt { try stat(followTargetSymlink: false) }
    let openToOthers: FilePermissions = [.groupWrite, .otherWrite]
    guard found.type == .directory, found.userID.rawValue == geteuid(), found.permissions.isDisjoint(with: openToOthers)
    else {
      throw FileError(
        path: string, reason: "it should be a folder of yours that nobody else can write to; remove it and start again")
    }
  }

  /// Runs a file operation on this path, and says so when it fails.
  func attempt<Value>(_ operation: () throws -> Value) throws(FileError) -> Value {
    do {
      return try operation()
    } catch {
      throw FileError(path: string, reason: "\(error)")
    }
  }

  private func checked(_ result: CInt) throws(FileError) {
    guard result == 0 else { throw FileError(path: string, reason: "\(Errno(rawValue: errno))") }
  }
}

extension FilePermissions {
  /// For folders above the cluster's own: as root, others must be able to pass through, for PostgreSQL is one of them.
  static var outermost: FilePermissions {
    geteuid() == 0 ? [.ownerReadWriteExecute, .groupExecute, .otherExecute] : .ownerReadWriteExecute
  }
}
