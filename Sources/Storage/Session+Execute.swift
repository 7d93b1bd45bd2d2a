import Crypto
import FoundationEssentials
import Postgres
import Readiness
import Wire

extension Session {
  /// Applies one command: at most once for its client and sequence, authorised, recorded in the audit.
  ///
  /// A refusal consumes the sequence, and is what a replay is told. Only a failing database leaves no trace.
  func execute(_ submitted: SubmittedCommand, client: UUID, dryRun: Bool) throws -> Outcome {
    let entry = LedgerEntry(submitted)
    if dryRun { return Outcome(sequence: submitted.sequence, verdict: try rehearse(entry.command)) }
    return try settle(entry, client: client, isNew: try !enterLedger([entry], client: client).isEmpty)
  }

  /// Applies a command that has been entered in the ledger, or tells what became of it before.
  ///
  /// - Parameters:
  ///   - base: the row that the command was made from; when it has changed since nothing is done.
  ///   - isNew: it was not in the ledger.
  func settle(_ entry: LedgerEntry, client: UUID, base: Mutation.Base? = nil, isNew: Bool) throws -> Outcome {
    let submitted = entry.command
    guard isNew else {
      return Outcome(sequence: submitted.sequence, verdict: try replay(submitted, client: client, hash: entry.hash))
    }
    let verdict = try base.flatMap(conflict(with:)) ?? judge(submitted)
    try record(verdict, of: submitted, client: client)
    return Outcome(sequence: submitted.sequence, verdict: verdict)
  }

  /// Takes the commands' sequences, all in one statement.
  ///
  /// - Returns: the sequences that were free.
  func enterLedger(_ entries: [LedgerEntry], client: UUID) throws -> Set<Int64> {
    Set(
      try tx.all(
        """
        INSERT INTO command_ledger
          (organisation_id, client_id, sequence, name, payload_hash, account_id, received_at)
        SELECT \(actor.organisation), \(client), sequence, name, hash, \(actor.account), \(now)
        FROM unnest(\(entries.map(\.command.sequence)), \(entries.map(\.command.knownName)), \(entries.map(\.hash)))
          AS e (sequence, name, hash)
        ON CONFLICT DO NOTHING RETURNING sequence
        """
      ) { try $0.decode("sequence", as: Int64.self) })
  }

  private func replay(_ submitted: SubmittedCommand, client: UUID, hash: [UInt8]) throws -> Outcome.Verdict {
    let stored = try tx.one(
      """
      SELECT payload_hash, account_id, outcome, result::text AS result FROM command_ledger
      WHERE organisation_id = \(actor.organisation) AND client_id = \(client) AND sequence = \(submitted.sequence)
      """
    ) { row in
      (
        hash: try row.decode("payload_hash", as: [UInt8].self),
        account: try row.decode("account_id", as: AccountID?.self),
        outcome: try row.decode("outcome", as: String.self), result: try row.decode("result", as: String.self)
      )
    }
    guard stored.hash == hash, stored.account == actor.account else {
      return .rejected(
        .invalid(
          Refusal.sequenceReusedCode, field: "sequence",
          en: "Sequence \(submitted.sequence) of this client was used for another command. Use the next free one.",
          zh: "该客户端的序号 \(submitted.sequence) 已用于其他命令。请使用下一个未用序号。"))
    }
    switch stored.outcome {
    case "applied": return submitted.isSecret ? .rejected(.shownOnce) : .applied(stored.result)
    case "conflict": return .conflict(current: stored.result == "null" ? nil : stored.result)
    default: return .rejected(try JSONDecoder.wire.decode(Refusal.self, from: Data(stored.result.utf8)))
    }
  }

  /// Applies the command in a savepoint of its own. The caller's reach is set outside of it: rolling back to the
  /// savepoint would take the setting back, and the session would believe in a reach that the database has forgotten.
  private func judge(_ submitted: SubmittedCommand) throws -> Outcome.Verdict {
    do {
      let command = try submitted.command.get()
      let name = type(of: command).name
      try authorise(AccessTable.reach(of: name, for: actor.role), operation: name.rawValue)
      return .applied(try tx.savepoint { try apply(command) })
    } catch let refusal as Refusal {
      return .rejected(refusal)
    } catch let error as PostgresError {
      guard let refusal = Refusal(error) else { throw error }
      return .rejected(refusal)
    }
  }

  /// Applies the command, and takes it all back.
  private func rehearse(_ submitted: SubmittedCommand) throws -> Outcome.Verdict {
    struct Rehearsed: Error {
      let verdict: Outcome.Verdict
    }
    do {
      return try tx.savepoint { throw Rehearsed(verdict: try judge(submitted)) }
    } catch let rehearsed as Rehearsed {
      forgetReach()
      return rehearsed.verdict
    }
  }

  private func apply(_ command: any Command) throws -> String {
    guard let command = command as? any AppliedCommand else {
      preconditionFailure("\(type(of: command).name.rawValue) has no application")
    }
    return try apply(applied: command)
  }

  private func apply<C: AppliedCommand>(applied command: C) throws -> String {
    factChanges = FactChanges()
    let result = try command.apply(in: self)
    try settle()
    return try JSONEncoder.wire.text(result)
  }

  private func record(_ verdict: Outcome.Verdict, of submitted: SubmittedCommand, client: UUID) throws {
    var detail: any Encodable & Sendable = [String: String]()
    if case .success(let command) = submitted.command { detail = command.auditDetail }
    switch verdict {
    case .applied(let json):
      let isSecret = submitted.isSecret
      try finishLedger("applied", result: isSecret ? "null" : json, of: submitted, client: client)
      try audit(action: submitted.knownName, outcome: .applied, subject: nil, detail: detail)
    case .conflict(let current):
      try finishLedger("conflict", result: current ?? "null", of: submitted, client: client)
      try audit(
        action: submitted.knownName, outcome: .rejected, subject: nil,
        detail: Rejection(code: Refusal.rowChanged.code, arguments: try JSONEncoder.wire.text(detail)))
    case .rejected(let refusal):
      try finishLedger("rejected", result: try JSONEncoder.wire.text(refusal), of: submitted, client: client)
      let event = Rejection(code: refusal.code, arguments: try JSONEncoder.wire.text(detail))
      try audit(action: submitted.knownName, outcome: .rejected, subject: nil, detail: event)
    }
  }

  private struct Rejection: Encodable {
    let code: String
    let arguments: String
  }

  private func finishLedger(
    _ outcome: String, result: String, of submitted: SubmittedCommand, client: UUID
  ) throws {
    try tx.runAhead(
      """
      UPDATE command_ledger SET outcome = \(outcome), result = \(JSONB(result))
      WHERE organisation_id = \(actor.organisation) AND client_id = \(client) AND sequence = \(submitted.sequence)
      """)
  }
}

/// A command as it is entered in the ledger.
struct LedgerEntry {
  let command: SubmittedCommand
  /// Tells it from another command by the same sequence.
  let hash: [UInt8]

  init(_ submitted: SubmittedCommand) {
    let payload = submitted.payload
    // jsonb cannot hold NUL: such a command is refused as a whole, before any of it is stored.
    command = payload.escapesNUL ? SubmittedCommand(refusing: submitted, by: .invalidCharacter) : submitted
    hash = Array(SHA256.hash(data: Data(payload.utf8)))
  }
}

extension SubmittedCommand {
  /// The command as it was understood, as JSON; of one that was not, its name.
  fileprivate var payload: String {
    (try? JSONEncoder.wire.text(self)) ?? name
  }

  /// What the ledger and the audit call it: a text from outside is not taken in.
  fileprivate var knownName: String { CommandName(rawValue: name)?.rawValue ?? "unknown" }

  /// Its result is a secret that is shown once: the ledger does not keep it.
  fileprivate var isSecret: Bool {
    let secret: [CommandName] = [.issueToken, .issueSignInCode, .createCalendarFeed, .inviteDevices]
    return secret.contains { $0.rawValue == name }
  }
}

extension Refusal {
  fileprivate static let shownOnce = Refusal.conflict(
    "shown-once", en: "This secret was made already, and is shown only once. Make another, with the next sequence.",
    zh: "该密钥已经生成，且只显示一次。请使用下一个序号重新生成。")
}

extension String {
  /// Whether JSON text holds a NUL: `\u0000`, with its backslash not escaped itself.
  fileprivate var escapesNUL: Bool {
    var bytes = utf8[...]
    while let backslash = bytes.firstIndex(of: UInt8(ascii: "\\")) {
      bytes = bytes[backslash...].dropFirst()
      if bytes.starts(with: "u0000".utf8) { return true }
      bytes = bytes.dropFirst()
    }
    return false
  }
}
