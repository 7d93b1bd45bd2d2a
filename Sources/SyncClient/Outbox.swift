public import Foundation
import GRDB
public import Readiness
public import Wire

/// Commands that wait for the server, in a file of the device: in order, each exactly once, none ever lost.
///
/// A command gets its sequence when it is enqueued and keeps it through every retry, so the server applies it at most
/// once. It leaves the queue only when the server has settled it: applied ones are gone, refused ones stay in
/// `refused()` with the reason until the user has seen it.
public final class Outbox: Sendable {
  /// The identity that the server knows this queue by; made with the file.
  public let client: UUID
  private let database: DatabaseQueue

  /// Opens the queue in a file, or makes it.
  public init(path: String) throws {
    database = try DatabaseQueue(path: path)
    try Outbox.migrator.migrate(database)
    client = try database.write { db in
      if let text = try String.fetchOne(db, sql: "SELECT uuid FROM client"), let uuid = UUID(uuidString: text) {
        return uuid
      }
      let uuid = UUID()
      try db.execute(sql: "INSERT INTO client (uuid) VALUES (?)", arguments: [uuid.uuidString])
      return uuid
    }
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("outbox") { db in
      try db.create(table: "client") { $0.column("uuid", .text).notNull() }
      try db.create(table: "command") { table in
        table.autoIncrementedPrimaryKey("sequence")
        table.column("json", .blob).notNull()
        table.column("problem", .blob)
      }
    }
    return migrator
  }

  /// Adds a command to the end of the queue.
  ///
  /// - Returns: its sequence.
  @discardableResult
  public func enqueue(_ command: any Command) throws -> Int64 {
    try database.write { db in
      // The sequence is part of what is stored, and SQLite gives it: a number once used is never used again.
      try db.execute(sql: "INSERT INTO command (json) VALUES (x'')")
      let sequence = db.lastInsertedRowID
      let json = try JSONEncoder().encode(SubmittedCommand(sequence: sequence, command: command))
      try db.execute(sql: "UPDATE command SET json = ? WHERE sequence = ?", arguments: [json, sequence])
      return sequence
    }
  }

  /// How many commands wait for the server.
  public func waiting() throws -> Int {
    try database.read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM command WHERE problem IS NULL") ?? 0
    }
  }

  /// The commands that the server refused, oldest first, until `dismiss` is told of them.
  public func refused() throws -> [Acknowledgement] {
    try database.read { db in
      try Row.fetchAll(db, sql: "SELECT sequence, problem FROM command WHERE problem IS NOT NULL ORDER BY sequence")
        .map { row in
          Acknowledgement(
            sequence: row["sequence"], problem: try JSONDecoder().decode(Problem.self, from: row["problem"]))
        }
    }
  }

  /// Forgets a refused command that the user has seen.
  public func dismiss(_ sequence: Int64) throws {
    try database.write { db in
      try db.execute(sql: "DELETE FROM command WHERE sequence = ? AND problem IS NOT NULL", arguments: [sequence])
    }
  }

  /// Sends what waits, oldest first, until the queue is empty.
  ///
  /// - Returns: how many commands were settled.
  /// - Throws: the transport's error; what was not settled is still in the queue.
  @discardableResult
  public func flush(over transport: some Transport) async throws -> Int {
    var settled = 0
    while true {
      let batch = try nextBatch()
      if batch.isEmpty { return settled }
      let answer = try await transport.submit(Submission(client: client, commands: batch))
      settled += try settle(answer, of: batch)
    }
  }

  private func nextBatch() throws -> [SubmittedCommand] {
    try database.read { db in
      try Data.fetchAll(
        db, sql: "SELECT json FROM command WHERE problem IS NULL ORDER BY sequence LIMIT ?",
        arguments: [Submission.limit]
      ).map { try JSONDecoder().decode(SubmittedCommand.self, from: $0) }
    }
  }

  /// Only what the server names is settled; an answer that names none of the batch would have us ask for ever.
  private func settle(_ answer: [Acknowledgement], of batch: [SubmittedCommand]) throws -> Int {
    let sent = Set(batch.map(\.sequence))
    let known = answer.filter { sent.contains($0.sequence) }
    guard !known.isEmpty else { throw TransportError.unreachable("The answer is not about what was sent.") }
    try database.write { db in
      for acknowledgement in known {
        if let problem = acknowledgement.problem {
          try db.execute(
            sql: "UPDATE command SET problem = ? WHERE sequence = ?",
            arguments: [try JSONEncoder().encode(problem), acknowledgement.sequence])
        } else {
          try db.execute(sql: "DELETE FROM command WHERE sequence = ?", arguments: [acknowledgement.sequence])
        }
      }
    }
    return known.count
  }
}
