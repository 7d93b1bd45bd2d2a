import Crypto
import FoundationEssentials
package import Readiness
package import Wire

/// Where published rows are read from: one snapshot.
package protocol PublishedRowSource {
  /// Those of the scopes that have a row above the version beside them.
  func scopesWithRows(_ starts: [(scope: SyncScope, version: Int64)]) throws -> Set<SyncScope>

  /// Rows of a scope after a place, in the order of version, table and id.
  ///
  /// - Parameter isNew: the scope is read from its beginning, so that deleted rows are left out.
  func publishedRows(of scope: SyncScope, after start: RowStart, isNew: Bool, limit: Int) throws -> [PublishedRow]
}

/// Where the reading of a scope goes on.
package enum RowStart {
  case version(Int64)
  case row(SyncCursor.Position)
}

/// A published row's place and its line of a page, with the line feed.
package struct PublishedRow {
  package let position: SyncCursor.Position
  package let line: String

  package init(position: SyncCursor.Position, line: String) {
    self.position = position
    self.line = line
  }
}

/// Makes the pages of one device from a snapshot. It knows neither the database nor the clock.
package struct SyncPager {
  package let state: SyncState

  package init(state: SyncState) { self.state = state }

  /// Where a page would begin.
  ///
  /// - Throws: as `page`.
  @discardableResult
  package func begin(_ request: PullRequest, schema: Int) throws(Refusal) -> SyncCursor {
    if request.lastSequence ?? 0 < state.lastSequence { throw .deviceForked }
    return try open(request.cursor, schema: schema)
  }

  /// One page from where the cursor stands.
  ///
  /// - Throws: `cursor-invalid`, `cursor-expired`, `epoch-changed` or `device-forked`.
  package func page(
    _ request: PullRequest, schema: Int, from source: some PublishedRowSource
  ) throws -> [UInt8] {
    var cursor = try begin(request, schema: schema)
    var page = try PageBody(begin: .init(epoch: state.epoch.uuidString.lowercased(), head: state.head))
    // Told again until the device says that it purged them: a page that told it may have been lost.
    let dropped = cursor.narrow(to: state.granted).union(state.unpurged.subtracting(state.granted))
    for scope in dropped.sorted() { try page.append(.drop(scope)) }
    // What it has purged it does not hold, though the cursor says so: the page that told it to may not have been stored.
    _ = cursor.narrow(to: state.granted.subtracting(request.purged ?? []))
    cursor.widen(to: state.granted, head: state.head)
    try fill(&page, &cursor, from: source, limit: request.limit ?? SyncProtocol.pageRows)
    let sealed = try cursor.sealed(by: state.key)
    guard cursor.round == nil, cursor.version == state.head else { return try page.end(cursor: sealed) }
    return try page.end(cursor: sealed, state)
  }

  private func open(_ text: String?, schema: Int) throws(Refusal) -> SyncCursor {
    let fresh = SyncCursor(epoch: state.epoch, device: state.device, schema: schema)
    guard let text else { return fresh }
    let cursor = try SyncCursor(opening: text, by: state.key)
    guard cursor.device == state.device else { throw .invalidCursor }
    // One that has come further than the head is of a future that this server does not know: it was restored.
    guard cursor.epoch == state.epoch, cursor.reach <= state.head else { throw .epochChanged }
    guard cursor.version >= state.horizon || cursor.isOfFirstRound else { throw .cursorExpired }
    // Rows have another form now: all of them are sent again.
    return cursor.schema == schema ? cursor : fresh
  }

  /// Reads scope after scope until the page is full or nothing remains.
  private func fill(
    _ page: inout PageBody, _ cursor: inout SyncCursor, from source: some PublishedRowSource, limit: Int
  ) throws {
    guard let round = cursor.round else { return }
    let version = cursor.version
    let changed = try source.scopesWithRows(round.remaining.map { ($0.scope, $0.isNew ? 0 : version) })
    while let reading = cursor.round?.remaining.first {
      if reading.isNew, cursor.round?.position == nil { try page.append(.open(reading.scope)) }
      if changed.contains(reading.scope) {
        guard try read(reading, &page, &cursor, from: source, limit: limit) else { return }
      }
      cursor.finishScope()
    }
  }

  /// - Returns: false when the page is full before the scope's end.
  private func read(
    _ reading: SyncCursor.Reading, _ page: inout PageBody, _ cursor: inout SyncCursor,
    from source: some PublishedRowSource, limit: Int
  ) throws -> Bool {
    while page.rows < limit, page.count < SyncProtocol.pageBytes {
      let wanted = min(SyncPager.fetched, limit - page.rows)
      let start = cursor.round?.position.map(RowStart.row) ?? .version(reading.isNew ? 0 : cursor.version)
      let rows = try source.publishedRows(of: reading.scope, after: start, isNew: reading.isNew, limit: wanted)
      var taken = 0
      for row in rows where page.count < SyncProtocol.pageBytes {
        page.append(row)
        cursor.round?.position = row.position
        taken += 1
      }
      if taken == rows.count, rows.count < wanted { return true }
    }
    return false
  }

  /// Rows that are asked for at once.
  private static let fetched = 500
}

/// A page while it is made.
private struct PageBody {
  private var bytes: [UInt8] = []
  private(set) var rows = 0
  private var version: Int64?

  var count: Int { bytes.count }

  init(begin: PullLine.Begin) throws {
    bytes.reserveCapacity(64 * 1_024)
    try append(.begin(begin))
  }

  mutating func append(_ line: PullLine) throws { bytes += try line.text().utf8 }

  mutating func append(_ row: PublishedRow) {
    if row.position.version != version {
      version = row.position.version
      bytes += "{\"at\":\(row.position.version)}\n".utf8
    }
    bytes += row.line.utf8
    rows += 1
  }

  private var sha256: String { SHA256.hash(data: bytes).hexadecimal }

  /// A page that is not the last.
  func end(cursor: String) throws -> [UInt8] {
    bytes + Array(try PullLine.page(.init(cursor: cursor, sha256: sha256)).text().utf8)
  }

  /// The last.
  func end(cursor: String, _ state: SyncState) throws -> [UInt8] {
    let done = PullLine.Done(
      cursor: cursor, head: state.head, lastSequence: state.lastSequence, lease: state.lease, sha256: sha256)
    return bytes + Array(try PullLine.done(done).text().utf8)
  }
}
