public import FoundationEssentials
public import Readiness

/// What both ends of a synchronisation agree upon before they speak.
public enum SyncProtocol {
  /// The framing of the calls: the header `Sync-Protocol`.
  public static let version = 1
  /// The newest form of rows and commands: the header `Sync-Schema`.
  public static let schema = 1
  /// The forms that the server still serves, the two before the newest.
  public static let servedSchemas = max(1, schema - 2)...schema
  /// The most rows of a page.
  public static let pageRows = 2_000
  /// The most bytes of a page's rows; the row that passes it is still in the page.
  public static let pageBytes = 1 << 20
  /// The most bytes of a push.
  public static let pushBytes = 1 << 20
}

/// The body of `POST /v1/sync/pull`.
public struct PullRequest: Codable, Sendable, Equatable {
  /// Of the last page that was stored; nil: the device holds nothing.
  public var cursor: String?
  /// At most so many rows, 1 to `SyncProtocol.pageRows`; nil: that many.
  public var limit: Int?
  /// The highest sequence that the device has given away; nil: none yet.
  public var lastSequence: Int64?
  /// Scopes of which nothing is left on the device, of those that it was told to drop.
  public var purged: [SyncScope]?

  public init(cursor: String?, limit: Int? = nil, lastSequence: Int64? = nil, purged: [SyncScope]? = nil) {
    self.cursor = cursor
    self.limit = limit
    self.lastSequence = lastSequence
    self.purged = purged
  }
}

/// The body of `POST /v1/sync/push`: 1 to 500 mutations, in the order of their sequences.
public struct PushRequest: Codable, Sendable {
  /// Of the last page that the device was sent: a server that was restored since has to be pulled from first.
  public var epoch: String
  public var mutations: [Mutation]

  public init(epoch: String, mutations: [Mutation]) {
    self.epoch = epoch
    self.mutations = mutations
  }
}

/// A command with what its author saw when they made it.
public struct Mutation: Codable, Sendable {
  /// `sequence`, `name` and `arguments`.
  public var command: SubmittedCommand
  /// The form in which the arguments were written, which may be older than the request's: an updated app sends what was
  /// queued before. A decoded command has been brought to the newest form.
  public var schema: Int
  /// The row that the command was made from; nil: it does not rest on one.
  public var base: Base?

  /// A row at the version at which it was seen.
  public struct Base: Codable, Sendable, Equatable {
    public var scope: SyncScope
    public var table: String
    public var id: UUID
    public var version: Int64

    public init(scope: SyncScope, table: String, id: UUID, version: Int64) {
      self.scope = scope
      self.table = table
      self.id = id
      self.version = version
    }
  }

  public init(command: SubmittedCommand, schema: Int = SyncProtocol.schema, base: Base? = nil) {
    self.command = command
    self.schema = schema
    self.base = base
  }

  private enum Key: CodingKey { case schema, base, arguments }

  /// A command of a schema that is not served any more is decoded as one that is refused, so that its neighbours are not.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    schema = try container.decode(Int.self, forKey: .schema)
    base = try container.decodeIfPresent(Base.self, forKey: .base)
    let written = try SubmittedCommand(from: decoder)
    guard SyncProtocol.servedSchemas.contains(schema) || schema > SyncProtocol.schema else {
      command = SubmittedCommand(refusing: written, by: .unservedSchema(schema))
      return
    }
    let upcasts = decoder.userInfo[.commandUpcasts] as? CommandUpcasts ?? .shipped
    let arguments = (try? container.decode([String: JSONValue].self, forKey: .arguments)) ?? [:]
    command =
      try upcasts.upcast(written.name, arguments, from: schema).map { newest in
        let form = Form(sequence: written.sequence, name: newest.name, arguments: newest.arguments)
        return try JSONDecoder.wire.decode(SubmittedCommand.self, from: JSONEncoder.wire.encode(form))
      } ?? written
  }

  /// A command as it is written.
  private struct Form: Encodable {
    let sequence: Int64
    let name: String
    let arguments: [String: JSONValue]
  }

  public func encode(to encoder: any Encoder) throws {
    try command.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(schema, forKey: .schema)
    try container.encodeIfPresent(base, forKey: .base)
  }
}

extension CodingUserInfoKey {
  /// `CommandUpcasts`; left out, those that the program ships.
  public static let commandUpcasts = CodingUserInfoKey(rawValue: "readiness.command-upcasts")!
}

extension Refusal {
  fileprivate static func unservedSchema(_ schema: Int) -> Refusal {
    .conflict(
      "schema-unsupported", field: "mutations.schema",
      en: "This was written by an app of schema \(schema), which is served no longer. Do it again in the updated app.",
      zh: "该内容由第 \(schema) 版数据格式的应用写入，服务器已不再支持。请在更新后的应用中重新操作。")
  }
}

/// What became of one mutation, for good.
public struct MutationResult: Codable, Sendable, Equatable {
  public enum Outcome: String, Codable, Sendable {
    case applied
    /// The row it was made from has changed since; nothing was done.
    case conflict
    case rejected
  }

  public var sequence: Int64
  public var outcome: Outcome
  /// What the command answered, where it was applied.
  public var result: JSONValue?
  /// Why it was not applied.
  public var problem: Problem?
  /// Of a conflict: the row as it is now; nil where it is gone.
  public var current: JSONValue?

  public init(
    sequence: Int64, outcome: Outcome, result: JSONValue? = nil, problem: Problem? = nil, current: JSONValue? = nil
  ) {
    self.sequence = sequence
    self.outcome = outcome
    self.result = result
    self.problem = problem
    self.current = current
  }
}

/// The answer to a push.
public struct PushAnswer: Codable, Sendable, Equatable {
  /// The highest sequence of the device's that is settled.
  public var lastSequence: Int64
  /// The version that the push was committed at, or one above it; a replica that has pulled up to it shows its effects.
  public var version: Int64
  public var results: [MutationResult]

  public init(lastSequence: Int64, version: Int64, results: [MutationResult]) {
    self.lastSequence = lastSequence
    self.version = version
    self.results = results
  }
}

/// The body of `POST /v1/sync/verify`.
public struct VerifyRequest: Codable, Sendable, Equatable {
  public var scope: SyncScope
  /// The rows of one leaf are wanted, 0 to 255; nil: the digests of all leaves.
  public var leaf: Int?

  public init(scope: SyncScope, leaf: Int? = nil) {
    self.scope = scope
    self.leaf = leaf
  }
}

/// The answer to a verify: the digests of a scope's leaves at a version.
public struct VerifyAnswer: Codable, Sendable, Equatable {
  public var version: Int64
  /// 256, by number.
  public var leaves: [ScopeDigest.Leaf]

  public init(version: Int64, leaves: [ScopeDigest.Leaf]) {
    self.version = version
    self.leaves = leaves
  }
}
