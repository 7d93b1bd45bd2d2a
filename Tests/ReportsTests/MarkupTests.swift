import Readiness
import Testing

@testable import Reports

struct MarkupTests {
  @Test func `text and attributes are escaped`() {
    let hostile = "<b a=\"1\" c='2'>&]]>"
    let escaped = "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;]]&gt;"
    let written = tag("i", ["title": hostile]) { hostile }.written(in: .en)
    #expect(written == "<i title=\"\(escaped)\">\(escaped)</i>")
  }

  @Test func `characters that XML forbids or that turn the text around are replaced`() {
    let written = tag("i") { "a\u{0}b\u{1F}c\u{FFFE}d\u{202E}e\u{2067}f\u{85}g\th" }.written(in: .en)
    #expect(written == "<i>a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f\u{FFFD}g\th</i>")
  }

  @Test func `a text is written in the page's language`() {
    let text = LocalizedText(en: "Trend", zh: "趋势")
    #expect(tag("i") { text }.written(in: .en) == "<i>Trend</i>")
    #expect(tag("i", ["title": text]).written(in: .zh) == "<i title=\"趋势\"></i>")
  }

  @Test func `a date is ISO in English and 年月日 in Chinese`() {
    #expect(Sample.day.text(in: .en) == "2026-11-23")
    #expect(Sample.day.text(in: .zh) == "2026年11月23日")
  }

  @Test func `an attribute without a value is left out`() {
    let none: String? = nil
    #expect(tag("i", ["title": none, "id": "a"]).written(in: .en) == "<i id=\"a\"></i>")
  }

  @Test func `only elements without content close themselves`() {
    #expect(tag("br").written(in: .en) == "<br/>")
    #expect(tag("td").written(in: .en) == "<td></td>")
  }
}
