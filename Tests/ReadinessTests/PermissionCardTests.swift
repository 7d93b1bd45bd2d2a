import Foundation
import Readiness
import SeededRandom
import Testing

@Suite("The permission card")
struct PermissionCardTests {
  private typealias Line = PermissionCard.TaskLine

  private func line(
    _ level: HumanAgencyLevel, _ oversight: Oversight = .onTheLoop, task: String = "T1",
    data: DataClass = .confidential, systems: [String: DataClass] = ["DESK": .confidential]
  ) -> Line {
    Line(
      task: task, name: LocalizedText(en: task, zh: task), version: BoundaryVersionID(UUID()), level: level,
      oversight: oversight, dataClass: data,
      systems: systems.map { .init(code: $0.key, name: $0.key, clearance: $0.value) }, terms: BoundaryTerms())
  }

  private func card(_ lines: [Line]) throws -> PermissionCard {
    let day = try #require(Day("2026-07-01"))
    return PermissionCard(
      role: "R", name: LocalizedText(en: "Role", zh: "岗位"), day: day, lines: lines, undecided: [])
  }

  private func permission(_ lines: [Line], _ tool: String, _ data: DataClass) throws -> PermissionCard.Permission {
    try card(lines).tools.first { $0.code == tool }?.cells.first { $0.dataClass == data }?.permission ?? .forbidden
  }

  @Test(arguments: [
    (HumanAgencyLevel.h1, Oversight.onTheLoop, PermissionCard.Permission.allowed),
    (.h3, .inCommand, .allowed), (.h3, .inTheLoop, .withReview), (.h4, .onTheLoop, .withReview),
    (.h5, .onTheLoop, .forbidden),
  ])
  func `level and oversight say what may be done`(
    level: HumanAgencyLevel, oversight: Oversight, expected: PermissionCard.Permission
  ) throws {
    #expect(try permission([line(level, oversight)], "DESK", .internal) == expected)
  }

  @Test func `without boundaries nothing is on the card`() throws {
    #expect(try card([]).tools.isEmpty)
    #expect(try permission([line(.h1, systems: [:])], "DESK", .public) == .forbidden)
  }

  @Test func `a task allows no data above its own class, and names itself where it allows`() throws {
    let lines = [line(.h2, data: .internal), line(.h4, task: "T2", data: .confidential)]
    let desk = try #require(try card(lines).tools.first)
    #expect(desk.cells.map(\.permission) == [.allowed, .allowed, .withReview, .forbidden])
    #expect(desk.cells.map(\.allowed) == [["T1"], ["T1"], [], []])
    #expect(desk.cells.map(\.withReview) == [["T2"], ["T2"], ["T2"], []])
  }

  @Test(arguments: 1...80 as ClosedRange<UInt64>)
  func `above a tool's clearance everything is forbidden, and more human never allows more`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let lines = (0..<Int.random(in: 1...6, using: &generator)).map { random($0, &generator) }
    for tool in try card(lines).tools {
      for cell in tool.cells {
        let cleared = lines.flatMap(\.systems).filter { $0.code == tool.code }.map(\.clearance).max() ?? .public
        if cell.dataClass > cleared { #expect(cell.permission == .forbidden) }
        for index in lines.indices {
          var stricter = lines
          stricter[index].level = lines[index].level.moreHuman
          #expect(try permission(stricter, tool.code, cell.dataClass) <= cell.permission, "\(tool.code) \(cell)")
          #expect(
            try permission(Array(lines[..<index]), tool.code, cell.dataClass) <= cell.permission,
            "a boundary less allows no more")
        }
      }
    }
  }

  private func random(_ index: Int, _ generator: inout SplitMix64) -> Line {
    let codes = ["A", "B", "C"].filter { _ in Bool.random(using: &generator) }
    let systems = codes.map { ($0, DataClass.allCases.randomElement(using: &generator) ?? .public) }
    return line(
      HumanAgencyLevel.allCases.randomElement(using: &generator) ?? .h5,
      Oversight.allCases.randomElement(using: &generator) ?? .inTheLoop, task: "T\(index)",
      data: DataClass.allCases.randomElement(using: &generator) ?? .public,
      systems: Dictionary(uniqueKeysWithValues: systems))
  }
}

@Suite("Where an exception stands")
struct ExceptionStateTests {
  @Test(arguments: [
    ("2026-06-30", ExceptionState.waiting), ("2026-07-02", .upcoming), ("2026-07-05", .holds), ("2026-07-09", .holds),
    ("2026-07-10", .revoked),
  ])
  func `it waits, comes, holds, and is over once it is taken back`(text: String, expected: ExceptionState) throws {
    let day = try #require(Day(text))
    #expect(
      ExceptionState(
        on: day, granted: Day("2026-07-01"), revoked: Day("2026-07-10"), first: try #require(Day("2026-07-05")),
        last: try #require(Day("2026-07-31"))) == expected)
  }

  @Test func `it ends by itself after its last day, given or not`() throws {
    let (first, last) = (try #require(Day("2026-07-05")), try #require(Day("2026-07-06")))
    for granted in [first, nil] {
      #expect(
        ExceptionState(on: last.adding(days: 1), granted: granted, revoked: nil, first: first, last: last) == .ended)
    }
  }

  @Test func `its days are in order, not past, and a year at most`() throws {
    let today = try #require(Day("2026-07-01"))
    func refusal(_ from: Day?, _ until: Day, reason: String = "Pilot") -> String? {
      do throws(Refusal) {
        try RequestException(role: "R", task: "T", level: .h3, reason: reason, from: from, until: until).check(
          on: today)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(refusal(nil, today) == nil)
    #expect(refusal(today.adding(days: -1), today) == "past-date")
    #expect(refusal(today.adding(days: 2), today.adding(days: 1)) == "ends-before-beginning")
    #expect(refusal(nil, today.adding(days: 365)) == nil)
    #expect(refusal(nil, today.adding(days: 366)) == "exception-too-long")
    #expect(refusal(nil, today, reason: "") == "invalid-reason")
  }

  @Test func `counts of few people are hidden, and the rest that would give them back`() {
    func status(_ acknowledged: Int, _ outstanding: Int) -> [Int?] {
      let shown = AcknowledgementStatus(
        role: "R", name: LocalizedText(en: "Role", zh: "岗位"), boundaries: 3, acknowledged: acknowledged,
        outstanding: outstanding
      ).published
      return [shown.holders, shown.acknowledged, shown.outstanding]
    }
    #expect(status(2, 1) == [nil, nil, nil])
    #expect(status(9, 1) == [10, nil, nil])
    #expect(status(9, 6) == [15, 9, 6])
    #expect(status(9, 0) == [9, 9, 0])
  }
}
