import Readiness

extension Markup {
  /// The bytes in one language: the same every time.
  func written(in language: Language) -> String {
    var output = ""
    write(in: language, to: &output)
    return output
  }

  private func write(in language: Language, to output: inout String) {
    switch self {
    case .text(let wording):
      Markup.escape(wording.text(in: language), into: &output)
    case .stylesheet(let source):
      output += "<style>\(source)</style>"
    case .element(let name, let attributes, let content):
      output += "<\(name)"
      for attribute in attributes {
        output += " \(attribute.name)=\""
        Markup.escape(attribute.value.text(in: language), into: &output)
        output += "\""
      }
      guard !Markup.void.contains("\(name)") else { return output += "/>" }
      output += ">"
      for part in content { part.write(in: language, to: &output) }
      output += "</\(name)>"
      if Markup.blocks.contains("\(name)") { output += "\n" }
    }
  }

  /// Elements that never have content. HTML closes only these by themselves; every other one needs its end tag.
  private static let void: Set = ["br", "circle", "col", "line", "meta", "polygon", "polyline", "rect"]

  /// Elements where a line ends, so that the source can be read and compared line by line.
  private static let blocks: Set = [
    "title", "head", "header", "section", "figure", "figcaption", "h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "dd",
    "table", "thead", "tbody", "tr", "svg", "div", "footer",
  ]

  /// Appends `text` so that it stays text in content and in quoted attributes, of HTML and of XML.
  ///
  /// Control characters, which XML forbids, and those that turn the direction of what follows become U+FFFD.
  private static func escape(_ text: String, into output: inout String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "'": output += "&#39;"
      case "\t", "\n", "\r": output.unicodeScalars.append(scalar)
      case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{FFFE}",
        "\u{FFFF}":
        output += "\u{FFFD}"
      default: output.unicodeScalars.append(scalar)
      }
    }
  }
}
