import Crypto
package import FoundationEssentials
import Readiness
import Wire

/// How far a device's replica has come.
///
/// A replica is brought up to date in rounds. A round goes through every scope that the device may hold, one after the
/// other, each in the order of its rows' versions: those held already from `version` on, new ones from their beginning.
/// It may take many pages; rows that change meanwhile get higher versions and are met again, later in the round or in the
/// next. When no scope remains everything up to `target`, the head at the round's first page, has been sent.
package struct SyncCursor: Codable, Equatable {
  var epoch: UUID
  var device: DeviceID
  /// The form of the rows.
  var schema: Int
  /// Every held scope is complete up to here.
  var version: Int64
  /// In order.
  var held: [SyncScope]
  /// Nil between rounds.
  var round: Round?

  struct Round: Codable, Equatable {
    var target: Int64
    /// The first is being read, after `position`.
    var remaining: [Reading]
    var position: Position?
  }

  struct Reading: Codable, Equatable {
    var scope: SyncScope
    /// Read from its beginning, without what is deleted.
    var isNew: Bool
  }

  /// A row's place in the order of its scope.
  package struct Position: Codable, Equatable {
    package var version: Int64
    package var table: String
    package var id: UUID

    package init(version: Int64, table: String, id: UUID) {
      self.version = version
      self.table = table
      self.id = id
    }
  }

  /// Of a device that holds nothing.
  init(epoch: UUID, device: DeviceID, schema: Int) {
    self.epoch = epoch
    self.device = device
    self.schema = schema
    version = 0
    held = []
  }

  /// No deletion before it matters, for nothing was held before it.
  var isOfFirstRound: Bool { version == 0 }

  /// The newest head that it was made from.
  var reach: Int64 { max(version, round?.target ?? 0) }

  var scopes: Set<SyncScope> { Set(held).union(round?.remaining.map(\.scope) ?? []) }

  /// Forgets what the device may hold no longer.
  ///
  /// - Returns: what is to be dropped.
  mutating func narrow(to granted: Set<SyncScope>) -> Set<SyncScope> {
    let dropped = scopes.subtracting(granted)
    guard !dropped.isEmpty else { return dropped }
    held.removeAll(where: dropped.contains)
    if let first = round?.remaining.first, dropped.contains(first.scope) { round?.position = nil }
    round?.remaining.removeAll { dropped.contains($0.scope) }
    endRoundWhenNothingRemains()
    return dropped
  }

  /// Begins a round, or adds to the one in progress what is granted anew.
  mutating func widen(to granted: Set<SyncScope>, head: Int64) {
    let new = granted.subtracting(scopes).sorted().map { Reading(scope: $0, isNew: true) }
    if round == nil, version < head || !new.isEmpty {
      round = Round(target: head, remaining: held.map { Reading(scope: $0, isNew: false) })
      held = []
    }
    round?.remaining += new
  }

  /// The first scope that remains has been read to its end.
  mutating func finishScope() {
    guard let finished = round?.remaining.removeFirst() else { return }
    round?.position = nil
    held.append(finished.scope)
    endRoundWhenNothingRemains()
  }

  private mutating func endRoundWhenNothingRemains() {
    guard let round, round.remaining.isEmpty else { return }
    version = round.target
    held.sort()
    self.round = nil
  }
}

extension SyncCursor {
  /// The cursor as it travels: sealed with the organisation's key, so that a device can neither read nor make one.
  func sealed(by key: SymmetricKey) throws -> String {
    let box = try ChaChaPoly.seal(Data(try JSONEncoder.wire.encode(self)), using: key)
    return box.combined.base64URL
  }

  /// - Throws: `cursor-invalid` for what this key did not seal.
  init(opening text: String, by key: SymmetricKey) throws(Refusal) {
    guard let bytes = Data(base64URL: text), let box = try? ChaChaPoly.SealedBox(combined: bytes),
      let opened = try? ChaChaPoly.open(box, using: key),
      let cursor = try? JSONDecoder.wire.decode(SyncCursor.self, from: opened)
    else { throw .invalidCursor }
    self = cursor
  }
}

extension Data {
  /// Base64 with `-` and `_`, without padding (RFC 4648, section 5).
  var base64URL: String {
    let standard = base64EncodedString().utf8
    return String(
      decoding: standard.lazy.filter { $0 != UInt8(ascii: "=") }.map { byte in
        switch byte {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        default: byte
        }
      }, as: UTF8.self)
  }

  init?(base64URL text: String) {
    let standard = text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "-"): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      default: byte
      }
    }
    let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
    self.init(base64Encoded: String(decoding: standard, as: UTF8.self) + padding)
  }
}
