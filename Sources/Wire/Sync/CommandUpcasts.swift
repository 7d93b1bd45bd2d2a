/// How commands that were written in an older form come to the newest: a phone may have queued them before it was updated,
/// or not be updated yet.
public struct CommandUpcasts: Sendable {
  /// What a schema changed about one command.
  public struct Change: Sendable {
    /// The first schema of the new form.
    public let schema: Int
    /// The command's name in the form before it.
    public let name: String
    /// Makes name and arguments of the new form from the arguments of the form before it.
    public let upcast: @Sendable ([String: JSONValue]) -> (name: String, arguments: [String: JSONValue])

    public init(
      schema: Int, name: String,
      upcast: @escaping @Sendable ([String: JSONValue]) -> (name: String, arguments: [String: JSONValue])
    ) {
      self.schema = schema
      self.name = name
      self.upcast = upcast
    }
  }

  private let changes: [Change]

  /// - Parameter changes: at most one a schema and name.
  public init(_ changes: [Change]) { self.changes = changes.sorted { $0.schema < $1.schema } }

  /// Those of the served schemas. The first schema has changed nothing yet.
  public static let shipped = CommandUpcasts([])

  /// The command in the newest form; nil when nothing has changed about it since `schema`.
  public func upcast(
    _ name: String, _ arguments: [String: JSONValue], from schema: Int
  ) -> (name: String, arguments: [String: JSONValue])? {
    var command = (name: name, arguments: arguments)
    var isChanged = false
    for change in changes where change.schema > schema && change.name == command.name {
      command = change.upcast(command.arguments)
      isChanged = true
    }
    return isChanged ? command : nil
  }
}
