/// One transaction, while its closure runs.
///
/// Not `Sendable`: it belongs to the closure's thread, and can be neither kept nor held open over an `await`. The closure
/// may run several times, so that it should do nothing but talk to the database and compute.
///
/// Errors of the server are `PostgresError`. After one the server refuses every statement until the transaction ends, or
/// until a `savepoint` around the failing statements has rolled back: a closure that swallows an error otherwise gets it
/// thrown again.
public final class Transaction {
  let connection: Connection
  private let job: Job
  private var phase = Phase.unbegun
  private var savepoints = 0
  /// Whether rows or COPY data are being handed to a closure, which cannot run statements meanwhile.
  private var isBusy = false

  private enum Phase {
    /// No statement has been run, and BEGIN not been sent.
    case unbegun
    case begun
    case committing
    case ended
  }

  init(connection: Connection, job: Job) {
    self.connection = connection
    self.job = job
    connection.failure = nil
    connection.retryReason = nil
    connection.watch = .job(job)
  }

  /// All rows of a statement.
  public func all<T>(
    _ sql: SQL, file: StaticString = #fileID, line: UInt = #line, _ decode: (Row) throws -> T
  ) throws -> [T] {
    try execute(sql, CallSite(file: file, line: line)).map(decode)
  }

  /// The first row of a statement; nil when there is none. The statement says how many rows are made: `LIMIT 1`.
  public func first<T>(
    _ sql: SQL, file: StaticString = #fileID, line: UInt = #line, _ decode: (Row) throws -> T
  ) throws -> T? {
    let result = try execute(sql, CallSite(file: file, line: line))
    return result.rowCount == 0 ? nil : try decode(Row(result: result, index: 0))
  }

  /// The first row of a statement.
  ///
  /// - Throws: `DatabaseError.noRow` when there is none.
  public func one<T>(
    _ sql: SQL, file: StaticString = #fileID, line: UInt = #line, _ decode: (Row) throws -> T
  ) throws -> T {
    let result = try execute(sql, CallSite(file: file, line: line))
    guard result.rowCount > 0 else { throw DatabaseError.noRow(statement: sql.text) }
    return try decode(Row(result: result, index: 0))
  }

  /// Runs a statement for its effect.
  ///
  /// - Returns: how many rows it wrote, or returned; 0 for one that does neither.
  @discardableResult
  public func run(_ sql: SQL, file: StaticString = #fileID, line: UInt = #line) throws -> Int {
    try execute(sql, CallSite(file: file, line: line)).affectedRows
  }

  /// Hands on a statement's rows one by one as they arrive, in constant memory.
  ///
  /// An error that `each` throws cancels the statement on the server; the transaction can then only be rolled back.
  public func stream(
    _ sql: SQL, file: StaticString = #fileID, line: UInt = #line, _ each: (Row) throws -> Void
  ) throws {
    try begin()
    try connection.send(sql)
    try whileBusy {
      try connection.stream(CallSite(file: file, line: line)) { result in
        for index in 0..<result.rowCount { try each(Row(result: result, index: index)) }
      }
    }
  }

  private func execute(_ sql: SQL, _ site: CallSite) throws -> QueryResult {
    try begin()
    try connection.send(sql)
    guard let result = try connection.collect(site).first else { throw connection.lose("The server gave no result.") }
    return result
  }

  /// Checks that a statement can be run now, and sends BEGIN before the first; it travels with that statement.
  func begin() throws {
    guard phase == .unbegun || phase == .begun else {
      throw DatabaseError.misuse("A transaction can be used only inside its closure.")
    }
    guard !isBusy else {
      throw DatabaseError.misuse("No statement can be run while rows are streamed or copied; collect them first.")
    }
    guard !connection.isBroken else { throw connection.lose() }
    if let reason = job.interruption { throw reason }
    if let failure = connection.failure { throw failure }
    guard phase == .unbegun else { return }
    try connection.sendDeallocations()
    phase = .begun
    try connection.send(job.access.begin(job.isolation), as: .control)
  }

  func whileBusy<T>(_ body: () throws -> T) rethrows -> T {
    isBusy = true
    defer { isBusy = false }
    return try body()
  }
}

// MARK: - Savepoints

extension Transaction {
  /// Runs a part that can fail by itself: when `body` throws, what it did is undone and the error thrown on; the
  /// transaction goes on. Savepoints nest.
  public func savepoint<T>(_ body: () throws -> T) throws -> T {
    try begin()
    savepoints += 1
    defer { savepoints -= 1 }
    let name = "level\(savepoints)"
    try connection.send("SAVEPOINT \(unsafeRaw: name)", as: .control)
    let value: T
    do {
      value = try body()
      if let failure = connection.failure { throw failure }
      // What ran ahead at the body's end is the body's, and so is its error.
      try connection.collectAhead()
    } catch {
      rollBack(to: name)
      throw error
    }
    try connection.send("RELEASE SAVEPOINT \(unsafeRaw: name)", as: .control)
    return value
  }

  /// Leaves a failure of its own to whatever comes next: the error that led here says more.
  private func rollBack(to name: String) {
    // A call that is stopped, or has no connection any more, is rolled back as a whole.
    guard !connection.isBroken, job.interruption == nil else { return }
    // In a batch with what failed it would be skipped.
    try? connection.collectAhead()
    guard !connection.isBroken else { return }
    try? connection.send("ROLLBACK TO SAVEPOINT \(unsafeRaw: name)", as: .control)
    try? connection.send("RELEASE SAVEPOINT \(unsafeRaw: name)", as: .control)
    connection.failure = nil
    _ = try? connection.collect(.none)
  }
}

// MARK: - The end

extension Transaction {
  /// Commits. A reading transaction's COMMIT is not waited for: it has nothing to lose, and travels with what comes next.
  ///
  /// - Throws: the server's error, when it rolled back instead; `DatabaseError.outcomeUnknown` when it did not answer.
  func commit() throws {
    guard phase == .begun else {
      phase = .ended
      return
    }
    guard !connection.isBroken else { throw connection.lose() }
    if let failure = connection.failure { throw failure }
    if let reason = job.interruption { throw reason }
    if job.access == .read, job.isolation != .serializable {
      try connection.send("COMMIT", as: .previousCommit)
      phase = .ended
      return
    }
    try connection.send("COMMIT", as: .control)
    phase = .committing
    connection.allowGrace()
    do {
      _ = try connection.collect(.none)
      phase = .ended
    } catch DatabaseError.connectionLost(let message) {
      throw DatabaseError.outcomeUnknown(message: message)
    }
  }

  /// Ends the transaction after an error. A connection that does not confirm it is given up.
  func rollBack() {
    defer { phase = .ended }
    guard phase == .begun || phase == .committing, !connection.isBroken else { return }
    connection.allowGrace()
    do {
      try connection.send("ROLLBACK", as: .control)
      _ = try connection.collect(.none)
    } catch {
      connection.isBroken = true
    }
  }

  /// Whether anything has been sent for this transaction.
  var hasBegun: Bool { phase != .unbegun }
}

extension Access {
  fileprivate func begin(_ isolation: Isolation) -> SQL {
    switch (self, isolation) {
    // As the session's settings have it.
    case (.read, .repeatableRead): "BEGIN"
    case (.read, .readCommitted): "BEGIN ISOLATION LEVEL READ COMMITTED"
    case (.read, .serializable): "BEGIN ISOLATION LEVEL SERIALIZABLE"
    case (.write, .readCommitted): "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
    case (.write, .repeatableRead): "BEGIN READ WRITE"
    case (.write, .serializable): "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"
    }
  }
}
