import Readiness

/// A piece of a page, in every language at once; `written(in:)` makes it bytes.
///
/// Escapes by construction: whatever comes from outside is a `text` or an attribute's value, and both are escaped when
/// written. The names of elements and attributes and the stylesheet are literals of this module's source. So nothing that
/// a user typed can become markup. What is written is well-formed XML as well as HTML.
indirect enum Markup: Sendable {
  case text(any Wording)
  case element(StaticString, attributes: [Attribute], content: [Markup])
  case stylesheet(StaticString)

  struct Attribute: Sendable {
    var name: StaticString
    var value: any Wording
  }
}

/// Attributes as they are written in source; one whose value is nil is left out.
typealias Attributes = KeyValuePairs<StaticString, (any Wording)?>

/// An element with its attributes and content.
func tag(
  _ name: StaticString, _ attributes: Attributes = [:], @MarkupBuilder content: () -> [Markup] = { [] }
) -> Markup {
  let present = attributes.compactMap { name, value in value.map { Markup.Attribute(name: name, value: $0) } }
  return .element(name, attributes: present, content: content())
}

/// Lists pieces of a page as statements: texts, elements, `if`, `for`.
@resultBuilder
enum MarkupBuilder {
  static func buildExpression(_ text: some Wording) -> [Markup] { [.text(text)] }
  static func buildExpression(_ markup: Markup) -> [Markup] { [markup] }
  static func buildExpression(_ markup: [Markup]) -> [Markup] { markup }
  static func buildBlock(_ parts: [Markup]...) -> [Markup] { Array(parts.joined()) }
  static func buildOptional(_ part: [Markup]?) -> [Markup] { part ?? [] }
  static func buildEither(first: [Markup]) -> [Markup] { first }
  static func buildEither(second: [Markup]) -> [Markup] { second }
  static func buildArray(_ parts: [[Markup]]) -> [Markup] { Array(parts.joined()) }
}
