public import Foundation
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

  /// It came to nothing, and is kept until the user has seen it.
  public var isFailed: Bool { self == .conflict || self == .rejected || self == .quarantined }
}

/// A command of the device's, and what became of it.
public struct PendingCommand: Sendable, Equatable, Identifiable {
  /// 1 or more, in the order in which commands were taken. It stays the same when a command is sent again.
  public var id: Int64
  /// The command's name: `response.record`.
  public var name: String
  public var state: MutationState
  public var madeAt: Date
  /// Why it came to nothing; nil while it has not.
  public var problem: Problem?
  /// Of a conflict: the row as the server has it now; nil where it is gone.
  public var current: JSONValue?
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

  /// A row as a value; nil: it is gone.
  public init<Row: PublishedRow & Encodable>(scope: SyncScope, id: UUID, _ row: Row?) throws {
    self.init(scope: scope, table: Row.table, id: id, row: try row.map { try JSONEncoder.wire.text($0) })
  }
}

/// An id that the device makes up for what only the server can name, such as an attempt that is begun offline.
///
/// Commands may name it before the server has answered: it is replaced when they are sent, and until then they wait for the
/// command that provides it. When that one is refused they are sent as they are, and refused in their turn.
public struct ProvisionalID: Sendable, Equatable {
  public let id: UUID
  /// The field of the providing command's result that holds the server's id: `attempt`.
  public let field: String

  public init(id: UUID = UUID(), field: String) {
    self.id = id
    self.field = field
  }

  /// As ids are written in JSON.
  var text: String { id.uuidString.lowercased() }

  var stored: String { "\(text) \(field)" }

  init?(stored: String) {
    let parts = stored.split(separator: " ")
    guard parts.count == 2, let id = UUID(uuidString: String(parts[0])) else { return nil }
    self.init(id: id, field: String(parts[1]))
  }
}
