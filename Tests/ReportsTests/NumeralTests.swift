import Testing

@testable import Reports

struct NumeralTests {
  @Test(arguments: [
    (71.4, "71.4"), (0, "0.0"), (100, "100.0"), (84.95, "85.0"), (0.35, "0.4"), (0.25, "0.3"), (0.05, "0.1"),
    (0.049999, "0.0"), (99.949999, "99.9"), (1_234_567.89, "1,234,567.9"), (-3.25, "−3.3"), (-0.04, "0.0"),
    (1e-9, "0.0"), (.nan, "–"), (.infinity, "–"), (1e300, "–"),
  ])
  func `a decimal is rounded as by hand`(value: Double, text: String) {
    #expect(Numeral.decimal(value) == text)
  }

  @Test(arguments: [(0.873, "87.3%"), (0.6, "60.0%"), (1, "100.0%"), (0, "0.0%"), (0.285, "28.5%"), (0.59949, "59.9%")])
  func `a share is shown in percent with one decimal`(share: Double, text: String) {
    #expect(Numeral.percent(share) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (100_234, "100,234"), (-12_345, "−12,345")])
  func `thousands are set apart`(value: Int, text: String) {
    #expect(Numeral.integer(value) == text)
  }

  @Test(arguments: [(15, "15"), (12.5, "12.5"), (0, "0"), (100, "100"), (12.54, "12.5")])
  func `a short number has no zeros at its end`(value: Double, text: String) {
    #expect(Numeral.short(value) == text)
  }

  @Test func `two places are for evidence`() {
    #expect(Numeral.decimal(0.8125, places: 2) == "0.81")
    #expect(Numeral.decimal(0.7, places: 2) == "0.70")
  }

  @Test func `what is shown is never further than half a tenth from the value`() throws {
    for step in 0...20_000 {
      let value = Double(step) * 0.005_003
      let shown = try #require(Double(Numeral.decimal(value)))
      #expect(abs(shown - value) <= 0.05 + 1e-12, "\(value)")
    }
  }

  @Test func `a length is source text without commas`() {
    #expect(Length.pixels(1_234.5).text == "1234.5")
    #expect(Length.percent(33.33333).text == "33.333%")
    #expect(Length.percent(0.057).text == "0.057%")
    #expect(Length.pixels(-2).text == "-2")
    #expect(Length.percent(0).text == "0%")
  }
}
