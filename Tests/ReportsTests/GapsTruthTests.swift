import Readiness
import Testing

@testable import Reports

/// That the pages of gaps say what the reports say.
struct GapsTruthTests {
  private func page(_ report: GapReport = Sample.gaps, _ language: Language = .en) throws -> Node {
    try Node.parsing(GapsReport.html(report, language: language))
  }

  private func personPage(_ report: PersonGapReport = Sample.person) throws -> Node {
    try Node.parsing(GapsReport.html(report, language: .en))
  }

  private func cells(_ node: Node?) throws -> [[String]] {
    try #require(node?.all("tbody").first).children.map { row in row.children.map { $0.text.filter { $0 != "\n" } } }
  }

  @Test func `the summary tells who is measured, the widest gap, plans and cost`() throws {
    let facts = try page().all("dl", style: "summary")[0].all("div", style: "fact").map(\.text)
    #expect(facts[0].contains("97") && facts[0].contains("of 128 people"))
    #expect(facts[1].contains("1.5") && facts[1].contains("“Use responsibly”"))
    #expect(facts[2].contains("61"))
    #expect(facts[3].contains("12,345") && facts[3].contains("812.5 hours"))
  }

  @Test func `each domain has its share and its gap`() throws {
    let rows = try #require(try page().first(id: "domains")?.all("tbody").first).children
    for (row, domain) in zip(rows, Sample.gaps.domains) {
      let text = row.children.map { $0.text.filter { $0 != "\n" } }
      #expect(text == [domain.domain.name.en, "", Numeral.percent(domain.meeting), Numeral.decimal(domain.gap)])
      let width = try #require(row.all("rect").last?.length("width"))
      #expect(abs(width - domain.meeting * 100) < 0.001)
    }
  }

  @Test func `the heatmaps show every mean gap on the ground of its band, and nothing of what is withheld`() throws {
    let roles = try cells(try page().first(id: "role-gaps"))
    #expect(roles[0] == ["Team 1", "61", "0.1", "0.3", "0.6", "1.0", "1.5", "0.0"])
    #expect(roles[1] == ["Team 2", "withheld", "<5", "<5", "<5", "<5", "<5", "<5"])
    #expect(roles[2] == ["Team 3", "0", "–", "–", "–", "–", "–", "–"])
    let units = try #require(try page().first(id: "unit-gaps")?.all("tbody").first).children
    let bands: [HeatCell.Band] = [.least, .small, .small, .middle, .middle, .wide]
    #expect(units[0].all("rect").map { $0.attributes["fill"] } == bands.map(\.swatch.fill))
  }

  @Test(arguments: [
    (0, HeatCell.Band.least), (0.249, .least), (0.25, .small), (0.549, .small), (0.55, .middle), (0.949, .middle),
    (0.95, .wide), (1.449, .wide), (1.45, .widest), (4, .widest),
  ])
  func `a gap is banded by the number that is shown`(gap: Double, band: HeatCell.Band) {
    #expect(HeatCell.Band(gap: gap) == band)
  }

  @Test func `people and items are told by state, with hidden ones hatched`() throws {
    let plans = try #require(try page().first(id: "plans"))
    #expect(
      plans.all("li").map { $0.text.filter { $0 != "\n" } } == [
        "no plan: 40", "draft: fewer than 5", "in review: fewer than 5", "active: 61", "complete: 12", "planned: 33",
        "under way: 17", "overdue: 8", "done: 52",
      ])
  }

  @Test func `the calendar draws each activity from its first to its last day`() throws {
    let rows = try #require(try page().first(id: "calendar")?.all("tbody").first).children
    #expect(rows.count == 3)
    let gantt = try #require(
      Gantt(
        today: Sample.day,
        spans: Sample.gaps.plans.activities.compactMap { activity in
          activity.startsOn.flatMap { start in activity.dueOn.map { (start: start, end: $0) } }
        }))
    let bar = try #require(rows[0].all("rect").first)
    #expect(abs((bar.length("x") ?? 0) - gantt.percent(Sample.day.adding(days: -20))) < 0.001)
    let end = (bar.length("x") ?? 0) + (bar.length("width") ?? 0)
    #expect(abs(end - gantt.percent(Sample.day.adding(days: 41))) < 0.001)
    #expect(rows[1].all("rect").isEmpty && rows[1].text.contains("fewer than 5"))
    #expect(rows.allSatisfy { $0.all("line", style: "today").count == 1 })
  }

  @Test func `what stays open is told with its reasons`() throws {
    let rows = try cells(try page().first(id: "open"))
    #expect(rows[0] == ["Direct effectively", "44", "30", "No money is left. (9 people)"])
    #expect(rows[1] == ["Delegate and calibrate", "withheld", "withheld", "–"])
  }

  @Test func `too few to be told of is said in words`() throws {
    let page = try page(Sample.bareGaps)
    #expect(page.first(id: "domains")?.text.contains("Fewer than five people have a valid score") == true)
    #expect(page.first(id: "calendar")?.text.contains("Nobody here has a plan yet.") == true)
    #expect(page.first(id: "open") == nil)
  }

  @Test func `a person sees levels, requirements, probabilities and where the plan leads`() throws {
    let rows = try cells(try personPage().first(id: "levels"))
    #expect(rows[0] == ["Understand principles", "By plan: L2Measured: L0", "L0", "L2", "2.0%", "L2"])
    #expect(rows[3][2...] == ["L3", "L2", "99.0%", "–"])
    #expect(try personPage().first(id: "levels")?.text.contains("Explore uses: No time is left.") == true)
  }

  @Test func `a person's items are on the calendar in the colour of their state and in the table`() throws {
    let page = try personPage()
    let bars = try #require(page.first(id: "plan")?.all("tbody").first).children
    #expect(
      bars.map { $0.all("rect").first?.attributes["fill"] }
        == PersonGapReport.Stage.allCases.map { $0.swatch.fill })
    let rows = try cells(page.first(id: "plan-table"))
    #expect(
      rows[0] == [
        "Course 0", "\(Sample.day.adding(days: 30))", "\(Sample.day.adding(days: 44))", "6.5", "1,200", "planned",
        "It closes a gap.",
      ])
    #expect(page.first(id: "plan")?.text.contains("4 items of 26 hours, at 2.5 hours a week") == true)
  }

  @Test func `a person without score, role or plan is told so`() throws {
    let page = try personPage(Sample.barePerson)
    #expect(page.first(id: "levels")?.text.contains("No score is valid on this day") == true)
    #expect(page.first(id: "levels")?.text.contains("there is no role") == true)
    #expect(page.first(id: "plan")?.text.contains("There is no plan yet.") == true)
  }

  @Test func `a calendar takes in the report's day only when it is near`() throws {
    let near = try #require(
      Gantt(today: Sample.day, spans: [(Sample.day.adding(days: 20), Sample.day.adding(days: 50))]))
    #expect(near.first == Sample.day && near.showsToday)
    let far = try #require(
      Gantt(today: Sample.day, spans: [(Sample.day.adding(days: 200), Sample.day.adding(days: 250))]))
    #expect(!far.showsToday)
    #expect(Gantt(today: Sample.day, spans: []) == nil)
  }
}
