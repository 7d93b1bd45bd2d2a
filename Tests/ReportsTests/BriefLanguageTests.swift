import Readiness
import Testing

@testable import Reports

/// That both languages are whole.
struct BriefLanguageTests {
  private let briefs = [Sample.brief, Sample.withheld, Sample.bare, Sample.limited]

  @Test func `the Chinese page has no English words left`() throws {
    // Codes and names that are the same in Chinese; H and L with a digit are levels, X begins the sample's codes.
    let known: Set = ["AI", "WORKBank", "H", "L", "X"]
    for brief in briefs {
      for words in try Node.parsing(BriefReport.html(brief, language: .zh)).words {
        let latin = words.split { !($0.isASCII && $0.isLetter) }.map(String.init)
        #expect(latin.allSatisfy(known.contains), "\(words)")
      }
    }
  }

  @Test func `the English page has no Chinese characters`() throws {
    for brief in briefs {
      let html = BriefReport.html(brief, language: .en)
      #expect(
        !html.unicodeScalars.contains { (0x3000...0x9FFF).contains($0.value) || (0xFF00...0xFFEF).contains($0.value) })
    }
  }

  @Test func `every sentence differs between the languages`() throws {
    for brief in briefs {
      let pages = try Language.allCases.map { try Node.parsing(BriefReport.html(brief, language: $0)) }
      for name in ["h2", "h3", "p", "dt", "figcaption", "caption"] {
        for (english, chinese) in zip(pages[0].all(name), pages[1].all(name)) {
          let isWorded = english.text.contains { $0.isLetter && $0.isLowercase }
          #expect(!isWorded || english.text != chinese.text, "\(english.text)")
        }
      }
    }
  }
}
