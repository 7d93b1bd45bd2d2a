import CLibPQ

/// One row of a result.
///
/// Columns are read by name or by position from 0; reading them in the result's order is the fastest.
public struct Row {
  let result: QueryResult
  let index: Int32

  /// The columns' names, in order.
  public var columns: [String] { result.columns.names }

  /// Reads the column of that name; the first, where several have it.
  ///
  /// - Throws: `PostgresDecodingError` when there is no such column, when it is NULL and `T` is no optional, when it is
  ///   of a type that `T` cannot be read from, or holds no value of `T`.
  public func decode<T: PostgresDecodable>(_ column: String, as: T.Type = T.self) throws -> T {
    guard let position = result.position(of: column) else {
      let found = columns.isEmpty ? "no columns" : columns.joined(separator: ", ")
      throw PostgresDecodingError(reason: .noSuchColumn, column: column, expected: "\(T.self)", found: found)
    }
    return try decode(at: position)
  }

  /// Reads the column at a position, from 0.
  ///
  /// - Throws: as `decode(_:as:)`.
  public func decode<T: PostgresDecodable>(at position: Int, as: T.Type = T.self) throws -> T {
    guard columns.indices.contains(position) else {
      throw PostgresDecodingError(
        reason: .noSuchColumn, column: "\(position)", expected: "\(T.self)", found: "\(columns.count) columns")
    }
    do {
      return try T(postgres: result.value(row: index, column: position))
    } catch {
      var named = error
      named.column = columns[position]
      throw named
    }
  }
}

/// The names and types of a statement's columns.
final class Columns {
  let names: [String]
  let types: [PostgresType]

  init(_ result: OpaquePointer) {
    let count = PQnfields(result)
    names = (0..<count).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
    types = (0..<count).map { PostgresType(oid: PQftype(result, $0)) }
  }
}

/// A result of libpq's, cleared when nothing refers to it any more.
final class QueryResult {
  let pointer: OpaquePointer
  let columns: Columns
  let rowCount: Int32
  /// Where the next name is looked for first: rows are mostly read in the columns' order.
  private var expectedPosition = 0

  init(_ pointer: OpaquePointer, columns: Columns) {
    self.pointer = pointer
    self.columns = columns
    rowCount = PQntuples(pointer)
  }

  deinit {
    PQclear(pointer)
  }

  /// How many rows a statement wrote, or returned; 0 for one that does neither.
  var affectedRows: Int {
    Int(String(cString: PQcmdTuples(pointer))) ?? 0
  }

  func position(of name: String) -> Int? {
    let names = columns.names
    if expectedPosition < names.count, names[expectedPosition] == name {
      defer { expectedPosition += 1 }
      return expectedPosition
    }
    guard let position = names.firstIndex(of: name) else { return nil }
    expectedPosition = position + 1
    return position
  }

  func value(row: Int32, column: Int) -> PostgresValue {
    let type = columns.types[column]
    let column = Int32(column)
    guard PQgetisnull(pointer, row, column) == 0 else { return PostgresValue(type: type, bytes: nil) }
    let bytes = UnsafeRawBufferPointer(
      start: PQgetvalue(pointer, row, column), count: Int(PQgetlength(pointer, row, column)))
    return PostgresValue(type: type, bytes: bytes)
  }

  /// - Throws: what `body` throws.
  func map<T>(_ body: (Row) throws -> T) rethrows -> [T] {
    var values: [T] = []
    values.reserveCapacity(Int(rowCount))
    for index in 0..<rowCount { values.append(try body(Row(result: self, index: index))) }
    return values
  }
}
