import Readiness
import Testing

@testable import Reports

/// That the page is sound, whatever the brief.
struct BriefReportTests {
  private func pages() throws -> [(html: String, root: Node)] {
    try Sample.all.flatMap { brief in
      try Language.allCases.map { language in
        let html = BriefReport.html(brief, language: language)
        return (html, try Node.parsing(html))
      }
    }
  }

  @Test func `every page is well-formed and names its language`() throws {
    for (page, language) in zip(try pages(), Sample.all.flatMap { _ in Language.allCases }) {
      #expect(page.html.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(language.tag)\">"))
      #expect(page.root.all("h1").count == 1)
      #expect(page.root.all("title").first?.text.isEmpty == false)
    }
  }

  @Test func `the same brief gives the same bytes`() {
    for language in Language.allCases {
      #expect(BriefReport.html(Sample.brief, language: language) == BriefReport.html(Sample.brief, language: language))
    }
  }

  @Test func `a page has no script and loads nothing`() throws {
    let loading: Set = [
      "script", "link", "img", "iframe", "object", "embed", "image", "use", "base", "form", "foreignObject",
    ]
    for page in try pages() {
      for node in page.root.all {
        #expect(!loading.contains(node.name))
        #expect(node.attributes.keys.allSatisfy { !$0.hasPrefix("on") && $0 != "src" && $0 != "style" })
        if let link = node.attributes["href"] { #expect(link.hasPrefix("#")) }
        if let fill = node.attributes["fill"] { #expect(fill.hasPrefix("#") || fill == "url(#hatch)") }
      }
      let style = page.root.all("style").map(\.text).joined()
      #expect(!style.isEmpty && !style.contains("url(") && !style.contains("@import") && !style.contains("//"))
    }
  }

  @Test func `every link leads somewhere and no id is given twice`() throws {
    for page in try pages() {
      let ids = page.root.all.compactMap { $0.attributes["id"] }
      #expect(Set(ids).count == ids.count)
      for node in page.root.all {
        if let target = node.attributes["href"] { #expect(ids.contains(String(target.dropFirst()))) }
        if let target = node.attributes["aria-labelledby"] { #expect(ids.contains(target)) }
      }
    }
  }

  @Test func `every drawing is described or hidden from screen readers`() throws {
    for page in try pages() {
      for svg in page.root.all("svg") {
        let isDescribed = svg.attributes["role"] == "img" && svg.attributes["aria-label"]?.isEmpty == false
        #expect(isDescribed != (svg.attributes["aria-hidden"] == "true"))
      }
    }
  }

  @Test func `every row of a table has a cell for every column`() throws {
    for page in try pages() {
      for table in page.root.all("table") {
        let columns = try #require(table.all("thead").first).all("th").count
        for row in try #require(table.all("tbody").first).children { #expect(row.children.count == columns) }
      }
    }
  }

  @Test(arguments: Language.allCases)
  func `what users wrote is text wherever it stands`(language: Language) throws {
    let html = BriefReport.html(Sample.hostile, language: language)
    let page = try Node.parsing(html)
    let plain = try Node.parsing(BriefReport.html(Sample.brief, language: language))
    #expect(page.all.map(\.name) == plain.all.map(\.name))
    #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("]]>") && !html.contains("\u{202E}"))
    let shown = "<script>alert(\"1\")</script><img src=x onerror='x'> ]]> &amp; <!-- \u{FFFD}\u{FFFD}\u{FFFD}x"
    #expect(page.all("h1").first?.text == shown)
    let codes = ["roles-table", "quotient-table"].compactMap { page.first(id: $0) }.flatMap { $0.all("code") }
    #expect(codes.map(\.text) == Array(repeating: shown, count: 6))
  }

  @Test func `thirty roles are drawn and all are in the table`() throws {
    let page = try Node.parsing(BriefReport.html(Sample.huge, language: .en))
    let chart = try #require(page.first(id: "roles")?.all("tbody").first)
    #expect(chart.children.count == 1 + 30)
    #expect(page.first(id: "roles-table")?.all("tbody").first?.children.count == 120)
    #expect(page.first(id: "roles")?.text.contains("The 30 roles with the most people, of 120.") == true)
    #expect(page.first(id: "quotient")?.all("tbody").first?.children.count == 60)
    #expect(page.first(id: "quotient-table")?.all("tbody").first?.children.count == 61)
    #expect(chart.children[1].all("span", style: "clamp").first?.attributes["title"] == Sample.huge.roles[0].name.en)
  }

  @Test func `without roles and units the page says so instead of drawing nothing`() throws {
    let page = try Node.parsing(BriefReport.html(Sample.bare, language: .en))
    #expect(page.first(id: "roles")?.text.contains("No role has people or tasks here yet.") == true)
    #expect(page.first(id: "quotient")?.text.contains("No unit has people of its own here yet.") == true)
    #expect(page.first(id: "tables") == nil)
    #expect(page.first(id: "trend") == nil)
  }
}
