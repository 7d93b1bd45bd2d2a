import Readiness
import Testing

@Suite struct `An answer` {
  @Test(arguments: [
    (ItemKind.singleChoice, ["b"], 1), (.singleChoice, ["a"], 0),
    (.errorSpotting, ["b"], 1), (.situationalJudgement, ["c"], 0),
  ])
  func `to a choice of one is right or wrong`(kind: ItemKind, keys: [String], score: Int) throws {
    let item = makeItem(kind: kind)
    #expect(item.score(try Answer(parsing: keys, for: item.presented)) == score)
  }

  @Test(arguments: [(["c", "a"], 1), (["a", "c"], 1), (["a"], 0), (["a", "b", "c"], 0), (["b"], 0)])
  func `to a multiple choice is right only as the whole set, in any order`(keys: [String], score: Int) throws {
    let item = makeItem(kind: .multipleChoice, answer: ["a", "c"])
    #expect(item.score(try Answer(parsing: keys, for: item.presented)) == score)
  }

  @Test(arguments: [(["c", "a", "b"], 1), (["a", "b", "c"], 0), (["c", "b", "a"], 0)])
  func `to an ordering is right only in the whole order`(keys: [String], score: Int) throws {
    let item = makeItem(kind: .ordering, answer: ["c", "a", "b"])
    #expect(item.score(try Answer(parsing: keys, for: item.presented)) == score)
  }

  @Test(arguments: [
    (["a2", "b1", "c4"], 1), (["c4", "a2", "b1"], 1), (["a1", "b2", "c4"], 0), (["a2", "b2", "c2"], 0),
  ])
  func `to a matching is right only in all of its pairs`(keys: [String], score: Int) throws {
    let item = makeMatching()
    #expect(item.score(try Answer(parsing: keys, for: item.presented)) == score)
  }

  @Test(arguments: [
    (["a2", "b1"], "answer-incomplete-matching"), (["a2", "b1", "c4", "c1"], "answer-repeated-option"),
    (["a2", "b1", "c5"], "answer-not-a-pair"), (["a", "b1", "c4"], "answer-not-a-pair"), ([], "answer-empty"),
  ])
  func `to a matching that does not fit is refused by name`(keys: [String], code: String) throws {
    let error = try #require(throws: AnswerError.self) { try Answer(parsing: keys, for: makeMatching().presented) }
    #expect(error.code == code)
  }

  @Test func `in words is kept as it is, and no key marks it`() throws {
    let item = makeWorkSample()
    let answer = try Answer(parsing: ["  Ask, check, then send.\n"], for: item.presented)
    #expect(answer.keys == ["  Ask, check, then send.\n"])
    #expect(item.score(answer) == nil)
  }

  @Test(arguments: [
    ([" \n"], "answer-empty"), (["one", "two"], "answer-not-one-text"),
    ([String(repeating: "字", count: 41)], "answer-too-long"),
  ])
  func `in words that does not fit is refused by name`(keys: [String], code: String) throws {
    let error = try #require(throws: AnswerError.self) { try Answer(parsing: keys, for: makeWorkSample().presented) }
    #expect(error.code == code)
    #expect(try Answer(parsing: [String(repeating: "字", count: 40)], for: makeWorkSample().presented).keys.count == 1)
  }

  @Test func `keeps the order of an ordering and else that of the item`() throws {
    let (set, order) = (makeItem(kind: .multipleChoice), makeItem(kind: .ordering, answer: ["a", "b", "c"]))
    #expect(try Answer(parsing: ["c", "a"], for: set.presented).keys == ["a", "c"])
    #expect(try Answer(parsing: ["c", "a", "b"], for: order.presented).keys == ["c", "a", "b"])
  }

  @Test(arguments: [
    (ItemKind.singleChoice, [], "answer-empty"),
    (.singleChoice, ["z"], "answer-unknown-option"),
    (.singleChoice, ["B"], "answer-unknown-option"),
    (.singleChoice, ["a", "b"], "answer-too-many-options"),
    (.errorSpotting, ["a", "b"], "answer-too-many-options"),
    (.situationalJudgement, ["a", "b"], "answer-too-many-options"),
    (.multipleChoice, ["a", "a"], "answer-repeated-option"),
    (.ordering, ["a", "b"], "answer-incomplete-order"),
    (.ordering, ["a", "b", "b"], "answer-repeated-option"),
    (.ordering, ["a", "b", "c", "d"], "answer-unknown-option"),
  ])
  func `that does not fit is refused by name`(kind: ItemKind, keys: [String], code: String) throws {
    let error = try #require(throws: AnswerError.self) {
      try Answer(parsing: keys, for: makeItem(kind: kind).presented)
    }
    #expect(error.code == code)
    #expect(error.message.en.hasPrefix("Item UND-01: ") && error.message.zh.hasPrefix("题目 UND-01："))
  }

  @Test func `tells which options an incomplete order lacks`() throws {
    let item = makeItem(kind: .ordering, answer: ["a", "b", "c"])
    let error = try #require(throws: AnswerError.self) { try Answer(parsing: ["b"], for: item.presented) }
    #expect(error.reason == .incompleteOrder(missing: ["a", "c"]))
    #expect(error.message.en.contains("a, c") && error.message.zh.contains("a、c"))
  }
}

@Suite struct `A response` {
  @Test(arguments: [(-0.01, nil), (1.01, nil), (.nan, nil), (nil, -1)] as [(Double?, Int?)])
  func `with an impossible confidence or time is refused`(confidence: Double?, milliseconds: Int?) throws {
    let response = ItemResponse("UND-01", ["a"], confidence: confidence, milliseconds: milliseconds)
    let error = try #require(throws: AnswerError.self) { try response.parsed(for: makeItem().presented) }
    #expect(error.code == (milliseconds == nil ? "answer-confidence-out-of-range" : "answer-negative-time"))
  }

  @Test func `is accepted at the limits of confidence and time`() throws {
    for confidence in [0.0, 1.0] {
      let response = ItemResponse("UND-01", ["a"], confidence: confidence, milliseconds: 0)
      #expect(try response.parsed(for: makeItem().presented).keys == ["a"])
    }
  }

  @Test func `is held against its own item only`() throws {
    let response = ItemResponse("UND-02", ["a"])
    #expect(throws: AnswerError(item: "UND-02", reason: .unknownItem)) {
      try response.parsed(for: makeItem().presented)
    }
  }
}
