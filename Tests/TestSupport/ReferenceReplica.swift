import Crypto
public import FoundationEssentials
public import Readiness
public import Wire

/// The simplest replica there can be: what a device holds after the pages it was sent, by the letter of the protocol.
public struct ReferenceReplica: Sendable, Equatable {
  public var rows: [PullLine.RowKey: Row] = [:]
  /// Of the last page that was taken in.
  public private(set) var cursor: String?
  public private(set) var epoch: String?
  /// The version that it equals; nil before the first `done`.
  public private(set) var head: Int64?
  public private(set) var lastSequence: Int64 = 0
  public private(set) var lease: Date?
  /// What it was told to drop, and has dropped.
  public private(set) var dropped: Set<SyncScope> = []
  private var staged: [Change] = []

  public struct Row: Sendable, Equatable {
    public var version: Int64
    public var text: String
  }

  private enum Change: Sendable, Equatable {
    case open(SyncScope)
    case put(PullLine.RowKey, Row)
    case delete(PullLine.RowKey)
  }

  public struct BrokenPage: Error {}

  public init() {}

  /// Takes a page in.
  ///
  /// - Returns: whether the replica is up to date.
  /// - Throws: `BrokenPage` when its end is missing or does not fit what is before it; then nothing was taken in.
  public mutating func take(_ page: [UInt8]) throws -> Bool {
    guard page.last == 0x0A else { throw BrokenPage() }
    let lines = page.split(separator: 0x0A)
    let parsed = try lines.map { try PullLine(parsing: $0) }
    let body = page.dropLast((lines.last?.count ?? 0) + 1)
    let sha256 = SHA256.hash(data: Array(body)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    var version: Int64 = 0
    for line in parsed {
      switch line {
      case .begin(let begin): epoch = begin.epoch
      case .drop(let scope): drop(scope)
      case .open(let scope): staged.append(.open(scope))
      case .at(let number): version = number
      case .put(let key, let text): staged.append(.put(key, Row(version: version, text: text)))
      case .delete(let key): staged.append(.delete(key))
      case .foreign: break
      case .page(let end):
        guard end.sha256 == sha256 else { throw BrokenPage() }
        cursor = end.cursor
        return false
      case .done(let end):
        guard end.sha256 == sha256 else { throw BrokenPage() }
        cursor = end.cursor
        head = end.head
        lastSequence = end.lastSequence
        lease = end.lease
        apply()
        return true
      }
    }
    throw BrokenPage()
  }

  private mutating func drop(_ scope: SyncScope) {
    rows = rows.filter { $0.key.scope != scope }
    staged.removeAll { change in
      switch change {
      case .open(let other): other == scope
      case .put(let key, _), .delete(let key): key.scope == scope
      }
    }
    dropped.insert(scope)
  }

  private mutating func apply() {
    for change in staged {
      switch change {
      case .open(let scope): rows = rows.filter { $0.key.scope != scope }
      case .put(let key, let row): rows[key] = row
      case .delete(let key): rows[key] = nil
      }
    }
    staged = []
  }

  /// The texts of a table's rows.
  public func texts(_ table: String) -> [String] { rows.filter { $0.key.table == table }.map(\.value.text).sorted() }

  public var scopes: Set<SyncScope> { Set(rows.keys.map(\.scope)) }

  public func digest(of scope: SyncScope) -> [ScopeDigest.Leaf] {
    var digest = ScopeDigest()
    for (key, row) in rows where key.scope == scope { digest.add(table: key.table, id: key.id, row: row.text) }
    return digest.leaves
  }

  /// Forgets where it was, and keeps its rows until the next `done`: after 410.
  public mutating func beginAnew() {
    cursor = nil
    staged = []
  }

  /// Forgets what it was told to drop, once the server knows that it did.
  public mutating func forgetDropped() { dropped = [] }
}
