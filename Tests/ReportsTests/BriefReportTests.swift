import Readiness
import Testing

@testable import Reports

/// What is particular to the page of a brief; that it is sound, `PageTests` say.
struct BriefReportTests {
  @Test func `the same brief gives the same bytes`() {
    for language in Language.allCases {
      #expect(BriefReport.html(Sample.brief, language: language) == BriefReport.html(Sample.brief, language: language))
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
