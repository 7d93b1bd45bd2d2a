public import FoundationEssentials
public import Readiness

/// One command as a client sends it. Its identity is the client and the sequence; a replay gets the stored result.
public struct SubmittedCommand: Sendable {
  /// 1 or more, chosen by the client, each used for one command only.
  public var sequence: Int64
  /// The name as it was written, known or not.
  public let name: String
  /// The command; or why it is none, so that one bad command does not take its neighbours down.
  public let command: Result<any Command, Refusal>
  /// The command; or what was written of one that is none, which another version of the program may know.
  private let arguments: any Encodable & Sendable

  public init(sequence: Int64, command: any Command) {
    self.sequence = sequence
    self.name = type(of: command).name.rawValue
    self.command = .success(command)
    arguments = command
  }

  /// The same command, found to be none.
  public init(refusing submitted: SubmittedCommand, by refusal: Refusal) {
    sequence = submitted.sequence
    name = submitted.name
    command = .failure(refusal)
    arguments = submitted.arguments
  }
}

extension SubmittedCommand: Codable {
  private enum Key: CodingKey {
    case sequence, name, arguments
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    sequence = try container.decode(Int64.self, forKey: .sequence)
    name = try container.decode(String.self, forKey: .name)
    command = try SubmittedCommand.command(name, from: container)
    switch command {
    case .success(let command): arguments = command
    case .failure: arguments = (try? container.decode(JSONValue.self, forKey: .arguments)) ?? .object([:])
    }
  }

  private static func command(
    _ name: String, from container: KeyedDecodingContainer<Key>
  ) throws -> Result<any Command, Refusal> {
    guard let known = CommandName(rawValue: name) else {
      let shown = name.prefix(60).filter { $0 != "\0" }
      return .failure(
        Refusal(
          .malformed, "unknown-command", field: "name",
          LocalizedText(
            en: "There is no command “\(shown)”. The API description lists them all.",
            zh: "没有名为“\(shown)”的命令。接口文档列出了全部命令。")))
    }
    do {
      return .success(try decode(known.type, from: container))
    } catch let error as DecodingError {
      return .failure(Refusal(malformed: error))
    }
  }

  private static func decode<C: Command>(
    _ type: C.Type, from container: KeyedDecodingContainer<Key>
  ) throws -> any Command {
    try container.decode(type, forKey: .arguments)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(sequence, forKey: .sequence)
    try container.encode(name, forKey: .name)
    try container.encode(arguments, forKey: .arguments)
  }
}

/// The body of `POST /v1/commands`: 1 to 500 commands, applied in order, each on its own merits.
public struct Submission: Codable, Sendable {
  public var client: UUID
  /// Says what each command would do, and does nothing.
  public var dryRun: Bool?
  public var commands: [SubmittedCommand]

  public init(client: UUID, dryRun: Bool? = nil, commands: [SubmittedCommand]) {
    self.client = client
    self.dryRun = dryRun
    self.commands = commands
  }

  public static let limit = 500
}

/// What became of one command: applied with a result, or rejected with a problem. Exactly one of the two.
public struct CommandOutcome<Value: Codable & Sendable>: Codable, Sendable {
  public var sequence: Int64
  public var result: Value?
  public var problem: Problem?

  public init(sequence: Int64, result: Value?, problem: Problem?) {
    self.sequence = sequence
    self.result = result
    self.problem = problem
  }
}

/// The answer to a submission of one kind of command, as a typed client reads it.
public struct SubmissionAnswer<Value: Codable & Sendable>: Codable, Sendable {
  public var results: [CommandOutcome<Value>]

  public init(results: [CommandOutcome<Value>]) {
    self.results = results
  }
}
