import Crypto
import FoundationEssentials
import Postgres
import Readiness
import Wire

extension Session {
  /// Applies commands in order: each at most once for its client and sequence, authorised, recorded in the audit.
  ///
  /// A refusal consumes the sequence, and is what a replay is told. Only a failing database leaves no trace.
  ///
  /// - Parameter bases: by sequence, the rows that commands were made from; one whose row has changed since is not done.
  func execute(
    _ commands: [SubmittedCommand], client: UUID, bases: [Int64: Mutation.Base] = [:]
  ) throws -> [Outcome] {
    let entries = commands.map(LedgerEntry.init)
    var new = try enterLedger(entries, client: client)
    var settled: [SettledCommand] = []
    let outcomes = try entries.map { entry in
      let sequence = entry.command.sequence
      guard new.remove(sequence) != nil else {
        // Of one that came twice in this very submission, the outcome is to be there.
        try record(settled, client: client)
        settled = []
        return Outcome(sequence: sequence, verdict: try replay(entry.command, client: client, hash: entry.hash))
      }
      let verdict = try bases[sequence].flatMap(conflict(with:)) ?? judge(entry.command)
      settled.append(try SettledCommand(entry.command, verdict))
      return Outcome(sequence: sequence, verdict: verdict)
    }
    try record(settled, client: client)
    return outcomes
  }

  /// The sequences of a device are its own: whoever used them up would have it taken for a copy.
  ///
  /// - Throws: `client-is-device`.
  func requireNoDevice(_ client: UUID) throws {
    let isDevice = try tx.one(
      "SELECT EXISTS (SELECT FROM device WHERE organisation_id = \(actor.organisation) AND id = \(client)) AS found"
    ) { try $0.decode("found", as: Bool.self) }
    if isDevice { throw Refusal.clientIsDevice }
  }

  /// Takes the commands' sequences, all in one statement.
  ///
  /// - Returns: the sequences that were free.
  private func enterLedger(_ entries: [LedgerEntry], client: UUID) throws -> Set<Int64> {
    Set(
      try tx.all(
        """
        INSERT INTO command_ledger
          (organisation_id, client_id, sequence, name, payload_hash, account_id, received_at)
        SELECT \(actor.organisation), \(client), sequence, name, hash, \(actor.account), \(now)
        FROM unnest(\(entries.map(\.command.sequence)), \(entries.map(\.command.knownName)), \(entries.map(\.hash)))
          WITH ORDINALITY AS e (sequence, name, hash, n)
        ORDER BY sequence, n
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
  func rehearse(_ submitted: SubmittedCommand) throws -> Outcome {
    let command = LedgerEntry(submitted).command
    return Outcome(sequence: command.sequence, verdict: try rehearsed(command))
  }

  private func rehearsed(_ submitted: SubmittedCommand) throws -> Outcome.Verdict {
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

  /// Writes down what became of commands: in the ledger for replays, and in the audit.
  private func record(_ commands: [SettledCommand], client: UUID) throws {
    guard !commands.isEmpty else { return }
    try tx.runAhead(
      """
      UPDATE command_ledger l SET outcome = s.outcome, result = s.result::jsonb
      FROM unnest(\(commands.map(\.sequence)), \(commands.map(\.outcome)), \(commands.map(\.result)))
        AS s (sequence, outcome, result)
      WHERE l.organisation_id = \(actor.organisation) AND l.client_id = \(client) AND l.sequence = s.sequence
      """)
    try audit(commands.map(\.event))
  }
}

/// What became of a command, as it is written down.
private struct SettledCommand {
  let sequence: Int64
  let outcome: String
  /// JSON.
  let result: String
  let event: AuditEvent

  init(_ submitted: SubmittedCommand, _ verdict: Outcome.Verdict) throws {
    sequence = submitted.sequence
    var detail: any Encodable & Sendable = [String: String]()
    if case .success(let command) = submitted.command { detail = command.auditDetail }
    let refusal: Refusal?
    switch verdict {
    case .applied(let json): (outcome, result, refusal) = ("applied", submitted.isSecret ? "null" : json, nil)
    case .conflict(let current): (outcome, result, refusal) = ("conflict", current ?? "null", .rowChanged)
    case .rejected(let reason):
      (outcome, result, refusal) = ("rejected", try JSONEncoder.wire.text(reason), reason)
    }
    if let refusal {
      detail = Rejection(code: refusal.code, arguments: try JSONEncoder.wire.text(detail))
    }
    event = try AuditEvent(
      action: submitted.knownName, outcome: refusal == nil ? .applied : .rejected, subject: nil, detail: detail)
  }

  private struct Rejection: Encodable {
    let code: String
    let arguments: String
  }
}

/// A command as it is entered in the ledger.
private struct LedgerEntry {
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
    guard case .success = command else { return name }
    return (try? JSONEncoder.wire.text(self)) ?? name
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
  fileprivate static let clientIsDevice = Refusal(
    .malformed, "client-is-device", field: "client",
    LocalizedText(
      en: "This client is a phone, whose commands come by /v1/sync/push. Make up an id of your own.",
      zh: "该客户端标识属于一台设备，其命令应通过 /v1/sync/push 提交。请使用自己生成的标识。"))

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
