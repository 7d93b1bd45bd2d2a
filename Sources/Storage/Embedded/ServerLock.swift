import Glibc
import SystemPackage

/// The right to be the one server on a folder: an exclusive lock on a file there, which says who holds it.
///
/// The kernel gives the lock back when the process ends, however it ends, so that a lock is never stale. The file stays:
/// removing it would let two servers lock two files of one name.
struct ServerLock: ~Copyable, Sendable {
  private let file: FileDescriptor

  /// - Throws: `inUse` with the holder's process number when another server holds it.
  init(path: FilePath) throws {
    file = try Self.lockedFile(path)
  }

  deinit {
    // A program that is being started this moment has a copy of the descriptor yet; closing ours alone would leave the
    // lock with it.
    flock(file.rawValue, LOCK_UN)
    try? file.close()
  }

  private static func lockedFile(_ path: FilePath) throws -> FileDescriptor {
    let file = try path.attempt {
      try FileDescriptor.open(path, .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
    }
    do {
      try lock(file, path)
      try path.write("\(getpid())\n")
      return file
    } catch {
      try? file.close()
      throw error
    }
  }

  private static func lock(_ file: FileDescriptor, _ path: FilePath) throws {
    guard flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 else { return }
    let failure = Errno(rawValue: errno)
    guard failure == .wouldBlock else { throw FileError(path: path.string, reason: "\(failure)") }
    let holder = path.text().flatMap { Int($0.prefix { $0.isNumber }) }
    throw EmbeddedClusterError.inUse(folder: path.removingLastComponent().string, process: holder)
  }
}
