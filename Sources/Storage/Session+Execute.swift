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
    if dryRun { return Outcome(sequence: submitted.sequence, verdict: try rehearse(submitted)) }
    let hash = try submitted.payloadHash()
    guard try enterLedger(submitted, client: client, hash: hash) else {
      return Outcome(sequence: submitted.sequence, verdict: try replay(submitted, client: client, hash: hash))
    }
    let verdict = try judge(submitted)
    try record(verdict, of: submitted, client: client)
    return Outcome(sequence: submitted.sequence, verdict: verdict)
  }

  private func enterLedger(_ submitted: SubmittedCommand, client: UUID, hash: [UInt8]) throws -> Bool {
    try tx.run(
      """
      INSERT INTO command_ledger
        (organisation_id, client_id, sequence, name, payload_hash, account_id, received_at)
      VALUES (\(actor.organisation), \(client), \(submitted.sequence), \(String(submitted.name.prefix(100))), \(hash),
              \(actor.account), \(now))
      ON CONFLICT DO NOTHING
      """) == 1
  }

  private func replay(_ submitted: SubmittedCommand, client: UUID, hash: [UInt8]) throws -> Outcome.Verdict {
    let stored = try tx.one(
      """
      SELECT payload_hash, account_id, outcome, result::text AS result FROM command_ledger
      WHERE organisation_id = \(actor.organisation) AND client_id = \(client) AND sequence = \(submitted.sequence)
      """
    ) { row in
      (
        hash: try row.decode("payload_hash", as: [UInt8].self), account: try row.decode("account_id", as: AccountID?.self),
        outcome: try row.decode("outcome", as: String.self), result: try row.decode("result", as: String.self)
      )
    }
    guard stored.hash == hash, stored.account == actor.account else {
      return .rejected(
        .invalid(
          "sequence-reused", field: "sequence",
          en: "Sequence \(submitted.sequence) of this client was used for another command. Use the next free one.",
          zh: "该客户端的序号 \(submitted.sequence) 已用于其他命令。请使用下一个未用序号。"))
    }
    if stored.outcome == "applied" { return .applied(stored.result) }
    return .rejected(try JSONDecoder.wire.decode(Refusal.self, from: Data(stored.result.utf8)))
  }

  /// Applies the command in a savepoint of its own.
  private func judge(_ submitted: SubmittedCommand) throws -> Outcome.Verdict {
    do {
      return .applied(try tx.savepoint { try apply(try submitted.command.get()) })
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
    try authorise(AccessTable.reach(of: C.name, for: actor.role), operation: C.name.rawValue)
    return try JSONEncoder.wire.text(try command.apply(in: self))
  }

  private func record(_ verdict: Outcome.Verdict, of submitted: SubmittedCommand, client: UUID) throws {
    var detail: any Encodable & Sendable = [String: String]()
    if case .success(let command) = submitted.command { detail = command.auditDetail }
    switch verdict {
    case .applied(let json):
      let isSecret = submitted.isSecret
      try finishLedger("applied", result: isSecret ? "null" : json, of: submitted, client: client)
      try audit(action: submitted.name, outcome: .applied, subject: nil, detail: detail)
    case .rejected(let refusal):
      try finishLedger("rejected", result: try JSONEncoder.wire.text(refusal), of: submitted, client: client)
      let event = Rejection(code: refusal.code, arguments: try JSONEncoder.wire.text(detail))
      try audit(action: String(submitted.name.prefix(100)), outcome: .rejected, subject: nil, detail: event)
    }
  }

  private struct Rejection: Encodable {
    let code: String
    let arguments: String
  }

  private func finishLedger(
    _ outcome: String, result: String, of submitted: SubmittedCommand, client: UUID
  ) throws {
    try tx.run(
      """
      UPDATE command_ledger SET outcome = \(outcome), result = \(JSONB(result))
      WHERE organisation_id = \(actor.organisation) AND client_id = \(client) AND sequence = \(submitted.sequence)
      """)
  }
}

extension SubmittedCommand {
  /// SHA-256 of the command as it was understood.
  fileprivate func payloadHash() throws -> [UInt8] {
    let payload = try? JSONEncoder.wire.encode(self)
    return Array(SHA256.hash(data: payload ?? Data(name.utf8)))
  }

  /// Its result is a secret that is shown once: the ledger does not keep it.
  fileprivate var isSecret: Bool {
    name == CommandName.issueToken.rawValue || name == CommandName.issueSignInCode.rawValue
  }
}

extension Refusal {
  /// A constraint of the database that stood in the way; nil when the error is no fault of the command.
  init?(_ error: PostgresError) {
    switch error.sqlstate {
    case .uniqueViolation:
      self = .conflict(
        "already-there",
        en: "Something with the same key is already there (\(error.constraint ?? "unique key")). Change the key, or change that one.",
        zh: "已存在相同键的记录（\(error.constraint ?? "唯一键")）。请更换编码，或修改已有记录。")
    case .foreignKeyViolation:
      self = .invalid(
        "unknown-reference",
        en: "It refers to something that is not there (\(error.constraint ?? "reference")). Create that first.",
        zh: "引用的对象不存在（\(error.constraint ?? "引用")）。请先创建。")
    case .checkViolation, .notNullViolation, .stringDataRightTruncation, .numericValueOutOfRange:
      self = .invalid(
        "out-of-range",
        en: "A value is outside of what is allowed (\(error.constraint ?? error.column ?? "limit")). Correct it.",
        zh: "有数值超出允许范围（\(error.constraint ?? error.column ?? "限制")）。请更正。")
    case .characterNotInRepertoire:
      self = .invalid(
        "invalid-character", en: "A text holds a character that cannot be stored (NUL). Remove it.",
        zh: "文本中含有无法保存的字符（NUL）。请删除。")
    default: return nil
    }
  }
}
