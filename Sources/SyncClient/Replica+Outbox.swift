public import Foundation
import GRDB
public import Readiness
public import Wire

/// Where a command of the device's stands.
public enum MutationState: String, Sendable, Codable, CaseIterable {
  /// Not sent, or sent without an answer.
  case waiting
  /// Applied by the server, and not yet shown by what was pulled.
  case applied
  /// Applied, and shown by the replica itself. Kept for a while, for a server that is restored from a backup.
  case shown
  /// The row it was made from had changed: nothing was done. For the user to see.
  case conflict
  /// Refused. For the user to see.
  case rejected
  /// The device may not send it any more. For the user to see.
  case quarantined
}

/// A change of a row that a command is expected to bring, to be shown until the server's own is there.
public struct RowChange: Codable, Sendable, Equatable {
  public var scope: SyncScope
  public var table: String
  public var id: UUID
  /// The row as JSON text; nil: it is gone.
  public var row: String?

  public init(scope: SyncScope, table: String, id: UUID, row: String?) {
    self.scope = scope
    self.table = table
    self.id = id
    self.row = row
  }
}

extension Replica {
  /// Applied commands are kept for so long after they were: a server that is restored from a backup may have lost them.
  static let retention: TimeInterval = 7 * 86_400

  /// Adds a command to the end of the queue, with the next sequence.
  func enqueue(_ command: any Command, base: Mutation.Base?, overlay: [RowChange]) throws -> Int64 {
    try database.write { db in
      let sequence = (try Replica.read(.lastSequence, db).flatMap { Int64($0) } ?? 0) + 1
      let mutation = Mutation(
        command: SubmittedCommand(sequence: sequence, command: command), schema: SyncProtocol.schema, base: base)
      try db.execute(
        sql: "INSERT INTO mutation (sequence, body, name, overlay, state) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          sequence, try JSONEncoder().encode(mutation), mutation.command.name, try JSONEncoder().encode(overlay),
          MutationState.waiting.rawValue,
        ])
      try Replica.write(String(sequence), to: .lastSequence, db)
      return sequence
    }
  }

  /// The oldest that wait, within the limits of a push.
  func nextBatch() throws -> [Mutation] {
    try glance { db in
      let bodies = try Data.fetchAll(
        db.cachedStatement(sql: "SELECT body FROM mutation WHERE state = 'waiting' ORDER BY sequence LIMIT ?"),
        arguments: [Submission.limit])
      var bytes = 0
      let fitting = bodies.prefix { body in
        bytes += body.count + 1
        return bytes <= SyncProtocol.pushBytes - 1_024
      }
      return try (fitting.isEmpty ? bodies.prefix(1) : fitting).map {
        try JSONDecoder().decode(Mutation.self, from: $0)
      }
    }
  }

  /// Takes in what became of mutations. Only what the server names is settled.
  ///
  /// - Returns: how many were.
  func settle(_ answer: PushAnswer, at now: Date) throws -> Int {
    try database.write { db in
      let head = try Replica.read(.head, db).flatMap { Int64($0) } ?? -1
      var settled = 0
      for result in answer.results {
        let state: MutationState =
          switch result.outcome {
          case .applied: head >= answer.version ? .shown : .applied
          case .conflict: .conflict
          case .rejected: .rejected
          }
        try db.execute(
          sql: """
            UPDATE mutation SET state = ?, version = ?, settled_at = ?, answer = ?
            WHERE sequence = ? AND state = 'waiting'
            """,
          arguments: [
            state.rawValue, answer.version, now.timeIntervalSince1970, try JSONEncoder().encode(result),
            result.sequence,
          ])
        settled += db.changesCount
      }
      try db.execute(
        sql: "DELETE FROM mutation WHERE state = 'shown' AND settled_at < ?",
        arguments: [now.timeIntervalSince1970 - Replica.retention])
      return settled
    }
  }

  /// What the replica shows by itself now need not be laid over it.
  func showPulled(upTo head: Int64, _ db: Database) throws {
    try db.execute(
      sql: "UPDATE mutation SET state = 'shown' WHERE state = 'applied' AND version <= ?", arguments: [head])
  }

  /// Gives what is to be sent the sequences after `last`, in order: after the server was restored from a backup, or as a new
  /// device.
  ///
  /// - Parameters:
  ///   - last: the highest sequence that the server knows of this device.
  ///   - isRestored: the server may have lost what it had applied, so that it is sent again.
  static func resend(after last: Int64, isRestored: Bool, _ db: Database) throws {
    // What the server knows by its sequence is only asked after again.
    let states = isRestored ? "'waiting', 'applied', 'shown'" : "'waiting'"
    let unknown = "state IN (\(states)) AND sequence > \(last)"
    let lost = try Row.fetchAll(
      db, sql: "SELECT body, overlay FROM mutation WHERE \(unknown) ORDER BY sequence")
    try db.execute(sql: "DELETE FROM mutation WHERE \(unknown)")
    if !isRestored { try db.execute(sql: "DELETE FROM mutation WHERE state IN ('applied', 'shown')") }
    // What came to nothing keeps out of the way of sequences that are given again.
    try db.execute(sql: "UPDATE mutation SET sequence = -sequence WHERE sequence > ?", arguments: [last])
    var sequence = last
    for row in lost {
      sequence += 1
      var mutation = try JSONDecoder().decode(Mutation.self, from: row["body"])
      mutation.command = SubmittedCommand(sequence: sequence, command: try mutation.command.command.get())
      try db.execute(
        sql: "INSERT INTO mutation (sequence, body, name, overlay, state) VALUES (?, ?, ?, ?, 'waiting')",
        arguments: [
          sequence, try JSONEncoder().encode(mutation), mutation.command.name, row["overlay"] as Data,
        ])
    }
    try Replica.write(String(sequence), to: .lastSequence, db)
  }

  /// What waits is kept for the user, and not sent any more.
  func quarantine() throws {
    try database.write { db in
      try db.execute(sql: "UPDATE mutation SET state = 'quarantined' WHERE state = 'waiting'")
    }
  }

  func mutations(_ states: Set<MutationState>) throws -> [PendingMutation] {
    try database.read { db in
      try Row.fetchAll(
        db, sql: "SELECT sequence, name, state, answer FROM mutation ORDER BY abs(sequence)"
      ).compactMap { row in
        guard let state = MutationState(rawValue: row["state"]), states.contains(state) else { return nil }
        let answer = try (row["answer"] as Data?).map { try JSONDecoder().decode(MutationResult.self, from: $0) }
        return PendingMutation(sequence: row["sequence"], name: row["name"], state: state, answer: answer)
      }
    }
  }

  /// Forgets a command that came to nothing and that the user has seen.
  func dismiss(_ sequence: Int64) throws {
    try database.write { db in
      try db.execute(
        sql: "DELETE FROM mutation WHERE sequence = ? AND state IN ('conflict', 'rejected', 'quarantined')",
        arguments: [sequence])
    }
  }
}

/// A command of the device's, and what became of it.
public struct PendingMutation: Sendable, Equatable {
  public var sequence: Int64
  /// The command's name: `response.record`.
  public var name: String
  public var state: MutationState
  /// The server's answer; nil while there is none.
  public var answer: MutationResult?
}
