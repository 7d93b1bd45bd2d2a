import Readiness

/// A parameter of a route: where it stands, what it is called, and how its text is read.
struct Parameter<Value: Sendable>: Sendable {
  let declaration: ParameterDeclaration
  private let parse: @Sendable (String?) -> Value?
  private let expectation: String

  /// - Throws: `malformed-parameter`, which names it.
  func value(in arguments: Arguments) throws(Refusal) -> Value {
    guard let value = parse(arguments[declaration]) else {
      throw .malformedParameter(declaration.name, expected: expectation)
    }
    return value
  }
}

/// What the API description says of a parameter.
struct ParameterDeclaration: Hashable, Sendable {
  enum Place: String, Sendable {
    case path, query, header
  }

  let name: String
  let place: Place
  /// Those of the path and the header are; those of the query never.
  var isRequired: Bool { place != .query }
}

extension Parameter {
  /// A segment of the path.
  static func path(_ name: String, _ form: ParameterForm<Value>) -> Parameter {
    Parameter(
      declaration: ParameterDeclaration(name: name, place: .path), parse: { $0.flatMap(form.parse) },
      expectation: form.expectation)
  }

  /// Nil when the query does not have it.
  static func query<Given>(_ name: String, _ form: ParameterForm<Given>) -> Parameter where Value == Given? {
    Parameter(
      declaration: ParameterDeclaration(name: name, place: .query),
      parse: { text in text.map { form.parse($0).map(Optional.some) } ?? .some(nil) }, expectation: form.expectation)
  }

  static func query(_ name: String, _ form: ParameterForm<Value>, default fallback: Value) -> Parameter {
    Parameter(
      declaration: ParameterDeclaration(name: name, place: .query),
      parse: { text in text.map(form.parse) ?? fallback }, expectation: form.expectation)
  }
}

/// How a parameter is written.
struct ParameterForm<Value: Sendable>: Sendable {
  /// What a person should write.
  let expectation: String
  let parse: @Sendable (String) -> Value?
}

extension ParameterForm {
  static func coded() -> ParameterForm where Value: TextCoded {
    ParameterForm(expectation: Value.expectation) { Value($0) }
  }

  /// One of an enumeration's names.
  static func choice() -> ParameterForm where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
    return ParameterForm(expectation: "one of \(names)") { Value(rawValue: $0) }
  }
}

extension ParameterForm<String> {
  static var text: ParameterForm { ParameterForm(expectation: "a text") { $0 } }
}

extension ParameterForm<Int> {
  static func integer(in range: ClosedRange<Int>) -> ParameterForm {
    ParameterForm(expectation: "a whole number, \(range.lowerBound) to \(range.upperBound)") { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension Refusal {
  /// - Parameter expected: what a person should write.
  static func malformedParameter(_ name: String, expected: String) -> Refusal {
    Refusal(
      .malformed, "malformed-parameter", field: name,
      LocalizedText(en: "The parameter “\(name)” must be \(expected).", zh: "参数“\(name)”的值无效，应为：\(expected)。"))
  }
}
