import Readiness
import SeededRandom
import Testing

@Suite struct `Rows of gaps` {
  private func cell(_ unit: String, _ role: String, _ people: Int, gap: Double = 1) -> GapReport.Cell {
    GapReport.Cell(
      unit: unit, role: role, people: people, gaps: QuotientDomain.allCases.map { _ in gap * Double(people) },
      meeting: QuotientDomain.allCases.map { _ in Double(people) / 2 })
  }

  private func headings(_ codes: String...) -> [GapReport.Heading] {
    codes.map { GapReport.Heading(code: $0, name: LocalizedText(en: $0, zh: $0)) }
  }

  @Test func `a row's gap is the mean over its people`() {
    let rows = GapReport.rows(
      of: [cell("A", "R", 10, gap: 2), cell("A", "S", 30, gap: 1), cell("B", "S", 20, gap: 0.5)],
      units: headings("A", "B", "C"), roles: headings("R", "S"))
    #expect(rows.units.map(\.people) == [40, 20, 0])
    #expect(rows.units.map { $0.gaps[0] } == [1.25, 0.5, nil])
    #expect(rows.roles.map { $0.gaps[5] } == [2, 0.8])
  }

  @Test func `the whole group is told from five people on`() {
    #expect(GapReport.domains(of: [cell("A", "R", 4)]).isEmpty)
    let domains = GapReport.domains(of: [cell("A", "R", 4), cell("B", "R", 6, gap: 0.5)])
    #expect(domains.map(\.domain) == QuotientDomain.allCases)
    #expect(domains[0].gap == 0.7 && domains[0].meeting == 0.5)
  }

  @Test func `a small row takes another with it, so that the total gives neither back`() {
    let rows = GapReport.rows(
      of: [cell("A", "R", 3), cell("B", "R", 9), cell("C", "R", 20)], units: headings("A", "B", "C"),
      roles: headings("R"))
    #expect(rows.units.map(\.people) == [nil, nil, 20])
    #expect(rows.units[0].gaps.allSatisfy { $0 == nil })
  }

  @Test func `a unit that lies within a role but for a few of the role's people is not told`() {
    // Role R is unit A and two people of B: R less A would be those two.
    let rows = GapReport.rows(
      of: [cell("A", "R", 12), cell("B", "R", 2), cell("B", "S", 40), cell("C", "S", 30)],
      units: headings("A", "B", "C"), roles: headings("R", "S"))
    #expect(rows.units[0].people == nil)
    #expect(rows.units.count { $0.people == nil } >= 2)
    #expect(rows.roles.map(\.people) == [14, 70])
  }

  @Test(arguments: 0..<200)
  func `hidden groups are none, or two at least with five people together`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let sizes = (0..<Int.random(in: 1...12, using: &random)).map { _ in Int.random(in: 0...12, using: &random) }
    let hidden = Suppression.hidden(among: sizes)
    for (index, size) in sizes.enumerated() where (1..<5).contains(size) { #expect(hidden.contains(index)) }
    let people = hidden.reduce(0) { $0 + sizes[$1] }
    let all = sizes.indices.filter { sizes[$0] > 0 }
    #expect(hidden.isEmpty || hidden.count > 1 && people >= 5 || hidden == Set(all), "\(sizes)")
    #expect(hidden.allSatisfy { sizes[$0] > 0 })
  }
}
