extension Transaction {
  /// Runs several statements in one round trip.
  ///
  /// - Returns: how many rows each wrote, or returned.
  /// - Throws: the error of the first statement that failed; those after it were not run.
  @discardableResult
  public func pipeline(_ statements: [SQL], file: StaticString = #fileID, line: UInt = #line) throws -> [Int] {
    try results(of: statements, CallSite(file: file, line: line)).map(\.affectedRows)
  }

  /// Runs several statements in one round trip.
  ///
  /// - Returns: the rows of each.
  /// - Throws: as `pipeline(_:)`.
  public func pipeline<T>(
    _ statements: [SQL], file: StaticString = #fileID, line: UInt = #line, _ decode: (Row) throws -> T
  ) throws -> [[T]] {
    try results(of: statements, CallSite(file: file, line: line)).map { try $0.map(decode) }
  }

  /// Runs a statement for its effect, without a round trip of its own: it travels with the next one, and has been run when
  /// that is.
  ///
  /// Its error is thrown by the next statement, or by the commit: for what fails only where all is to fail.
  public func runAhead(_ sql: SQL) throws {
    try begin()
    try connection.send(sql, as: .control)
  }

  /// Runs several statements as one text, by the simple protocol: for migrations, which have no parameters.
  ///
  /// The text must neither begin nor end a transaction.
  public func script(_ text: String, file: StaticString = #fileID, line: UInt = #line) throws {
    try begin()
    try connection.script(text, CallSite(file: file, line: line))
  }

  private func results(of statements: [SQL], _ site: CallSite) throws -> [QueryResult] {
    guard !statements.isEmpty else { return [] }
    try begin()
    for statement in statements { try connection.send(statement) }
    return try connection.collect(site)
  }
}
