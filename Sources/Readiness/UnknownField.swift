/// A field of a document that has another name than those it can have.
public struct UnknownField: Error {
  public let name: String
  public let known: [String]

  public var message: LocalizedText {
    LocalizedText(
      en: "there is no field “\(name)” here; use \(known.joined(separator: ", "))",
      zh: "没有字段“\(name)”；可用：\(known.joined(separator: "、"))")
  }
}

extension Decoder {
  /// - Throws: for the first field, by name, that is none of `keys`.
  func refuseOthers<Keys: CodingKey & CaseIterable>(than keys: Keys.Type) throws {
    let known = Keys.allCases.map(\.stringValue)
    let given = try container(keyedBy: AnyField.self).allKeys.sorted { $0.stringValue < $1.stringValue }
    guard let unknown = given.first(where: { !known.contains($0.stringValue) }) else { return }
    let error = UnknownField(name: unknown.stringValue, known: known)
    throw DecodingError.dataCorrupted(
      .init(codingPath: codingPath + [unknown], debugDescription: error.message.en, underlyingError: error))
  }
}

private struct AnyField: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
