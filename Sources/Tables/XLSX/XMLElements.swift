/// One element of a small part, without its text.
struct XMLElement {
  let name: String
  /// The name of the element that it is in; empty for the outermost.
  let parent: String
  /// By local name.
  let attributes: [String: String]
}

extension Archive {
  func part(_ name: String?) throws(TableError) -> Part? {
    guard let name else { return nil }
    return try part(name)
  }

  /// All elements of a part, in the document's order; nil when there is no such part.
  func elements(of name: String?) throws(TableError) -> [XMLElement]? {
    guard let part = try part(name) else { return nil }
    let list = XMLElements()
    try XMLStream(part, handler: list).run()
    return list.elements
  }
}

private final class XMLElements: XMLHandler {
  private(set) var elements: [XMLElement] = []
  private var open: [String] = []

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    elements.append(XMLElement(name: name.string, parent: open.last ?? "", attributes: attributes.dictionary))
    open.append(name.string)
  }

  func end(_ name: XMLName) { open.removeLast() }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
