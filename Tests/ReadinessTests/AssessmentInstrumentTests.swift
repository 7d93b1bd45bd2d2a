import FoundationEssentials
import Readiness
import Testing

@Suite struct `An instrument` {
  @Test func `that is sound is valid`() throws {
    try makeInstrument().validate(minimumItems: 1)
  }

  @Test func `gives a test taker neither key nor parameters nor rationale`() throws {
    let text = String(
      decoding: try JSONEncoder().encode(makeInstrument().presented(in: makeInstrument().forms[0])), as: UTF8.self)
    for secret in ["answer", "slope", "difficulty", "rationale", "status", "parameters", "Because"] {
      #expect(!text.contains(secret), "“\(secret)” is in what a test taker receives.")
    }
    #expect(text.contains("Which one?"))
  }

  @Test func `presents live and beta items but scores live ones only`() throws {
    var instrument = makeInstrument()
    for (index, status) in [ItemStatus.draft, .beta, .live, .retired].enumerated() {
      instrument.items[index].status = status
    }
    #expect(instrument.deliveredItems.map(\.code) == instrument.items[[1, 2, 4, 5]].map(\.code))
    #expect(instrument.scoredItems.map(\.code) == instrument.items[[2, 4, 5]].map(\.code))
    #expect(instrument.quotientScale?.referenceForm.map(\.code) == instrument.scoredItems.map(\.code))
  }

  @Test func `marks every scored item in order, those left out as wrong`() throws {
    let instrument = makeInstrument()
    let marks = try instrument.marks(of: [
      ItemResponse("explore-1", ["a"], confidence: 0.8), ItemResponse("understand-1", ["b"], confidence: 0.9),
    ])
    #expect(marks.map(\.item) == instrument.scoredItems.map(\.code))
    #expect(marks.map(\.score) == [1, 0, 0, 0, 0, 0])
    #expect(marks.map(\.isAnswered) == [true, true, false, false, false, false])
    let brier = try #require(marks.brierScore)
    #expect((brier - (0.01 + 0.64) / 2).magnitude < 1e-12)
  }

  @Test func `has no Brier score without confidences`() throws {
    #expect(try makeInstrument().marks(of: [ItemResponse("explore-1", ["a"])]).brierScore == nil)
  }

  @Test func `accepts an answer to a beta item without marking it`() throws {
    var instrument = makeInstrument()
    instrument.items[0].status = .beta
    #expect(try instrument.marks(of: [ItemResponse("understand-1", ["b"])]).map(\.score) == [0, 0, 0, 0, 0])
  }

  @Test func `refuses answers to items it does not deliver, and second answers`() throws {
    var instrument = makeInstrument()
    instrument.items[0].status = .retired
    #expect(throws: AnswerError(item: "understand-1", reason: .unknownItem)) {
      try instrument.marks(of: [ItemResponse("understand-1", ["b"])])
    }
    #expect(throws: AnswerError(item: "explore-1", reason: .repeatedItem)) {
      try instrument.marks(of: [ItemResponse("explore-1", ["a"]), ItemResponse("explore-1", ["b"])])
    }
  }

  @Test func `dates validity and the next attempt from the day of assessment`() throws {
    let day = try #require(Day("2024-02-29"))
    #expect(makeInstrument().validUntil(from: day).description == "2025-02-28")
    #expect(makeInstrument().retake(after: day).description == "2024-03-14")
  }
}

extension Array {
  fileprivate subscript(indices: [Int]) -> [Element] { indices.map { self[$0] } }
}
