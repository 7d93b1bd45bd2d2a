import CLibPQ

extension Connection {
  /// Reads the answers up to an expectation, in the order in which the statements were sent.
  ///
  /// - Throws: the first error, after the last of these answers; what `body` or waiting throws, at once.
  func readAnswers(to end: Int, _ site: CallSite, _ body: (QueryResult) throws -> Void) throws {
    var error: PostgresError?
    while answered < end {
      let expectation = outstanding[answered]
      while let result = try nextResult() {
        let isSynchronisation = PQresultStatus(result) == PGRES_PIPELINE_SYNC
        if let failed = try read(result, expectation, site, body) { error = error ?? failed }
        if isSynchronisation { break }
      }
      answered += 1
    }
    if answered == outstanding.count {
      outstanding.removeAll(keepingCapacity: true)
      answered = 0
    }
    if let error { throw error }
  }

  /// - Returns: the error that the result is.
  private func read(
    _ result: OpaquePointer, _ expectation: Expectation, _ site: CallSite, _ body: (QueryResult) throws -> Void
  ) throws -> PostgresError? {
    switch PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
      try accept(result, expectation, body)
      return nil
    case PGRES_PIPELINE_SYNC:
      PQclear(result)
      return nil
    case PGRES_PIPELINE_ABORTED:
      PQclear(result)
      skip(expectation)
      return nil
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      PQclear(result)
      isBroken = true
      throw DatabaseError.misuse("COPY runs through copyIn and copyOut only.")
    default:
      defer { PQclear(result) }
      let error = PostgresError(result, statement: expectation.text, site: site)
      try note(error, expectation)
      return error
    }
  }

  private func accept(_ result: OpaquePointer, _ expectation: Expectation, _ body: (QueryResult) throws -> Void) throws
  {
    switch expectation {
    case .execution(let statement, .statement):
      let columns = statement.columns ?? Columns(result)
      statement.columns = columns
      try body(QueryResult(result, columns: columns))
    case .execution, .preparation, .deallocation, .synchronisation:
      PQclear(result)
    }
  }

  private func skip(_ expectation: Expectation) {
    if case .preparation(let statement) = expectation { statements.remove(statement) }
  }

  /// Learns from an error what it says about the statement cache.
  private func note(_ error: PostgresError, _ expectation: Expectation) throws {
    try record(error)
    switch (expectation, error.sqlstate) {
    case (.preparation(let statement), _):
      statements.remove(statement)
    case (.execution(_, .previousCommit), _), (.execution, .invalidSQLStatementName):
      statements.removeAll()
      retryReason = .staleStatement
    case (.execution(let statement, _), .featureNotSupported) where statement.hasAnswered:
      // A plan whose result changed with the schema; others have too, most likely.
      statements.removeAll()
      retryReason = .staleStatement
    default: break
    }
  }

  /// Learns from an error what it says about the connection and the transaction.
  ///
  /// - Throws: `DatabaseError.connectionLost` when the session ended with it.
  func record(_ error: PostgresError) throws {
    if error.severity == "FATAL" || error.severity == "PANIC" || PQstatus(handle) == CONNECTION_BAD {
      throw lose(error.message)
    }
    failure = failure ?? error
    if error.sqlstate == .serializationFailure || error.sqlstate == .deadlockDetected { retryReason = .conflict }
  }
}

extension Connection.Expectation {
  /// The statement's text, for errors.
  fileprivate var text: String {
    switch self {
    case .preparation(let statement), .execution(let statement, _): SQL.text(of: statement.key.pieces)
    case .deallocation: "DEALLOCATE"
    case .synchronisation: ""
    }
  }
}
