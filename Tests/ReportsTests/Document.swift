import Foundation
import FoundationXML

/// A page as a strict XML parser reads it.
final class Node {
  let name: String
  let attributes: [String: String]
  private(set) var children: [Node] = []
  /// Text that is directly in this element, and in its descendants.
  private(set) var text = ""

  init(name: String, attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// All elements, this one first, in the document's order.
  var all: [Node] { [self] + children.flatMap(\.all) }

  func all(_ name: String, style: String? = nil) -> [Node] {
    all.filter { $0.name == name && (style == nil || $0.styles.contains(style ?? "")) }
  }

  func first(id: String) -> Node? { all.first { $0.attributes["id"] == id } }

  var styles: [String] { (attributes["class"] ?? "").split(separator: " ").map(String.init) }

  /// A length such as `12.5%` or `40`, as a number.
  func length(_ attribute: String) -> Double? {
    attributes[attribute].flatMap { Double($0.hasSuffix("%") ? String($0.dropLast()) : $0) }
  }

  /// What a person is told: text, and the attributes that are read out or shown.
  var words: [String] {
    all.filter { $0.name != "style" }.flatMap { node in
      (node.children.isEmpty ? [node.text] : [])
        + ["aria-label", "title", "data-label"].compactMap { node.attributes[$0] }
    }
  }

  /// - Throws: where the bytes are not well-formed XML.
  static func parsing(_ html: String) throws -> Node {
    let reader = Reader()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = reader
    guard parser.parse(), let root = reader.root else {
      throw Malformed(line: parser.lineNumber, reason: "\(String(describing: parser.parserError))")
    }
    return root
  }

  struct Malformed: Error {
    var line: Int
    var reason: String
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var root: Node?
    private var open: [Node] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      let node = Node(name: name, attributes: attributes)
      open.last?.children.append(node)
      root = root ?? node
      open.append(node)
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      for node in open { node.text += string }
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      open.removeLast()
    }
  }
}
