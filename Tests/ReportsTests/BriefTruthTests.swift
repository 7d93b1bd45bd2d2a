import Readiness
import Testing

@testable import Reports

/// That the page says what the brief says.
struct BriefTruthTests {
  private let brief = Sample.brief

  private func page(_ brief: Brief, _ language: Language = .en) throws -> Node {
    try Node.parsing(BriefReport.html(brief, language: language))
  }

  private func section(_ id: String, _ brief: Brief = Sample.brief, _ language: Language = .en) throws -> Node {
    try #require(try page(brief, language).first(id: id))
  }

  private func cells(_ id: String) throws -> [[String]] {
    try #require(try section(id).all("tbody").first).children.map { row in
      row.children.map { $0.text.filter { $0 != "\n" } }
    }
  }

  @Test func `the header tells who, when, how many and by which profile`() throws {
    let header = try #require(try page(brief).all("header").first)
    for fact in [
      "Hengrui Instruments", "Customer business", "2026-11-23", "12,240", "Seven dimensions, version\u{A0}3",
    ] {
      #expect(header.text.contains(fact))
    }
    #expect(try page(brief, .zh).all("time").first?.text == "2026年11月23日")
  }

  @Test func `the headline shows value, grade, interval, coverage and evidence`() throws {
    let headline = try section("index")
    for fact in ["56.9", "Aware", "52.1 – 61.8", "87.3%", "0.81"] { #expect(headline.text.contains(fact)) }
    #expect(headline.all("line", style: "pointer").first?.length("x1") == 56.94)
    let interval = try #require(headline.all("rect", style: "interval").first)
    #expect(interval.length("x") == 52.13)
    #expect(interval.length("width") == 9.62)
    #expect(headline.all("div", style: "callout").isEmpty)
  }

  @Test func `the scale is divided where the grades are`() throws {
    let bands = try section("index").all("rect").filter { $0.styles.isEmpty }
    #expect(bands.map { $0.length("x") } == [0, 30, 60, 85])
    #expect(bands.map { $0.length("width") } == [30, 30, 25, 15])
  }

  @Test func `a withheld index shows no value but why, and what is missing`() throws {
    let headline = try section("index", Sample.withheld)
    #expect(headline.text.contains("withheld because coverage is below 60%"))
    #expect(headline.text.contains("48.3%"))
    #expect(headline.text.contains("Data assets: Are data owners named?"))
    #expect(headline.all("line", style: "pointer").isEmpty)
    let coverage = headline.all("rect").compactMap { $0.length("width") }
    #expect(coverage == [100, 48.25])
  }

  @Test func `a limited grade is explained by the weakest dimension and by the evidence`() throws {
    let callouts = try section("index", Sample.limited).all("div", style: "callout").map(\.text)
    #expect(callouts.count == 2)
    #expect(callouts[0].contains("Competent") && callouts[0].contains("Ready"))
    #expect(callouts[0].contains("Data assets is at 34.6 (Aware)"))
    #expect(callouts[1].contains("half of the evidence"))
  }

  @Test func `each dimension has its numbers and a bar of its value`() throws {
    let rows = try #require(try section("dimensions").all("tbody").first).children
    #expect(rows.count == 7)
    for (row, result) in zip(rows, brief.index.dimensions) {
      let text = row.children.map { $0.text.filter { $0 != "\n" } }
      #expect(text[0] == result.dimension.name.en)
      #expect(text[2] == (result.value.map { Numeral.decimal($0) } ?? "–"))
      #expect(text[3] == (result.grade?.name.en ?? "–"))
      #expect(text[4] == Numeral.short(result.weight))
      #expect(text[5] == Numeral.percent(result.coverage))
      #expect(text[6] == (result.value == nil ? "–" : Numeral.decimal(result.confidence, places: 2)))
      #expect(row.all("rect").dropFirst().map { $0.length("width") } == (result.value.map { [$0] } ?? []))
    }
  }

  @Test func `the trend's table has every date and value`() throws {
    #expect(
      try cells("trend-table")
        == brief.trend.map { point in
          [
            point.day.description, point.value.map { Numeral.decimal($0) } ?? "withheld", point.grade?.name.en ?? "–",
          ]
        })
    #expect(try section("trend").text.contains("From 41.2 on 2026-03-23 to 56.9 on 2026-11-23."))
  }

  @Test func `constraints show the points they cost and why`() throws {
    let items = try section("constraints").all("li")
    #expect(items.count == 3)
    for (item, constraint) in zip(items, brief.constraints) {
      #expect(item.all("p", style: "lost").first?.text == "−\(Numeral.decimal(constraint.pointsLost))")
      #expect(item.text.contains(constraint.dimension.name.en))
      #expect(item.text.contains(constraint.value.map { Numeral.decimal($0) } ?? "nothing answered"))
      #expect(item.text.contains(constraint.reason.en))
    }
  }

  @Test func `a role's bar is divided as its tasks are`() throws {
    let rows = try #require(try section("roles").all("tbody").first).children.dropFirst()
    for (row, role) in zip(rows, brief.roles) {
      let counts = role.levels + [role.undecided]
      let total = counts.reduce(0, +)
      let widths = row.all("rect", style: "part").compactMap { $0.length("width") }
      let expected = counts.filter { $0 > 0 }.map { 100 * Double($0) / Double(total) }
      #expect(widths.count == expected.count)
      for (width, share) in zip(widths, expected) { #expect(abs(width - share) <= 0.0005) }
      #expect(row.children[3].text == "\(total)")
    }
  }

  @Test func `the roles' table has every count, with overdue ones flagged`() throws {
    #expect(
      try cells("roles-table") == [
        ["Agent 1", "X1", "48", "3", "4", "7", "9", "2", "5", "⚑ 6"],
        ["Agent 2", "X2", "fewer than 5", "0", "1", "0", "13", "0", "0", "0"],
        ["Agent 3", "X3", "0", "0", "0", "0", "0", "0", "0", "0"],
      ])
  }

  @Test func `the units' table has every count and hides what is withheld`() throws {
    let few = "fewer than 5"
    #expect(
      try cells("quotient-table") == [
        ["Team 1", "X1", "11", "23", "37", "17", "6", "29", "53.3"],
        ["Team 2", "X2", few, "31", "46", few, "0", "19", "48.9"],
        ["Team 3", "X3", few, few, few, few, few, few, few],
      ])
  }

  @Test(arguments: Language.allCases)
  func `nothing from which a withheld number could be worked out is beside it`(language: Language) throws {
    let rows = try ["quotient", "quotient-table"].flatMap { id in
      try #require(try section(id, brief, language).all("tbody").first).children.dropFirst().prefix(2)
    }
    #expect(rows.count == 4)
    for row in rows {
      let numbers = row.words.flatMap { $0.split { !$0.isNumber && $0 != "." } }.compactMap { Double($0) }
      let levels: Set<Double> = [0, 1, 2, 3, 4]
      let published: Set<Double> = [31, 46, 19, 48.9, 5]
      #expect(Set(numbers).isSubset(of: levels.union(published)), "\(numbers)")
    }
  }

  @Test func `a unit's withheld levels are hatched, at a length of their own`() throws {
    let rows = try #require(try section("quotient").all("tbody").first).children
    let hatched = rows.map { $0.all("rect").filter { $0.attributes["fill"] == "url(#hatch)" } }
    #expect(hatched.map(\.count) == [0, 2, 1])
    #expect(hatched[1].map { $0.length("width") } == [8, 8])
    #expect(rows[2].all("text").map(\.text) == ["fewer than 5"])
  }

  @Test func `all that is missing is listed under its dimension`() throws {
    let missing = try section("missing")
    #expect(missing.all("h3").map { $0.text.filter { $0 != "\n" } } == ["Data assets", "Workforce AI quotient"])
    for answer in brief.index.missing { #expect(missing.text.contains(answer.text.en)) }
    #expect(missing.text.contains("X7"))
  }

  @Test(arguments: Language.allCases)
  func `the method defines every level`(language: Language) throws {
    let method = try section("method", brief, language).text
    for level in HumanAgencyLevel.allCases { #expect(method.contains(level.name[language])) }
    for level in QuotientLevel.allCases { #expect(method.contains(level.name[language])) }
  }
}
