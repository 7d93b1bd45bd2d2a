import Foundation
import Readiness
import Testing

@testable import Reports

struct PaletteTests {
  @Test func `letters on every fill have the contrast of WCAG AA`() throws {
    let swatches =
      HumanAgencyLevel.allCases.map(\.swatch) + QuotientLevel.allCases.map(\.swatch) + Grade.allCases.map(\.swatch)
      + [Swatch.hollow, Swatch.accent, Swatch.shortfall, Swatch.track, Swatch.missing, Swatch.requirement]
      + HeatCell.Band.allCases.map(\.swatch) + GapReport.Stage.allCases.map(\.swatch)
      + PersonGapReport.Stage.allCases.map(\.swatch)
    for swatch in swatches {
      #expect(try contrast(swatch.fill, swatch.ink) >= 4.5, "\(swatch)")
    }
  }

  @Test(arguments: ["ink", "soft", "accent", "alert"])
  func `letters beside the charts have the contrast of WCAG AA`(name: String) throws {
    let colour = try property(name)
    for background in ["#ffffff", try property("wash")] {
      #expect(try contrast(colour, background) >= 4.5)
    }
  }

  @Test func `lines of charts stand out from every grade's band`() throws {
    for grade in Grade.allCases {
      #expect(try contrast(grade.swatch.fill, property("accent")) >= 3)
    }
  }

  @Test func `a wider gap lies on a darker ground`() throws {
    for (low, high) in zip(HeatCell.Band.allCases, HeatCell.Band.allCases.dropFirst()) {
      #expect(try luminance(low.swatch.fill) > luminance(high.swatch.fill))
      #expect(try contrast(low.swatch.fill, high.swatch.fill) >= 1.2, "\(low)")
    }
  }

  @Test func `neighbouring levels differ in lightness too, but for the halves of the human scale`() throws {
    for (low, high) in zip(QuotientLevel.allCases, QuotientLevel.allCases.dropFirst()) {
      #expect(try luminance(low.swatch.fill) > luminance(high.swatch.fill))
      #expect(try contrast(low.swatch.fill, high.swatch.fill) >= 1.2, "\(low)")
    }
    for (low, high) in zip(HumanAgencyLevel.allCases, HumanAgencyLevel.allCases.dropFirst()) {
      #expect(try contrast(low.swatch.fill, high.swatch.fill) >= 1.5, "\(low)")
    }
  }

  private func property(_ name: String) throws -> String {
    let source = "\(Stylesheet.source)"
    let start = try #require(source.range(of: "--\(name): ")).upperBound
    return String(source[start...].prefix { $0 != ";" })
  }

  /// WCAG 2.2: (lighter + 0.05) ÷ (darker + 0.05).
  private func contrast(_ first: String, _ second: String) throws -> Double {
    let (a, b) = (try luminance(first), try luminance(second))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// WCAG 2.2: relative luminance of `#rrggbb`.
  private func luminance(_ hex: String) throws -> Double {
    let value = try #require(Int(hex.dropFirst(), radix: 16))
    let channels = [16, 8, 0].map { shift -> Double in
      let channel = Double(value >> shift & 255) / 255
      return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }
}
