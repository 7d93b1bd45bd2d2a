import Readiness
import Testing

@testable import Reports

/// That the register's page says what the register says.
struct BoundariesTruthTests {
  private let register = Sample.register

  private func page(_ register: BoundaryRegister = Sample.register, _ language: Language = .en) throws -> Node {
    try Node.parsing(BoundariesReport.html(register, language: language))
  }

  private func cells(_ id: String) throws -> [[String]] {
    try #require(try page().first(id: id)).all("tbody").flatMap(\.children).map { row in
      row.children.map { $0.text.filter { $0 != "\n" } }
    }
  }

  @Test func `the summary counts what is decided, overdue, waiting and to be consulted on`() throws {
    let facts = try page().all("dl", style: "summary")[0].all("span", style: "fact-value").map(\.text)
    #expect(facts == ["80.0%", "1", "2", "1"])
  }

  @Test func `every task is in the register with its levels, people and dates`() throws {
    let rows = try cells("register")
    #expect(rows.count == register.entries.count)
    #expect(
      rows[0] == [
        "Do thing 1 X1", "H2", "H2", "H2", "Human in the loop", "赵一", "钱二", "X7", "confidential",
        "⚑ \(Sample.day.adding(days: -10))",
      ])
    #expect(rows[1][1] == "H5consult")
    #expect(rows[2][3] == "Undecidedproposed: H3")
    #expect(rows[2][9] == "–" && rows[2][5] == "–")
    #expect(rows[3][3] == "H3exception before \(Sample.day.adding(days: 30)), else H4")
    #expect(rows[4][9] == "\(Sample.day.adding(days: 200))to be looked at again")
    #expect(try page().first(id: "register")?.all("caption").map(\.text) == ["Agent X1 (X1)", "Agent X2 (X2)"])
  }

  @Test func `what is late comes first, then what waits, then what falls due`() throws {
    let rows = try cells("due")
    #expect(rows.map { $0[0] } == ["Do thing 1", "Do thing 5", "Do thing 3", "Do thing 4", "Do thing 4"])
    #expect(rows[1][3] == "It changed; the rules now say H4.")
    #expect(rows[2][2] == "now" && rows[2][3] == "H3 is proposed: decide.")
    #expect(rows[4][3].contains("H4 holds again"))
  }

  @Test func `the quadrant has a bubble at each pair of levels, as large as its tasks are many`() throws {
    let quadrant = try #require(try page().first(id: "quadrant"))
    let bubbles = quadrant.all("circle", style: "bubble")
    #expect(bubbles.count == 3)
    #expect(quadrant.all("text", style: "count").map(\.text).sorted() == ["1", "1", "2"])
    let radii = bubbles.compactMap { $0.length("r") }.sorted()
    #expect(abs(radii[2] * radii[2] / (radii[0] * radii[0]) - 2) < 0.01)
    #expect(quadrant.all("rect", style: "demand").count == 2)
    #expect(quadrant.text.contains("4 of 5 tasks"))
  }

  @Test func `bubbles stay in their cells and no two cells meet`() {
    for count in [1, 2, 10, 1_000] {
      #expect(AgencyQuadrant.radius(count, largest: 1_000) <= AgencyQuadrant.cell / 2)
    }
    let places = HumanAgencyLevel.allCases.map { level in
      AgencyQuadrant.place(desired: level, feasible: level)
    }
    for (first, second) in zip(places, places.dropFirst()) {
      #expect(first.x - second.x == AgencyQuadrant.cell && second.y - first.y == AgencyQuadrant.cell)
    }
  }

  @Test func `a role's bar is divided as its entries are`() throws {
    let rows = try #require(try page().first(id: "roles-table")?.all("tbody").first).children
    #expect(
      rows.map { $0.children.map { $0.text.filter { $0 != "\n" } } } == [
        ["Agent X1", "X1", "48", "0", "1", "1", "1", "0", "1", "⚑ 1"],
        ["Agent X2", "X2", "fewer than 5", "0", "0", "0", "0", "1", "0", "0"],
      ])
  }

  @Test func `a register of very many tasks says how many it shows`() throws {
    let page = try page(Sample.hugeRegister)
    #expect(page.first(id: "register")?.all("tbody").flatMap(\.children).count == 1_000)
    #expect(page.first(id: "register")?.text.contains("The first 1,000 of 1,200 tasks.") == true)
    let due = try #require(page.first(id: "due"))
    #expect(due.all("tbody").flatMap(\.children).count == 40 && due.text.contains("20 more are in the register below."))
    #expect(due.all("th").contains { $0.text == "Do thing 0; Do thing 1; Do thing 2; and 17 more" })
  }

  @Test func `without tasks the page says so instead of drawing nothing`() throws {
    let page = try page(Sample.bareRegister)
    #expect(page.first(id: "due")?.text.contains("Nothing is due") == true)
    #expect(page.first(id: "quadrant")?.text.contains("For no task both are known yet.") == true)
    #expect(page.first(id: "sources") == nil && page.first(id: "tables") == nil)
  }

  @Test func `a card tells the most that is permitted, and for how many tasks`() throws {
    let cards = try #require(try page().first(id: "cards"))
    #expect(cards.all("caption").map(\.text) == ["Agent X1 (X1)"])
    let cells = try #require(cards.all("tbody").first?.children.first).children.dropFirst()
    #expect(cells.map { $0.all("text").map(\.text).joined() } == ["allowed", "allowed", "forbidden", "forbidden"])
    #expect(cells.first?.text.contains("tasks: 1 allowed, 1 with review") == true)
    #expect(try page(Sample.bareRegister).first(id: "cards")?.text.contains("none may be used") == true)
  }

  @Test func `where texts come from is said`() throws {
    #expect(try page().first(id: "sources")?.text.contains("From X1 of a publisher.") == true)
  }
}
