import Hummingbird
import Readiness

/// The parameters that a request gives, as text: declared, each once, and decoded.
struct Arguments {
  private var values: [ParameterDeclaration: String] = [:]

  /// - Throws: a refusal that names the parameter which the route does not have, is there twice, or cannot be decoded.
  init(_ request: Request, _ path: Parameters, declared: [ParameterDeclaration]) throws(Refusal) {
    for parameter in declared where parameter.place == .path {
      values[parameter] = try path[parameter.name[...]].map { text throws(Refusal) in try Self.decode(text, parameter) }
    }
    for pair in (request.uri.query ?? "").split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let parameter = declared.first(where: { $0.place == .query && $0.name == parts[0] }) else {
        throw .unknownParameter(String(parts[0]), known: declared)
      }
      guard parts.count == 2, !parts[1].isEmpty else {
        throw .malformedParameter(parameter.name, expected: "not empty")
      }
      let isRepeated = values.updateValue(try Self.decode(parts[1], parameter), forKey: parameter) != nil
      if isRepeated { throw .malformedParameter(parameter.name, expected: "given once") }
    }
  }

  subscript(parameter: ParameterDeclaration) -> String? { values[parameter] }

  /// NUL, which no text of ours can hold, is refused here.
  private static func decode(_ text: Substring, _ parameter: ParameterDeclaration) throws(Refusal) -> String {
    guard let decoded = String(percentDecoding: text), !decoded.contains("\0") else {
      throw .malformedParameter(parameter.name, expected: "text in UTF-8, percent-encoded, without NUL")
    }
    return decoded
  }
}

extension String {
  /// By RFC 3986: a plus stands for itself. Nil where a percent sign lacks its two digits, or the bytes are not UTF-8.
  init?(percentDecoding text: Substring) {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
      guard digits.count == 2 else { return nil }
      bytes.append(UInt8(digits[0] << 4 | digits[1]))
      rest = rest.dropFirst(2)
    }
    self.init(validating: bytes, as: UTF8.self)
  }
}

extension Refusal {
  fileprivate static func unknownParameter(_ name: String, known: [ParameterDeclaration]) -> Refusal {
    let names = known.filter { $0.place == .query }.map(\.name).joined(separator: ", ")
    let shown = String(name.prefix(60))
    return Refusal(
      .malformed, "unknown-parameter", field: shown,
      LocalizedText(
        en: "There is no parameter “\(shown)” here. \(names.isEmpty ? "This path has none." : "There are: \(names).")",
        zh: "此处没有参数“\(shown)”。\(names.isEmpty ? "此路径没有查询参数。" : "可用的参数：\(names)。")"))
  }
}
