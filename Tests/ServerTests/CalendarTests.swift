import Foundation
import HTTPTypes
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@testable import Server

@Suite struct `Calendars at secret addresses` {
  @Test func `a calendar is read without a token and answers 304 until it changes`() async throws {
    try await TestAPI.run { api in
      try await api.plan("FIRST", for: "EMPLOYEE")
      let path = try await api.makeCalendar(.own, as: .employee).path
      let first = try await api.send(.get, path)
      #expect(first.status == 200)
      #expect(first.headers[.contentType] == "text/calendar; charset=utf-8")
      #expect(first.headers[.cacheControl] == "private, no-cache")
      #expect(first.text.contains("SUMMARY;LANGUAGE=en:First steps\r\n"))
      let tag = try #require(first.headers[.eTag])
      for given in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
        let again = try await api.send(.get, path, headers: [.ifNoneMatch: given])
        #expect(again.status == 304 && again.text.isEmpty && again.headers[.eTag] == tag, "\(given)")
      }
      _ = try await api.test.owner.write { tx in
        try tx.run("UPDATE plan_item SET due_on = due_on + 1 WHERE organisation_id = \(api.first.id)")
      }
      let changed = try await api.send(.get, path, headers: [.ifNoneMatch: tag])
      #expect(changed.status == 200 && changed.headers[.eTag] != tag)
    }
  }

  @Test func `a team's calendar has the names of the team as it is when it is read`() async throws {
    try await TestAPI.run { api in
      for person in ["EMPLOYEE", "OUTSIDER", "MANAGER"] { try await api.plan("FIRST", for: person) }
      let path = try await api.makeCalendar(.team, language: .zh, as: .manager).path
      let before = try await api.send(.get, path).text
      #expect(before.contains("Em Ployee：入门") && !before.contains("Out Sider") && !before.contains("Ma Nager：入门"))
      #expect(!before.contains("商") && !before.contains("L0"))
      _ = try await api.test.owner.write { tx in
        try tx.run(
          """
          UPDATE employment e SET manager_id = m.id FROM person p, person m
          WHERE p.id = e.person_id AND p.external_id = \(api.first.code("OUTSIDER"))
            AND m.external_id = \(api.first.code("MANAGER"))
          """)
      }
      #expect(try await api.send(.get, path).text.contains("Out Sider：入门"))
    }
  }

  @Test func `a secret that is revoked or unknown and an account without the right are nowhere`() async throws {
    try await TestAPI.run { api in
      let made = try await api.makeCalendar(.team, as: .manager)
      #expect(try await api.send(.get, made.path).status == 200)
      let changed = made.path.replacingOccurrences(of: "rdk_", with: "rdt_")
      for path in [changed, "/v1/calendars/rdk_x.ics", "/v1/calendars/rdk_\(String(repeating: "A", count: 64)).ics"] {
        let answer = try await api.send(.get, path)
        #expect(answer.status == 404 && answer.code == "no-calendar", "\(path)")
      }
      _ = try await api.operate(GrantRole(email: api.first.email(.manager), role: .employee))
      #expect(try await api.send(.get, made.path).status == 404)
      _ = try await api.operate(GrantRole(email: api.first.email(.manager), role: .manager))
      #expect(try await api.send(.get, made.path).status == 200)
      let revoke = try await api.submit([("calendar.revoke", #"{"id":"\#(made.id)"}"#)], as: api.first.token(.manager))
      #expect(revoke.outcome()["result"] != nil)
      #expect(try await api.send(.get, made.path).status == 404)
      let other = try await api.makeCalendar(.own, as: .employee)
      _ = try await api.operate(DisableAccount(email: api.first.email(.employee)))
      #expect(try await api.send(.get, other.path).status == 404)
    }
  }

  @Test func `its address is told once and only its hash is kept`() async throws {
    try await TestAPI.run { api in
      let client = UUID()
      let command = [("calendar.create", #"{"reach":"own","language":"en"}"#)]
      let first = try await api.submit(command, as: api.first.token(.employee), client: client)
      let path = try #require(first.outcome()["result"]?["path"]?.string)
      #expect(
        try await api.submit(command, as: api.first.token(.employee), client: client).problemCode() == "shown-once")
      let secret = try #require(path.split(separator: "/").last?.dropLast(4))
      let kept = try await api.test.owner.read { tx in
        try tx.one(
          """
          SELECT (SELECT string_agg(result::text, ' ') FROM command_ledger) || (SELECT string_agg(detail::text, ' ')
            FROM audit_event) AS text
          """
        ) { try $0.decode("text", as: String.self) }
      }
      #expect(!kept.contains(secret))
      #expect(try await api.get("/v1/calendars", as: api.first.token(.employee)).json.array.count == 1)
      #expect(try await api.get("/v1/calendars", as: api.first.token(.manager)).json.array.isEmpty)
      #expect(try await api.get("/v1/calendars", as: api.first.token(.owner)).json.array.count == 1)
      let others = ("calendar.revoke", #"{"id":"\#(first.outcome()["result"]?["id"]?.string ?? "")"}"#)
      #expect(try await api.submit([others], as: api.first.token(.manager)).problemCode() == "not-found")
    }
  }

  @Test func `employees have no team's calendar and nobody more than ten`() async throws {
    try await TestAPI.run { api in
      let team = ("calendar.create", #"{"reach":"team","language":"en"}"#)
      #expect(try await api.submit([team], as: api.first.token(.employee)).problemCode() == "forbidden")
      let own = ("calendar.create", #"{"reach":"own","language":"en"}"#)
      let many = try await api.submit(Array(repeating: own, count: 11), as: api.first.token(.employee))
      #expect(many.outcome(9)["result"] != nil)
      #expect(many.problemCode(10) == "too-many-calendars")
    }
  }

  @Test func `public parsers of calendars take it as it is meant`() async throws {
    try await TestAPI.run { api in
      try await api.plan("FIRST", for: "EMPLOYEE")
      try await api.plan("SECOND", for: "COLLEAGUE")
      for (reach, language) in [(CalendarReach.own, Language.en), (.team, .zh)] {
        let path = try await api.makeCalendar(reach, language: language, as: reach == .own ? .employee : .manager).path
        let text = try await api.send(.get, path).text
        let events = try ParsedCalendar.events(of: text)
        let today = TestStore.today
        let last = today.adding(days: 7)
        let valid = today.adding(months: 10)
        let expected = [
          CalendarReach.own: [
            "\(today) \(last) First steps", "\(valid) \(valid.adding(days: 1)) AI quotient: last valid day",
          ],
          .team: ["\(today) \(last) Co Lleague：进阶", "\(today) \(last) Em Ployee：入门"],
        ]
        #expect(events.icalendar == expected[reach])
        #expect(events.vobject == expected[reach])
      }
    }
  }
}

/// What Python's `icalendar` and `vobject` read of a calendar: of each event the first day, the day after the last, and the
/// title, sorted. Both are installed by `deploy/install-packages test`.
private struct ParsedCalendar: Decodable {
  var icalendar: [String]
  var vobject: [String]

  static func events(of text: String) throws -> ParsedCalendar {
    let program = """
      import json, sys, icalendar, vobject
      text = sys.stdin.buffer.read()
      calendar = icalendar.Calendar.from_ical(text)
      assert not calendar.errors, calendar.errors
      first = [e for e in calendar.walk("VEVENT")]
      assert all(not e.errors for e in first)
      second = vobject.readOne(text.decode("utf-8"), validate=True)
      second.validate(raiseException=True)
      print(json.dumps({
        "icalendar": sorted(f"{e.decoded('dtstart')} {e.decoded('dtend')} {e['summary']}" for e in first),
        "vobject": sorted(f"{e.dtstart.value} {e.dtend.value} {e.summary.value}" for e in second.vevent_list)}))
      """
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", program]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    input.fileHandleForWriting.write(Data(text.utf8))
    try input.fileHandleForWriting.close()
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return try JSONDecoder().decode(ParsedCalendar.self, from: answer)
  }
}

extension TestAPI {
  fileprivate func makeCalendar(
    _ reach: CalendarReach, language: Language = .en, as role: AccountRole
  ) async throws -> CreateCalendarFeed.Result {
    try await test.store.execute(
      CreateCalendarFeed(reach: reach, language: language), by: .token(first.token(role)), now: TestStore.now)
  }

  fileprivate func plan(_ activity: String, for name: String) async throws {
    _ = try await first.insertPlan(for: name, .active, activities: [activity], as: test.owner)
  }
}
