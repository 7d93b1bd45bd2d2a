import Foundation
import Readiness
import SyncClient
import Testing
import Wire

/// What a phone tells of a boundary is what the server's own cards tell.
@Suite struct `A boundary on a phone` {
  @Test(
    arguments: [
      ("2026-03-09", "H2", nil), ("2026-03-10", "H4", "2026-03-19"), ("2026-03-19", "H4", "2026-03-19"),
      ("2026-03-20", "H2", nil),
    ] as [(String, String, String?)])
  func `an exception holds until the day before the first on which it does no more`(
    day: String, level: String, until: String?
  ) throws {
    let line = try #require(try line(on: day, exceptions: [("H4", "2026-03-10", "2026-03-20")]))
    #expect(line.level.description == level && line.exceptionUntil?.description == until)
  }

  @Test func `of several exceptions the most human holds, and of such the one that ends last`() throws {
    let exceptions = [
      ("H5", "2026-03-01", "2026-03-05"), ("H4", "2026-03-01", "2026-03-31"), ("H4", "2026-03-02", "2026-03-11"),
      ("H3", "2026-03-03", "2026-04-30"),
    ]
    let early = try #require(try line(on: "2026-03-04", exceptions: exceptions))
    #expect(early.level == .h5 && early.exceptionUntil?.description == "2026-03-04")
    let late = try #require(try line(on: "2026-03-05", exceptions: exceptions))
    #expect(late.level == .h4 && late.exceptionUntil?.description == "2026-03-30")
  }

  @Test func `while an earlier decision holds, an exception does too`() throws {
    let exceptions = [("H5", "2026-02-01", "2026-03-01")]
    let excepted = try #require(try line(on: "2026-02-10", exceptions: exceptions, before: "2026-01-01"))
    #expect(excepted.level == .h5 && excepted.exceptionUntil?.description == "2026-02-28")
    #expect(excepted.version == Self.earlier && excepted.oversight == .inTheLoop)
    #expect(try line(on: "2026-01-10", exceptions: exceptions, before: "2026-01-01")?.level == .h1)
    #expect(try line(on: "2026-03-01", exceptions: exceptions, before: "2026-01-01")?.version == Self.version)
  }

  @Test func `nothing holds before the first decision does`() throws {
    #expect(try line(on: "2026-02-10", exceptions: []) == nil)
    #expect(try line(on: "2026-02-10", exceptions: [], before: "2026-02-11") == nil)
  }

  private static let version = BoundaryVersionID(UUID())
  private static let earlier = BoundaryVersionID(UUID())

  /// The line of a boundary of H2 from March on.
  ///
  /// - Parameter before: from when the earlier decision, H1, held.
  private func line(
    on day: String, exceptions: [(level: String, from: String, to: String)], before: String? = nil
  ) throws -> PermissionCard.TaskLine? {
    let listed = exceptions.map { #"{"level":"\#($0.level)","from":"\#($0.from)","to":"\#($0.to)"}"# }
    let held = before.map {
      """
      {"version":"\(Self.earlier)","level":"H1","oversight":"in_the_loop","dataClass":"internal","systems":[],
       "terms":\(Self.terms),"effectiveFrom":"\($0)"}
      """
    }
    let row = """
      {"role":"\(UUID())","task":"\(UUID())","version":"\(Self.version)","level":"H2","oversight":"on_the_loop",
       "dataClass":"internal","systems":[],"terms":\(Self.terms),"effectiveFrom":"2026-03-01",
       "exceptions":[\(listed.joined(separator: ","))],"before":\(held ?? "null")}
      """
    let boundary = try JSONDecoder.wire.decode(PublishedBoundary.self, from: Data(row.utf8))
    let task = try JSONDecoder.wire.decode(
      PublishedTask.self, from: Data(#"{"code":"T","name":{"en":"Task","zh":"任务"}}"#.utf8))
    return boundary.line(on: try #require(Day(day)), task: task, systems: [:])
  }

  private static let terms = (try? JSONEncoder.wire.text(BoundaryTerms())) ?? ""
}
