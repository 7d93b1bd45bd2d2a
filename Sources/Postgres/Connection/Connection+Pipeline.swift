import CLibPQ

extension Connection {
  /// Queues a statement behind what was sent before, preparing it first where this connection has not.
  func send(_ sql: SQL, as role: Role = .statement) throws {
    guard sql.types.count <= Int(UInt16.max) else {
      throw DatabaseError.misuse("A statement has at most 65535 parameters, not \(sql.types.count); send an array.")
    }
    let key = StatementCache.Key(pieces: sql.pieces, types: sql.types)
    let statement = try statements.find(key) ?? prepare(key)
    isUnsynchronised = true
    outstanding.append(.execution(statement, role))
    guard execute(statement, sql) == 1 else { throw lose() }
  }

  /// Has the server forget what the cache no longer holds. Only where no transaction has failed.
  func sendDeallocations() throws {
    guard !statements.discarded.isEmpty else { return }
    for name in statements.takeDiscarded() {
      isUnsynchronised = true
      outstanding.append(.deallocation)
      guard PQsendQueryParams(handle, "DEALLOCATE \(name)", 0, nil, nil, nil, nil, 1) == 1 else { throw lose() }
    }
    // Behind another statement in one batch, BEGIN could not set the isolation any more.
    try synchronise()
  }

  /// Ends what was sent and gets it on its way: after an error the server skips to here.
  func synchronise() throws {
    guard isUnsynchronised else { return }
    isUnsynchronised = false
    outstanding.append(.synchronisation)
    guard PQpipelineSync(handle) == 1 else { throw lose() }
  }

  /// Reads all answers to what was sent.
  ///
  /// - Returns: the results of the caller's statements.
  /// - Throws: the server's first error, once all answers are read; the job's reason to stop, once the server has.
  func collect(_ site: CallSite) throws -> [QueryResult] {
    try synchronise()
    var results: [QueryResult] = []
    try interruptibly {
      try readAnswers(to: outstanding.count, site) { results.append($0) }
    }
    return results
  }

  /// Reads the answers to what was sent and not yet asked for.
  func collectAhead() throws {
    if isUnsynchronised { _ = try collect(.none) }
  }

  /// Reads the answers to all but the last statement, and that one's row by row.
  func stream(_ site: CallSite, _ body: (QueryResult) throws -> Void) throws {
    try synchronise()
    try interruptibly {
      try readAnswers(to: outstanding.count - 2, site) { _ in }
      guard PQsetSingleRowMode(handle) == 1 else { throw lose("libpq refused the single-row mode.") }
      try readAnswers(to: outstanding.count, site, body)
    }
  }

  /// Has the server stop what it is doing, when an error ends the reading early, and reads what it still sends.
  func interruptibly(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      if !isBroken, answered < outstanding.count { drain() }
      throw (error as? Interruption)?.reason ?? error
    }
  }

  private func drain() {
    let before = watch
    allowGrace()
    requestCancel()
    while !isBroken, answered < outstanding.count {
      do { try readAnswers(to: outstanding.count, .none) { _ in } } catch {}
    }
    watch = before
  }

  private func prepare(_ key: StatementCache.Key) throws -> PreparedStatement {
    let statement = statements.insert(key)
    isUnsynchronised = true
    outstanding.append(.preparation(statement))
    let status = PQsendPrepare(handle, statement.name, SQL.text(of: key.pieces), Int32(key.types.count), key.types)
    guard status == 1 else { throw lose() }
    return statement
  }

  private func execute(_ statement: PreparedStatement, _ sql: SQL) -> Int32 {
    let count = sql.ranges.count
    guard count > 0 else { return PQsendQueryPrepared(handle, statement.name, 0, nil, nil, nil, 1) }
    return sql.bytes.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count) { numbers in
          guard let lengths = numbers.baseAddress else { return 0 }
          // Libpq takes a null pointer for NULL: an empty value in an empty buffer needs some address.
          let base = bytes.baseAddress ?? UnsafeRawPointer(lengths)
          for (index, range) in sql.ranges.enumerated() {
            values.initializeElement(
              at: index, to: range.map { (base + $0.lowerBound).assumingMemoryBound(to: CChar.self) })
            numbers.initializeElement(at: index, to: Int32(range?.count ?? 0))
            numbers.initializeElement(at: count + index, to: 1)  // binary
          }
          return PQsendQueryPrepared(
            handle, statement.name, Int32(count), values.baseAddress, lengths, lengths + count, 1)
        }
      }
    }
  }
}
