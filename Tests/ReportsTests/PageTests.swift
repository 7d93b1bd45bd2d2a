import Readiness
import Testing

@testable import Reports

/// That pages are sound, whatever is in them.
struct PageTests {
  private typealias Rendered = @Sendable (Language) -> String

  private static let briefs: [Rendered] = Sample.all.map { brief in { BriefReport.html(brief, language: $0) } }

  private static let others: [Rendered] = {
    var pages: [Rendered] = Sample.registers.map { register in { BoundariesReport.html(register, language: $0) } }
    for report in [Sample.gaps, Sample.bareGaps, Sample.hostileGaps] {
      pages.append { GapsReport.html(report, language: $0) }
    }
    for report in [Sample.person, Sample.barePerson] { pages.append { GapsReport.html(report, language: $0) } }
    return pages
  }()

  private typealias Document = (language: Language, html: String, root: Node)

  private func documents(_ pages: [Rendered] = briefs + others) throws -> [Document] {
    try pages.flatMap { page in
      try Language.allCases.map { language in
        let html = page(language)
        return (language, html, try Node.parsing(html))
      }
    }
  }

  @Test func `every page is well-formed and names its language`() throws {
    for page in try documents() {
      #expect(page.html.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(page.language.tag)\">"))
      #expect(page.root.all("h1").count == 1)
      #expect(page.root.all("title").first?.text.isEmpty == false)
    }
  }

  @Test func `a page has no script and loads nothing`() throws {
    let loading: Set = [
      "script", "link", "img", "iframe", "object", "embed", "image", "use", "base", "form", "foreignObject",
    ]
    for page in try documents() {
      for node in page.root.all {
        #expect(!loading.contains(node.name))
        #expect(node.attributes.keys.allSatisfy { !$0.hasPrefix("on") && $0 != "src" && $0 != "style" })
        if let link = node.attributes["href"] { #expect(link.hasPrefix("#")) }
        let fill = node.attributes["fill"] ?? "none"
        #expect(fill.hasPrefix("#") || ["none", "url(#hatch)"].contains(fill))
      }
      let style = page.root.all("style").map(\.text).joined()
      #expect(!style.isEmpty && !style.contains("url(") && !style.contains("@import") && !style.contains("//"))
    }
  }

  @Test func `every link leads somewhere and no id is given twice`() throws {
    for page in try documents() {
      let ids = page.root.all.compactMap { $0.attributes["id"] }
      #expect(Set(ids).count == ids.count)
      for node in page.root.all {
        if let target = node.attributes["href"] { #expect(ids.contains(String(target.dropFirst()))) }
        if let target = node.attributes["aria-labelledby"] { #expect(ids.contains(target)) }
      }
    }
  }

  @Test func `every drawing is described or hidden from screen readers`() throws {
    for page in try documents() {
      for svg in page.root.all("svg") {
        let isDescribed = svg.attributes["role"] == "img" && svg.attributes["aria-label"]?.isEmpty == false
        #expect(isDescribed != (svg.attributes["aria-hidden"] == "true"))
      }
    }
  }

  @Test func `every row of a table has a cell for every column`() throws {
    for page in try documents() {
      for table in page.root.all("table") {
        let columns = try #require(table.all("thead").first).all("th").count
        for row in try #require(table.all("tbody").first).children { #expect(row.children.count == columns) }
      }
    }
  }

  @Test func `the Chinese pages have no English words left and the English ones no Chinese characters`() throws {
    let known: Set = [
      "AI", "WORKBank", "H", "L", "X", "JSON", "CSV", "XLSX", "Readiness", "readiness", "plan", "generate",
    ]
    let names = ["赵一", "钱二", "孙三"]
    for page in try documents(PageTests.others) where !page.html.contains("alert(") {
      for words in page.root.words {
        if page.language == .zh {
          let latin = words.split { !($0.isASCII && $0.isLetter) }.map(String.init)
          #expect(latin.allSatisfy(known.contains), "\(words)")
        } else {
          let rest = names.reduce(words) { $0.replacing($1, with: "") }
          #expect(
            !rest.unicodeScalars.contains {
              (0x3000...0x9FFF).contains($0.value) || (0xFF00...0xFFEF).contains($0.value)
            },
            "\(words)")
        }
      }
    }
  }

  @Test func `both languages have the same parts and none is empty`() throws {
    for page in PageTests.briefs + PageTests.others {
      let roots = try Language.allCases.map { try Node.parsing(page($0)) }
      #expect(roots[0].all.map(\.name) == roots[1].all.map(\.name))
      for root in roots {
        for name in ["title", "h1", "h2", "h3", "p", "th", "td", "dt", "dd", "figcaption", "caption", "li", "text"] {
          for node in root.all(name) where node.all("svg").isEmpty {
            #expect(node.text.contains { !$0.isWhitespace }, "\(name)")
          }
        }
      }
    }
  }

  @Test(arguments: Language.allCases)
  func `what users wrote is text wherever it stands`(language: Language) throws {
    for (hostile, plain) in [
      (
        BoundariesReport.html(Sample.hostileRegister, language: language),
        BoundariesReport.html(Sample.register, language: language)
      ),
      (GapsReport.html(Sample.hostileGaps, language: language), GapsReport.html(Sample.gaps, language: language)),
    ] {
      #expect(try Node.parsing(hostile).all.map(\.name) == Node.parsing(plain).all.map(\.name))
      #expect(!hostile.contains("<script") && !hostile.contains("<img") && !hostile.contains("\u{202E}"))
    }
  }
}
