public import Crypto
import Foundation
public import Readiness

/// Where the keys of a replica's scopes are kept: a phone's key chain, or a file.
///
/// Rows are stored sealed by their scope's key. Destroying it makes them unreadable at once, wherever copies of the file
/// may be.
public protocol ScopeKeys: Sendable {
  /// Nil when there is none, or it was destroyed.
  func key(of scope: SyncScope) throws -> SymmetricKey?
  func store(_ key: SymmetricKey, of scope: SyncScope) throws
  func destroy(_ scopes: Set<SyncScope>) throws
  /// Every key there is.
  func destroyAll() throws
}

extension ScopeKeys {
  func keyForSealing(_ scope: SyncScope) throws -> SymmetricKey {
    if let key = try key(of: scope) { return key }
    let key = SymmetricKey(size: .bits256)
    try store(key, of: scope)
    return key
  }
}

/// Keys in a file that only its owner may read. For terminals; a phone keeps them in its key chain.
///
/// Several processes may have the same file: each sees at once what another has stored or destroyed, and none brings back
/// what another has destroyed.
public final class FileScopeKeys: ScopeKeys {
  private let url: URL
  // Sendable: what changes is guarded by the lock.
  private let lock = NSLock()
  nonisolated(unsafe) private var held: Held?

  /// What was read. The file is only ever replaced as a whole; as long as it is open no other can have its number.
  private struct Held {
    let file: FileHandle
    let number: FileNumber
    let keys: [String: String]
  }

  public init(path: String) { url = URL(fileURLWithPath: path) }

  public func key(of scope: SyncScope) throws -> SymmetricKey? {
    try lock.withLock {
      try read()[scope.description].flatMap { Data(base64Encoded: $0) }.map { SymmetricKey(data: $0) }
    }
  }

  public func store(_ key: SymmetricKey, of scope: SyncScope) throws {
    try change { $0[scope.description] = key.withUnsafeBytes { Data($0) }.base64EncodedString() }
  }

  public func destroy(_ scopes: Set<SyncScope>) throws {
    try change { keys in for scope in scopes { keys[scope.description] = nil } }
  }

  /// Whatever the file holds: it may be damaged.
  public func destroyAll() throws { try alone { try replace(with: [:]) } }

  /// Reads the file, unless it is the one that was read last.
  private func read() throws -> [String: String] {
    if let held, held.number == FileNumber(path: url.path) { return held.keys }
    held = nil
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno == ENOENT else { throw POSIXError.last }
      return [:]
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    guard let number = FileNumber(file) else { throw POSIXError.last }
    let keys = try JSONDecoder().decode([String: String].self, from: try file.readToEnd() ?? Data())
    held = Held(file: file, number: number, keys: keys)
    return keys
  }

  private func change(_ body: (inout [String: String]) -> Void) throws {
    try alone {
      var keys = try read()
      body(&keys)
      try replace(with: keys)
    }
  }

  private func alone(_ body: () throws -> Void) throws {
    try lock.withLock { try FileLock(path: url.path + ".lock").take(body) }
  }

  /// Only its owner may read it from the moment that it is there.
  private func replace(with keys: [String: String]) throws {
    let part = url.path + ".part"
    let descriptor = open(part, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw POSIXError.last }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    guard fchmod(descriptor, 0o600) == 0 else { throw POSIXError.last }
    try file.write(contentsOf: JSONEncoder().encode(keys))
    try file.synchronize()
    guard rename(part, url.path) == 0 else { throw POSIXError.last }
  }
}

/// What tells a file from any other that there is.
private struct FileNumber: Equatable {
  private let device: UInt64
  private let inode: UInt64

  /// Nil where there is none.
  init?(path: String) {
    var found = stat()
    guard stat(path, &found) == 0 else { return nil }
    self.init(found)
  }

  init?(_ file: FileHandle) {
    var found = stat()
    guard fstat(file.fileDescriptor, &found) == 0 else { return nil }
    self.init(found)
  }

  private init(_ found: stat) {
    device = UInt64(truncatingIfNeeded: found.st_dev)
    inode = UInt64(truncatingIfNeeded: found.st_ino)
  }
}
