public import FoundationEssentials
public import Postgres
public import Readiness
public import Wire

/// The product's state in PostgreSQL: every command goes in here, every query comes out.
///
/// One call is one transaction on one connection. The caller is authenticated, authorised and confined by row-level
/// security inside that same transaction, so nothing can change between the check and the deed.
public struct Store: Sendable {
  public let database: Database
  private let instruments = InstrumentCache()

  /// - Parameter database: connected as a role that row-level security binds (`readiness_app`).
  public init(database: Database) {
    self.database = database
  }

  /// Applies commands in order, each on its own merits.
  ///
  /// - Throws: a `Refusal` when the caller is nobody; a database error when nothing was applied.
  public func submit(_ submission: Submission, by caller: Caller, now: Date) async throws -> [Outcome] {
    try submission.check()
    return try await database.write { tx in
      let session = try session(of: caller, tx: tx, now: now)
      if submission.dryRun == true { return try submission.commands.map(session.rehearse) }
      try session.requireNoDevice(submission.client)
      return try session.execute(submission.commands, client: submission.client)
    }
  }

  /// Applies one command and returns its result.
  ///
  /// - Throws: its `Refusal` when it was rejected.
  public func execute<C: AppliedCommand>(
    _ command: C, by caller: Caller, client: UUID = UUID(), sequence: Int64 = 1, now: Date
  ) async throws -> C.Result {
    let submission = Submission(client: client, commands: [SubmittedCommand(sequence: sequence, command: command)])
    let outcome = try await submit(submission, by: caller, now: now)[0]
    switch outcome.verdict {
    case .applied(let json): return try JSONDecoder.wire.decode(C.Result.self, from: Data(json.utf8))
    case .conflict: throw Refusal.rowChanged
    case .rejected(let refusal): throw refusal
    }
  }

  func session(of caller: Caller, tx: Transaction, now: Date) throws -> Session {
    try Session(caller, tx: tx, now: now, instruments: instruments)
  }

  /// - Parameter actor: whose organisation the transaction is confined to already.
  func session(of actor: Actor, tx: Transaction, now: Date) -> Session {
    Session(of: actor, tx: tx, now: now, instruments: instruments)
  }

  /// Answers a query from one consistent snapshot.
  public func answer<Q: StoredQuery>(_ query: Q, by caller: Caller, now: Date) async throws -> Q.Answer {
    if Q.isAudited {
      return try await database.write { tx in
        let session = try session(of: caller, tx: tx, now: now)
        let answer = try session.answer(query)
        try session.audit([AuditEvent(action: Q.name.rawValue, outcome: .read, subject: nil, detail: query.auditDetail)]
        )
        return answer
      }
    }
    return try await database.read { tx in try session(of: caller, tx: tx, now: now).answer(query) }
  }
}

/// Who calls: by a token that is to be checked, or the operator at the server's host, who needs none.
public enum Caller: Sendable {
  case token(String)
  case operatorOf(OrganisationID)
}

/// What became of one submitted command.
public struct Outcome: Sendable {
  public let sequence: Int64
  public let verdict: Verdict

  /// Why it was not applied; nil: it was.
  public var refusal: Refusal? {
    switch verdict {
    case .applied: nil
    case .conflict: .rowChanged
    case .rejected(let refusal): refusal
    }
  }

  public enum Verdict: Sendable {
    /// The result as JSON.
    case applied(String)
    /// Not done, for the row that it was made from has changed: as it is now, as JSON; nil: it is gone.
    case conflict(current: String?)
    case rejected(Refusal)
  }
}

extension Submission {
  func check() throws(Refusal) {
    if commands.isEmpty || commands.count > Submission.limit {
      throw Refusal(
        .malformed, "batch-size", field: "commands",
        LocalizedText(
          en: "A submission has 1 to \(Submission.limit) commands; this one has \(commands.count). Split it.",
          zh: "每次提交应有 1 到 \(Submission.limit) 条命令，本次为 \(commands.count) 条。请拆分。"))
    }
    if let bad = commands.first(where: { $0.sequence < 1 }) {
      throw Refusal(
        .malformed, "sequence", field: "commands.sequence",
        LocalizedText(
          en: "A sequence is 1 or more; \(bad.sequence) is not.", zh: "序号应不小于 1，而 \(bad.sequence) 不符合。"))
    }
  }
}
