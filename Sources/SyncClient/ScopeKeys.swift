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
public final class FileScopeKeys: ScopeKeys {
  private let url: URL
  private let lock = NSLock()

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

  public func destroyAll() throws { try change { $0 = [:] } }

  private func read() throws -> [String: String] {
    guard let data = try? Data(contentsOf: url) else { return [:] }
    return try JSONDecoder().decode([String: String].self, from: data)
  }

  private func change(_ body: (inout [String: String]) -> Void) throws {
    try lock.withLock {
      var keys = try read()
      body(&keys)
      try JSONEncoder().encode(keys).write(to: url, options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
    }
  }
}
