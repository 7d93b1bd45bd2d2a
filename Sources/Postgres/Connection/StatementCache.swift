/// A statement prepared on one connection.
final class PreparedStatement {
  let name: String
  let key: StatementCache.Key
  /// Known from the first result on.
  var columns: Columns?
  var hasAnswered: Bool { columns != nil }
  fileprivate(set) var lastUse: UInt64

  fileprivate init(name: String, key: StatementCache.Key, lastUse: UInt64) {
    self.name = name
    self.key = key
    self.lastUse = lastUse
  }
}

/// A connection's prepared statements: the most recently used ones, up to a number.
struct StatementCache {
  /// What makes two statements the same: their text and their parameters' types.
  struct Key: Hashable {
    let pieces: [String]
    let types: [UInt32]
  }

  /// What the server should forget before the next transaction; `ALL` for everything.
  private(set) var discarded: [String] = []
  private var statements: [Key: PreparedStatement] = [:]
  private let capacity: Int
  private var uses: UInt64 = 0
  private var made = 0

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// - Returns: nil when the statement has to be prepared.
  mutating func find(_ key: Key) -> PreparedStatement? {
    guard let statement = statements[key] else { return nil }
    uses += 1
    statement.lastUse = uses
    return statement
  }

  /// Makes room for a statement and names it.
  mutating func insert(_ key: Key) -> PreparedStatement {
    if statements.count >= capacity, let oldest = statements.values.min(by: { $0.lastUse < $1.lastUse }) {
      statements[oldest.key] = nil
      discarded.append("\"\(oldest.name)\"")
    }
    uses += 1
    made += 1
    let statement = PreparedStatement(name: "s\(made)", key: key, lastUse: uses)
    statements[key] = statement
    return statement
  }

  /// Forgets a statement that the server did not get to prepare.
  mutating func remove(_ statement: PreparedStatement) {
    if statements[statement.key] === statement { statements[statement.key] = nil }
  }

  /// Forgets every statement, on the server too. Their names are never used again.
  mutating func removeAll() {
    statements.removeAll()
    discarded = ["ALL"]
  }

  mutating func takeDiscarded() -> [String] {
    defer { discarded.removeAll() }
    return discarded
  }
}
