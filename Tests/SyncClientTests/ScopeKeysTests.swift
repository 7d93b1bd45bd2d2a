import Crypto
import Foundation
import Readiness
import SyncClient
import Testing

@Suite struct `Keys in a file` {
  private let folder: TemporaryFolder
  /// The file as two processes have it.
  private let one: FileScopeKeys
  private let other: FileScopeKeys
  private static let campaigns = (0..<40).map { _ in SyncScope.campaign(CampaignID(UUID())) }

  init() throws {
    folder = try TemporaryFolder()
    one = FileScopeKeys(path: folder.path("keys.json"))
    other = FileScopeKeys(path: folder.path("keys.json"))
  }

  @Test func `what another process has destroyed is gone at once, and comes back with nothing`() throws {
    let key = SymmetricKey(size: .bits256)
    try one.store(key, of: .organisation)
    try one.store(key, of: .people)
    #expect(try one.key(of: .organisation) == key && other.key(of: .organisation) == key)
    try other.destroy([.organisation])
    #expect(try one.key(of: .organisation) == nil && one.key(of: .people) == key)
    try other.destroyAll()
    try one.store(key, of: Phone.own)
    for keys in [one, other] {
      #expect(try keys.key(of: .organisation) == nil && keys.key(of: .people) == nil && keys.key(of: Phone.own) == key)
    }
  }

  @Test func `a file that is gone has none`() throws {
    try one.store(SymmetricKey(size: .bits256), of: .organisation)
    #expect(try one.key(of: .organisation) != nil)
    try FileManager.default.removeItem(atPath: folder.path("keys.json"))
    #expect(try one.key(of: .organisation) == nil)
  }

  @Test func `only its owner may read it`() throws {
    try one.store(SymmetricKey(size: .bits256), of: .organisation)
    for name in ["keys.json", "keys.json.lock"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(name))
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(name)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 2)
  }

  @Test func `a damaged one is no file without keys, and can be destroyed`() throws {
    let key = SymmetricKey(size: .bits256)
    try Data("{".utf8).write(to: URL(filePath: folder.path("keys.json")))
    #expect(throws: DecodingError.self) { try one.key(of: .organisation) }
    #expect(throws: DecodingError.self) { try one.store(key, of: .organisation) }
    try one.destroyAll()
    #expect(try other.key(of: .organisation) == nil)
    try one.store(key, of: .organisation)
    #expect(try other.key(of: .organisation) == key)
  }

  @Test func `one that cannot be opened is not taken for none`() throws {
    let path = folder.path("keys.json")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
    #expect(throws: POSIXError.self) { try one.key(of: .organisation) }
    #expect(throws: POSIXError.self) { try one.store(SymmetricKey(size: .bits256), of: .organisation) }
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == path)
  }

  @Test func `it is read once`() throws {
    let key = SymmetricKey(size: .bits256)
    try one.store(key, of: .organisation)
    #expect(try one.key(of: .organisation) == key)
    let file = try #require(FileHandle(forWritingAtPath: folder.path("keys.json")))
    try file.write(contentsOf: Data("none".utf8))
    try file.close()
    #expect(try one.key(of: .organisation) == key, "the file is the same")
    #expect(throws: DecodingError.self) { try other.key(of: .organisation) }
  }

  @Test func `processes that change it at the same time lose nothing of each other's`() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (keys, scopes) in [(one, Self.campaigns.prefix(20)), (other, Self.campaigns.suffix(20))] {
        group.addTask { for scope in scopes { try keys.store(SymmetricKey(size: .bits256), of: scope) } }
      }
      try await group.waitForAll()
    }
    for scope in Self.campaigns { #expect(try one.key(of: scope) != nil && other.key(of: scope) != nil) }
  }
}
