extension Transaction {
  /// Copies rows into a table, in binary: the fastest way beyond a few thousand rows.
  ///
  /// The values' types must be exactly the columns': nothing is cast, and an `Int` fits an `int8` column only. Any error,
  /// the rows' own included, undoes the whole COPY.
  ///
  /// - Parameter table: a table's name, or `schema.table`.
  /// - Returns: how many rows were copied.
  @discardableResult
  public func copyIn(
    _ table: String, columns: [String], rows: some Sequence<[any PostgresEncodable]>, file: StaticString = #fileID,
    line: UInt = #line
  ) throws -> Int {
    try copyIn(table, columns: columns, file: file, line: line) { writer in
      for row in rows { try writer.append(row) }
    }
  }

  /// Copies the rows that a closure writes into a table.
  ///
  /// - Parameter table: a table's name, or `schema.table`.
  /// - Returns: how many rows were copied.
  @discardableResult
  public func copyIn(
    _ table: String, columns: [String], file: StaticString = #fileID, line: UInt = #line,
    _ write: (CopyWriter) throws -> Void
  ) throws -> Int {
    try begin()
    let names = table.split(separator: ".", omittingEmptySubsequences: false).map { SQL.quoted(String($0)) }
    let list = columns.map(SQL.quoted).joined(separator: ", ")
    let text = "COPY \(names.joined(separator: ".")) (\(list)) FROM STDIN (FORMAT binary)"
    return try whileBusy {
      try connection.copyIn(text, CallSite(file: file, line: line)) {
        let writer = CopyWriter(connection: connection, fields: columns.count)
        try write(writer)
        try writer.finish()
      }
    }
  }

  /// Hands on what a `COPY … TO STDOUT` sends, as it arrives, in constant memory.
  ///
  /// - Parameters:
  ///   - sql: the whole statement, with its format; COPY has no parameters.
  ///   - chunk: gets the bytes of about a row, valid during the call. An error that it throws cancels the statement.
  public func copyOut(
    _ sql: SQL, file: StaticString = #fileID, line: UInt = #line, _ chunk: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    guard sql.types.isEmpty else {
      throw DatabaseError.misuse("COPY takes no parameters; store them in a temporary table and select from it.")
    }
    try begin()
    try whileBusy {
      try connection.copyOut(sql.text, CallSite(file: file, line: line), chunk)
    }
  }
}

/// Writes the rows of one COPY. Valid only inside its closure.
public final class CopyWriter {
  private let connection: Connection
  private let fields: Int
  private var buffer = PostgresBuffer()

  /// How many bytes are gathered before they are sent.
  private static let chunkSize = 65_536
  private static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]

  init(connection: Connection, fields: Int) {
    self.connection = connection
    self.fields = fields
    buffer.append(contentsOf: CopyWriter.signature)
    buffer.append(bigEndian: Int32(0))  // flags
    buffer.append(bigEndian: Int32(0))  // no extension
  }

  /// Writes a row of values, one a column.
  public func append<each Value: PostgresEncodable>(_ values: repeat each Value) throws {
    buffer.append(bigEndian: Int16(fields))
    var count = 0
    for value in repeat each values {
      buffer.append(framed: value)
      count += 1
    }
    try endRow(count)
  }

  /// Writes a row of values, one a column.
  public func append(_ values: [any PostgresEncodable]) throws {
    buffer.append(bigEndian: Int16(fields))
    for value in values { buffer.append(framed: value) }
    try endRow(values.count)
  }

  private func endRow(_ count: Int) throws {
    guard count == fields else {
      throw DatabaseError.misuse("A row of \(count) values was written to a COPY of \(fields) columns.")
    }
    if buffer.bytes.count >= CopyWriter.chunkSize { try send() }
  }

  func finish() throws {
    buffer.append(bigEndian: Int16(-1))
    try send()
  }

  private func send() throws {
    try connection.putCopyData(buffer.bytes)
    buffer.removeAll()
  }
}
