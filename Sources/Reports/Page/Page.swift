import Readiness

/// A whole page: one self-contained file, with no script and nothing to load.
struct Page {
  var title: LocalizedText
  /// What stands in the `main` element, top to bottom.
  var content: [Markup]
  /// The page's last line, in small print.
  var colophon: LocalizedText

  func html(in language: Language) -> String {
    let root = tag("html", ["lang": language.tag]) {
      tag("head") {
        tag("meta", ["charset": "utf-8"])
        tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        tag("meta", ["name": "referrer", "content": "no-referrer"])
        // Holds even for a page that was tampered with: no script, no connection.
        tag(
          "meta", ["http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"])
        tag("title") { title }
        Markup.stylesheet(Stylesheet.source)
      }
      tag("body") {
        Hatch.definition
        tag("main") { content }
        tag("footer") { tag("p") { colophon } }
      }
    }
    return "<!DOCTYPE html>\n\(root.written(in: language))\n"
  }
}

/// Parts that pages are made of.
enum PagePart {
  /// A name that a user gave: kept apart from the direction of the text around it.
  static func name(_ name: some Wording) -> Markup {
    tag("bdi") { name }
  }

  /// A date, readable by machines too.
  static func date(_ day: Day) -> Markup {
    tag("time", ["datetime": day.description]) { day }
  }

  /// A part of the page under a heading, with a sentence that says what to see in it.
  static func section(
    _ title: LocalizedText, id: String, lead: LocalizedText? = nil, @MarkupBuilder content: () -> [Markup]
  ) -> Markup {
    tag("section", ["id": id, "aria-labelledby": "\(id)-title"]) {
      tag("h2", ["id": "\(id)-title"]) { title }
      if let lead { tag("p", ["class": "lead"]) { lead } }
      content()
    }
  }

  /// A chart with its caption; `table` is the section of the table that has all of its numbers.
  static func figure(
    caption: LocalizedText, table: String? = nil, style: String? = nil, @MarkupBuilder content: () -> [Markup]
  ) -> Markup {
    tag("figure", ["class": style]) {
      content()
      tag("figcaption") {
        caption
        if let table {
          " "
          tag("a", ["href": "#\(table)"]) { CommonText.toTable }
        }
      }
    }
  }

  /// Something the reader must not miss.
  static func callout(@MarkupBuilder content: () -> [Markup]) -> Markup {
    tag("div", ["class": "callout", "role": "note"], content: content)
  }

  /// One figure of the headline: its name above, the value large, a remark below.
  static func fact(_ name: LocalizedText, _ value: some Wording, remark: LocalizedText) -> Markup {
    tag("div", ["class": "fact"]) {
      tag("dt") { name }
      tag("dd") {
        tag("span", ["class": "fact-value"]) { value }
        tag("span", ["class": "remark"]) { remark }
      }
    }
  }

  /// Terms, each with what it means.
  static func definitions(_ entries: [(term: LocalizedText, meaning: LocalizedText)]) -> Markup {
    tag("dl", ["class": "definitions-list"]) {
      for entry in entries {
        tag("div") {
          tag("dt") { entry.term }
          tag("dd") { entry.meaning }
        }
      }
    }
  }
}
