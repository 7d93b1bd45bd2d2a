public import FoundationEssentials

/// The identity of one `Entity`: a UUID that cannot be mistaken for another entity's.
///
/// Written and read as the UUID's canonical lower-case text.
public struct Identifier<Entity>: Hashable, Sendable {
  public let uuid: UUID

  public init(_ uuid: UUID) {
    self.uuid = uuid
  }
}

extension Identifier: TextCoded {
  public static var expectation: String { "a UUID" }

  public init?(_ description: String) {
    guard let uuid = UUID(uuidString: description) else { return nil }
    self.init(uuid)
  }

  public var description: String { uuid.uuidString.lowercased() }
}

extension Identifier: Comparable {
  public static func < (left: Self, right: Self) -> Bool { left.uuid < right.uuid }
}
