/// A value whose one written form is its `description`, in JSON as everywhere else.
public protocol TextCoded: Codable, LosslessStringConvertible, Sendable {
  /// What a person should write, for error messages: “a date, YYYY-MM-DD”.
  static var expectation: String { get }
}

extension TextCoded {
  public init(from decoder: any Decoder) throws { try self.init(textFrom: decoder) }

  public func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }

  private init(textFrom decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "“\(text.prefix(60))” is not \(Self.expectation)."))
    }
    self = value
  }

  private func encodeText(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// The standard library codes enumerations of whole numbers too. Of two that fit equally well the compiler takes neither,
/// and codes an enumeration by its cases' names; these fit better than either.
extension TextCoded where Self: RawRepresentable, RawValue == Int {
  public init(from decoder: any Decoder) throws { try self.init(textFrom: decoder) }

  public func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}
