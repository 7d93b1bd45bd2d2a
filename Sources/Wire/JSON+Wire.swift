public import FoundationEssentials

extension JSONEncoder {
  /// As everything on the wire is written: RFC 3339 dates, keys in one order, so that equal values have equal bytes.
  public static var wire: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  /// The value as JSON text.
  public func text(_ value: some Encodable) throws -> String {
    String(decoding: try encode(value), as: UTF8.self)
  }
}

extension JSONDecoder {
  public static var wire: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return decoder
  }
}
