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
        Markup.stylesheet(Stylesheet.media)
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

  /// A unit's name, as deep as the unit lies.
  static func indented(_ name: Markup, _ depth: Int) -> Markup {
    tag("div", ["class": "depth-\(min(max(depth, 0), 4))"]) { name }
  }

  /// What is drawn on a calendar, with its days in words where there is no room for the calendar's head.
  static func dated(_ name: Markup, _ days: LocalizedText) -> Markup {
    tag("div") {
      name
      tag("span", ["class": "remark narrow"]) { days }
    }
  }

  /// A date, readable by machines too.
  static func date(_ day: Day) -> Markup {
    tag("time", ["datetime": day.description]) { day }
  }

  /// What the page is, whose, of which part of it, and what it rests on.
  static func header(
    _ kind: LocalizedText, of organisation: LocalizedText, part: LocalizedText?,
    facts: [(name: LocalizedText, value: Markup)]
  ) -> [Markup] {
    [
      tag("header", ["class": "page-header"]) {
        tag("p", ["class": "eyebrow"]) { kind }
        tag("h1") { name(organisation) }
        if let part { tag("p", ["class": "unit"]) { name(part) } }
        tag("dl", ["class": "page-facts"]) {
          for fact in facts {
            tag("div") {
              tag("dt") { fact.name }
              tag("dd") { fact.value }
            }
          }
        }
      }
    ]
  }

  /// Where texts come from, as their publishers ask for it to be said.
  @MarkupBuilder
  static func attributions(_ lines: [LocalizedText]) -> [Markup] {
    if !lines.isEmpty {
      section(CommonText.sources, id: "sources") {
        for line in lines { tag("p", ["class": "lead"]) { line } }
      }
    }
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

  /// How one number came about.
  static func note(_ note: MethodText.Note, @MarkupBuilder more: () -> [Markup] = { [] }) -> Markup {
    tag("div") {
      tag("h3") { note.title }
      for paragraph in note.paragraphs { tag("p") { paragraph } }
      more()
    }
  }
}
