import Readiness
import Testing

@testable import Reports

/// How pages are laid out, by a real browser: on a phone, on a tablet and on a screen.
@Suite(.enabled(if: Browser.program != nil, "no Chromium is installed"), .serialized)
struct BrowserTests {
  private static let widths = [390, 768, 1_280]

  @Test(arguments: Language.allCases)
  func `nothing is wider than the window, out of its drawing, or over other letters`(language: Language) throws {
    let pages = [
      BriefReport.html(Sample.brief, language: language), BoundariesReport.html(Sample.register, language: language),
      GapsReport.html(Sample.gaps, language: language), GapsReport.html(Sample.bareGaps, language: language),
      GapsReport.html(Sample.person, language: language),
    ]
    let layouts = try Browser.layouts(of: pages, widths: BrowserTests.widths)
    #expect(layouts.count == pages.count * BrowserTests.widths.count)
    for (index, layout) in layouts.enumerated() {
      let place =
        "page \(index / BrowserTests.widths.count), \(BrowserTests.widths[index % BrowserTests.widths.count]) pixels"
      #expect(layout.elements > 100, "\(place)")
      #expect(layout.overflow <= 0, "\(place)")
      #expect(layout.outside == [], "\(place)")
      #expect(layout.overlapping == [], "\(place)")
      #expect(layout.cut == [], "\(place)")
    }
  }
}
