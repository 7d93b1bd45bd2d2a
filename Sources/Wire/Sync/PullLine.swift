public import FoundationEssentials
public import Readiness

/// One line of a page: `POST /v1/sync/pull` answers with one JSON object a line, each ended by a line feed.
///
/// ```
/// {"begin":{"epoch":"0197…","head":813}}
/// {"drop":"s:0197…#manager"}
/// {"open":"o"}
/// {"at":812}
/// {"put":"task","id":"0197…","scope":"o","row":{…}}
/// {"del":"task","id":"0197…","scope":"o"}
/// {"page":{"cursor":"…","sha256":"…"}}
/// ```
///
/// The last line is `page` when there is more to fetch, `done` when there is not; an answer without either was cut off and
/// counts for nothing. Both carry the SHA-256 of all bytes before them.
public enum PullLine: Sendable, Equatable {
  case begin(Begin)
  /// Nothing of this scope may stay, whatever comes later.
  case drop(SyncScope)
  /// The scope is sent from its beginning: what the replica has of it and is not sent again is to go at `done`.
  case open(SyncScope)
  /// The version of the rows that follow.
  case at(Int64)
  case put(RowKey, row: String)
  case delete(RowKey)
  case page(PageEnd)
  case done(Done)
  /// About a scope that this version of the program does not know: it is passed over.
  case foreign

  public struct Begin: Codable, Sendable, Equatable {
    public var epoch: String
    /// The organisation's version in the page's snapshot.
    public var head: Int64

    public init(epoch: String, head: Int64) {
      self.epoch = epoch
      self.head = head
    }
  }

  public struct RowKey: Hashable, Sendable {
    public var scope: SyncScope
    public var table: String
    public var id: UUID

    public init(scope: SyncScope, table: String, id: UUID) {
      self.scope = scope
      self.table = table
      self.id = id
    }
  }

  public struct PageEnd: Codable, Sendable, Equatable {
    public var cursor: String
    public var sha256: String

    public init(cursor: String, sha256: String) {
      self.cursor = cursor
      self.sha256 = sha256
    }
  }

  public struct Done: Codable, Sendable, Equatable {
    public var cursor: String
    /// The version that the replica now equals.
    public var head: Int64
    /// The highest sequence of the device's that is settled; 0: none.
    public var lastSequence: Int64
    /// Until when the replica may be read without having heard from the server again.
    public var lease: Date
    public var sha256: String

    public init(cursor: String, head: Int64, lastSequence: Int64, lease: Date, sha256: String) {
      self.cursor = cursor
      self.head = head
      self.lastSequence = lastSequence
      self.lease = lease
      self.sha256 = sha256
    }
  }
}

/// Why a line is none.
public struct PullLineError: Error, Sendable, Equatable {
  /// The line's beginning.
  public let line: String
}

extension PullLine {
  private struct Head: Decodable {
    var begin: Begin?
    var drop: String?
    var open: String?
    var at: Int64?
    var put: String?
    var del: String?
    var id: UUID?
    var scope: String?
    var page: PageEnd?
    var done: Done?
  }

  private static let rowMark = Array(#","row":"#.utf8)

  /// Reads a line without its line feed. A row is taken as it stands, so that its digest is the server's.
  ///
  /// - Throws: `PullLineError`.
  public init(parsing line: some Collection<UInt8>) throws(PullLineError) {
    let bytes = Array(line)
    let mark = bytes.firstRange(of: PullLine.rowMark)
    let head = mark.map { bytes[..<$0.lowerBound] + [UInt8(ascii: "}")] } ?? bytes[...]
    guard let read = try? JSONDecoder.wire.decode(Head.self, from: Data(head)) else { throw PullLine.error(bytes) }
    let row = mark.flatMap { mark in
      bytes.last == UInt8(ascii: "}") ? String(validating: bytes[mark.upperBound...].dropLast(), as: UTF8.self) : nil
    }
    guard let line = PullLine(read, row: row) else { throw PullLine.error(bytes) }
    self = line
  }

  private init?(_ head: Head, row: String?) {
    let text = head.scope ?? head.drop ?? head.open
    let known = text.flatMap { SyncScope($0) }
    if text != nil, known == nil {
      self = .foreign
    } else if let table = head.put ?? head.del {
      guard let scope = known, let id = head.id, (head.put == nil) == (row == nil) else { return nil }
      let key = RowKey(scope: scope, table: table, id: id)
      self = row.map { .put(key, row: $0) } ?? .delete(key)
    } else if let begin = head.begin {
      self = .begin(begin)
    } else if let scope = known {
      self = head.drop == nil ? .open(scope) : .drop(scope)
    } else if let version = head.at {
      self = .at(version)
    } else if let page = head.page {
      self = .page(page)
    } else if let done = head.done {
      self = .done(done)
    } else {
      return nil
    }
  }

  private static func error(_ bytes: [UInt8]) -> PullLineError {
    PullLineError(line: String(decoding: bytes.prefix(80), as: UTF8.self))
  }

  /// The line with its line feed. Rows are written by the database, in the form that `init(parsing:)` reads.
  public func text() throws -> String {
    let encoder = JSONEncoder.wire
    func object(_ key: String, _ value: some Encodable) throws -> String {
      "{\"\(key)\":\(String(decoding: try encoder.encode(value), as: UTF8.self))}\n"
    }
    return switch self {
    case .begin(let begin): try object("begin", begin)
    case .drop(let scope): try object("drop", scope)
    case .open(let scope): try object("open", scope)
    case .at(let version): "{\"at\":\(version)}\n"
    case .put(let key, let row): "{\"put\":\(key.text),\"row\":\(row)}\n"
    case .delete(let key): "{\"del\":\(key.text)}\n"
    case .page(let page): try object("page", page)
    case .done(let done): try object("done", done)
    case .foreign: ""
    }
  }
}

extension PullLine.RowKey {
  fileprivate var text: String { "\"\(table)\",\"id\":\"\(id.uuidString.lowercased())\",\"scope\":\"\(scope)\"" }
}
