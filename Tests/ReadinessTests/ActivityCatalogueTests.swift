import FoundationEssentials
import Readiness
import Testing

@Suite struct `A catalogue of activities` {
  private func problems(_ activities: [Activity]) -> [String] {
    do throws(InvalidCatalogue) {
      _ = try ActivityCatalogue(activities)
      return []
    } catch {
      return error.problems.map { "\($0.code.rawValue) \($0.activity) \($0.field)" }
    }
  }

  @Test func `activities that fit together are taken in their order`() throws {
    let catalogue = try ActivityCatalogue([.sample("B", after: ["A"]), .sample("A")])
    #expect(catalogue.activities.map(\.code) == ["B", "A"])
  }

  @Test func `a circle of prerequisites is named from where it is entered`() throws {
    let activities: [Activity] = [
      .sample("X", after: ["A"]), .sample("A", after: ["B"]), .sample("B", after: ["C"]), .sample("C", after: ["A"]),
    ]
    #expect(problems(activities) == ["prerequisite-cycle A prerequisites"])
    do throws(InvalidCatalogue) {
      _ = try ActivityCatalogue(activities)
    } catch {
      #expect(error.message.en.contains("A → B → C → A") && error.message.zh.contains("A → B → C → A"))
    }
  }

  @Test func `an activity that comes before itself is a circle`() {
    #expect(problems([.sample("A", after: ["A"])]) == ["prerequisite-cycle A prerequisites"])
  }

  @Test func `a chain of ten thousand prerequisites is no circle`() throws {
    let chain = (0..<10_000).map { Activity.sample("A\($0)", after: $0 == 0 ? [] : ["A\($0 - 1)"]) }
    #expect(try ActivityCatalogue(chain.reversed()).activities.count == 10_000)
  }

  @Test(arguments: [0, -3, 400.5, .nan, .infinity])
  func `hours are above zero and at most four hundred`(hours: Double) {
    var activity = Activity.sample("A")
    activity.hours = hours
    #expect(problems([activity]) == ["hours-out-of-range A hours"])
  }

  @Test func `costs seats and validity are within reason`() {
    var activity = Activity.sample("A")
    (activity.cost, activity.seats, activity.validityMonths) = (-1, 0, 0)
    #expect(
      problems([activity]) == [
        "cost-out-of-range A cost", "seats-out-of-range A seats", "validity-out-of-range A validity_months",
      ])
  }

  @Test func `an activity lifts something and upwards and a domain once`() {
    var nothing = Activity.sample("A")
    nothing.lifts = []
    var downward = Activity.sample("B")
    downward.lifts = [.init(domain: .direct, from: .l2, to: .l1), .init(domain: .direct, from: .l0, to: .l1)]
    #expect(
      problems([nothing, downward]) == ["lifts-nothing A lifts", "lifts-downward B lifts", "domain-repeated B lifts"])
  }

  @Test func `unknown prerequisites and repeated codes are named`() {
    #expect(
      problems([.sample("A", after: ["Z"]), .sample("A")]) == [
        "code-repeated A code", "unknown-prerequisite A prerequisites",
      ])
  }

  @Test func `an effect that a study is said to show needs its source`() {
    var activity = Activity.sample("A")
    activity.effect.basis = .study
    #expect(problems([activity]) == ["source-missing A effect_source"])
  }

  @Test func `a table of activities is read as it was written`() throws {
    var activity = Activity.sample("A", after: ["B", "C"])
    activity.lifts.append(.init(domain: .evaluate, from: .l0, to: .l2))
    (activity.seats, activity.validityMonths, activity.hours) = (12, 24, 2.5)
    let sheet = Sheet([activity, .sample("B")])
    let read = try sheet.read(required: Activity.columns, optional: Activity.optionalColumns, Activity.init(from:))
    #expect(read.map(\.record) == [activity, .sample("B")])
    #expect(read.map(\.row) == [1, 2])
  }

  @Test func `what is wrong in a row is told by its column`() throws {
    var sheet = Sheet([.sample("A")])
    let lifts = try #require(sheet.header.firstIndex(of: "lifts"))
    let hours = try #require(sheet.header.firstIndex(of: "hours"))
    sheet.rows[0].cells[lifts] = "direkt:L1>L2; evaluate:L0>L5"
    sheet.rows[0].cells[hours] = "-1"
    do throws(Refusal) {
      _ = try sheet.read(required: Activity.columns, optional: Activity.optionalColumns, Activity.init(from:))
    } catch {
      #expect(error.faults.map { "\($0.row ?? 0) \($0.field ?? "")" } == ["1 hours", "1 lifts", "1 lifts"])
    }
  }

  @Test func `a misspelt property of a file is refused`() {
    let json = #"{"code":"A","nmae":{"en":"A","zh":"A"}}"#
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Activity.self, from: Data(json.utf8)) }
  }
}

extension Activity {
  /// One that lifts `direct` from L0 to L1 in four hours.
  static func sample(_ code: String, after prerequisites: [String] = []) -> Activity {
    Activity(
      code: code, name: LocalizedText(en: code, zh: code), description: LocalizedText(en: "", zh: ""), kind: .course,
      hours: 4, cost: 100, lifts: [.init(domain: .direct, from: .l0, to: .l1)], prerequisites: prerequisites,
      evidence: .certificate, effect: .init(basis: .expert, text: LocalizedText(en: "It does.", zh: "有效。")))
  }
}
