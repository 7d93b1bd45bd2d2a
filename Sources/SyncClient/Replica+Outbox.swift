import Foundation
import GRDB
import Readiness
import Wire

extension Replica {
  /// Applied commands are kept for so long after they were: a server that is restored from a backup may have lost them.
  static let retention: TimeInterval = 7 * 86_400

  /// The most bytes of a push's mutations.
  private static let batchBytes = SyncProtocol.pushBytes - 1_024

  /// Adds a command to the end of the queue, with the next sequence.
  ///
  /// - Returns: its place in the device's own order.
  /// - Throws: `SyncError.tooLarge` for one that no push could hold: it would keep back all behind it.
  func enqueue(
    _ command: any Command, base: Mutation.Base?, overlay: [RowChange], provides: ProvisionalID?, at now: Date
  ) throws -> Int64 {
    try database.write { db in
      let sequence = try Replica.nextSequence(db)
      let mutation = Mutation(
        command: SubmittedCommand(sequence: sequence, command: command), schema: SyncProtocol.schema, base: base)
      let body = try JSONEncoder.wire.encode(mutation)
      guard body.count < Replica.batchBytes else { throw SyncError.tooLarge }
      try db.run(
        """
        INSERT INTO mutation (sequence, body, name, overlay, state, made_at, provides)
        VALUES (?, ?, ?, ?, 'waiting', ?, ?)
        """,
        [
          sequence, body, mutation.command.name, try JSONEncoder().encode(overlay), now.timeIntervalSince1970,
          provides?.stored,
        ])
      return db.lastInsertedRowID
    }
  }

  private static func nextSequence(_ db: Database) throws -> Int64 {
    let sequence = (try read(.lastSequence, db).flatMap { Int64($0) } ?? 0) + 1
    try write(String(sequence), to: .lastSequence, db)
    return sequence
  }

  var hasWaiting: Bool {
    get throws {
      try glance { db in
        try Bool.fetchOne(
          db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM mutation WHERE state = 'waiting')")) ?? false
      }
    }
  }

  /// The oldest that wait, within the limits of a push. It ends before a command that names what an earlier one of it is
  /// to provide.
  func nextBatch() throws -> [Mutation] {
    try glance { db in
      let rows = try Row.fetchAll(
        db.cachedStatement(
          sql: "SELECT sequence, body, provides FROM mutation WHERE state = 'waiting' ORDER BY sequence LIMIT ?"),
        arguments: [Submission.limit])
      let provided = rows.isEmpty ? [:] : try Replica.provided(db)
      var bytes = 0
      var expected: [String] = []
      var batch: [Mutation] = []
      for row in rows {
        let body = provided.reduce(String(decoding: row["body"] as Data, as: UTF8.self)) { body, id in
          body.replacingOccurrences(of: id.key, with: id.value)
        }
        bytes += body.utf8.count + 1
        let isFull = bytes > Replica.batchBytes || expected.contains(where: body.contains)
        if isFull, !batch.isEmpty { break }
        batch.append(try Replica.mutation(body, sequence: row["sequence"]))
        if let id = (row["provides"] as String?).flatMap(ProvisionalID.init(stored:)) { expected.append(id.text) }
      }
      return batch
    }
  }

  /// A command as it was written, though this version of the program may not know it any more: the server judges it.
  private static func mutation(_ body: String, sequence: Int64) throws -> Mutation {
    let decoder = JSONDecoder.wire
    decoder.userInfo[.commandUpcasts] = CommandUpcasts([])
    var mutation = try decoder.decode(Mutation.self, from: Data(body.utf8))
    mutation.command.sequence = sequence
    return mutation
  }

  /// What the server has named, by the provisional ids that stand for it.
  static func provided(_ db: Database) throws -> [String: String] {
    try Row.fetchAll(db.cachedStatement(sql: "SELECT id, value FROM provisional")).reduce(into: [:]) { provided, row in
      provided[row["id"]] = row["value"] as String
    }
  }

  /// Takes in what became of a device's mutations. Only what the server names is settled; nothing, if the device is another
  /// by now.
  ///
  /// - Returns: how many of the batch are settled, also before; nil: the device is another.
  func settle(_ answer: PushAnswer, to batch: [Mutation], of device: DeviceID, at now: Date) throws -> Int? {
    try database.write { db in
      guard try Replica.isDevice(device, db) else { return nil }
      let head = try Replica.read(.head, db).flatMap { Int64($0) } ?? -1
      for result in answer.results {
        let state: MutationState =
          switch result.outcome {
          case .applied: head >= answer.version ? .shown : .applied
          case .conflict: .conflict
          case .rejected: .rejected
          }
        try db.run(
          """
          UPDATE mutation SET state = ?, version = ?, settled_at = ?, answer = ?
          WHERE sequence = ? AND state = 'waiting'
          """,
          [
            state.rawValue, answer.version, now.timeIntervalSince1970, try JSONEncoder().encode(result),
            result.sequence,
          ])
        try Replica.keepProvided(result, db)
      }
      try Replica.forgetShown(at: now, db)
      let sent = Set(batch.map(\.command.sequence))
      return answer.results.count { sent.contains($0.sequence) }
    }
  }

  /// Forgets what no server that is restored from a backup may have lost.
  static func forgetShown(at now: Date, _ db: Database) throws {
    try db.run(
      "DELETE FROM mutation WHERE state = 'shown' AND settled_at < ?",
      [now.timeIntervalSince1970 - Replica.retention])
  }

  private static func keepProvided(_ result: MutationResult, _ db: Database) throws {
    let stored = try String.fetchOne(
      db.cachedStatement(sql: "SELECT provides FROM mutation WHERE sequence = ?"), arguments: [result.sequence])
    guard let id = stored.flatMap(ProvisionalID.init(stored:)), let value = result.result?[id.field]?.text else {
      return
    }
    try db.run("INSERT OR REPLACE INTO provisional (id, value) VALUES (?, ?)", [id.text, value])
  }

  /// What the replica shows by itself now need not be laid over it.
  func showPulled(upTo head: Int64, _ db: Database) throws {
    try db.run("UPDATE mutation SET state = 'shown' WHERE state = 'applied' AND version <= ?", [head])
  }

  /// Has what a server that was restored from a backup has lost sent again, in order, with the sequences after `last`, the
  /// highest that it knows of this device. What the server knows by its sequence is only asked after again.
  static func resend(after last: Int64, _ db: Database) throws {
    let lost = try Int64.fetchAll(
      db,
      sql: """
        SELECT position FROM mutation WHERE sequence > ? AND state IN ('waiting', 'applied', 'shown') ORDER BY sequence
        """, arguments: [last])
    try db.run("UPDATE mutation SET sequence = NULL WHERE sequence > ?", [last])
    try write(String(last), to: .lastSequence, db)
    for position in lost { try send(position, db) }
  }

  /// Has a command sent with the next sequence. What it provided counts no more: commands that name it wait for the new id.
  private static func send(_ position: Int64, _ db: Database) throws {
    try db.run(
      """
      DELETE FROM provisional
      WHERE id = (SELECT substr(provides, 1, instr(provides, ' ') - 1) FROM mutation WHERE position = ?)
      """, [position])
    try db.run(
      """
      UPDATE mutation SET state = 'waiting', sequence = ?, version = NULL, settled_at = NULL, answer = NULL
      WHERE position = ?
      """, [try nextSequence(db), position])
  }

  /// What a device that is one no longer has not sent, or in vain, is kept for the user: what it was, and why it came to
  /// nothing. What else is stored in the clear goes.
  static func closeOutbox(because problem: Problem?, _ db: Database) throws {
    try quarantine(because: problem, db)
    try db.run("DELETE FROM mutation WHERE state IN ('applied', 'shown')")
    try db.run("UPDATE mutation SET overlay = ?", [try JSONEncoder().encode([RowChange]())])
    let answered = try Row.fetchAll(db, sql: "SELECT position, answer FROM mutation WHERE answer IS NOT NULL")
    for row in answered {
      var answer = try JSONDecoder().decode(MutationResult.self, from: row["answer"])
      (answer.result, answer.current) = (nil, nil)
      try db.run(
        "UPDATE mutation SET answer = ? WHERE position = ?",
        [try JSONEncoder().encode(answer), row["position"] as Int64])
    }
  }

  /// What own writes were expected to change in scopes that are not held any more goes with them.
  static func forgetOverlays(of scopes: Set<SyncScope>, _ db: Database) throws {
    guard !scopes.isEmpty else { return }
    for row in try Row.fetchAll(db, sql: "SELECT position, overlay FROM mutation") {
      let changes = try JSONDecoder().decode([RowChange].self, from: row["overlay"])
      let kept = changes.filter { !scopes.contains($0.scope) }
      guard kept.count < changes.count else { continue }
      try db.run(
        "UPDATE mutation SET overlay = ? WHERE position = ?",
        [try JSONEncoder().encode(kept), row["position"] as Int64])
    }
  }

  /// What waits is kept for the user, and not sent any more.
  private static func quarantine(because problem: Problem?, _ db: Database) throws {
    let answer = try problem.map {
      try JSONEncoder().encode(MutationResult(sequence: 0, outcome: .rejected, problem: $0))
    }
    try db.run(
      "UPDATE mutation SET state = 'quarantined', sequence = NULL, answer = ? WHERE state = 'waiting'", [answer])
  }

  /// A new device counts from 1, and knows nothing of what an earlier one had applied.
  static func beginOutbox(_ db: Database) throws {
    try closeOutbox(because: nil, db)
    try db.run("UPDATE mutation SET sequence = NULL")
    try write(nil, to: .lastSequence, db)
  }

  // MARK: - For the user

  func commands(_ states: Set<MutationState>) throws -> [PendingCommand] {
    try database.read { db in
      try Row.fetchAll(
        db, sql: "SELECT position, name, state, made_at, answer FROM mutation ORDER BY position"
      ).compactMap { row in
        guard let state = MutationState(rawValue: row["state"]), states.contains(state) else { return nil }
        let answer = try (row["answer"] as Data?).map { try JSONDecoder().decode(MutationResult.self, from: $0) }
        return PendingCommand(
          id: row["position"], name: row["name"], state: state,
          madeAt: Date(timeIntervalSince1970: row["made_at"]), problem: answer?.problem, current: answer?.current)
      }
    }
  }

  private static let failed = "state IN ('conflict', 'rejected', 'quarantined')"

  /// What the server has answered a command; nil for one that waits or is kept back.
  func answer(to position: Int64) throws -> MutationResult? {
    let stored = try glance { db in
      try Data.fetchOne(
        db.cachedStatement(
          sql: "SELECT answer FROM mutation WHERE position = ? AND state <> 'quarantined' AND answer IS NOT NULL"),
        arguments: [position])
    }
    return try stored.map { try JSONDecoder().decode(MutationResult.self, from: $0) }
  }

  /// - Returns: whether there is such a command, and it came to nothing.
  func dismiss(_ position: Int64) throws -> Bool {
    try database.write { db in
      try db.run("DELETE FROM mutation WHERE position = ? AND \(Replica.failed)", [position])
      return db.changesCount > 0
    }
  }

  /// - Returns: whether there is such a command, and it came to nothing.
  func retry(_ position: Int64) throws -> Bool {
    try database.write { db in
      let isThere = "SELECT EXISTS (SELECT 1 FROM mutation WHERE position = ? AND \(Replica.failed))"
      guard try Bool.fetchOne(db, sql: isThere, arguments: [position]) == true else { return false }
      // The user has seen the row as it is now.
      try db.run(
        """
        UPDATE mutation SET body = CAST(json_remove(CAST(body AS TEXT), '$.base') AS BLOB)
        WHERE position = ? AND state = 'conflict'
        """, [position])
      try Replica.send(position, db)
      return true
    }
  }
}
