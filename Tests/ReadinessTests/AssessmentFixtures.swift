import Readiness

/// An item of three options whose texts name themselves.
func makeItem(
  _ code: String = "UND-01", domain: QuotientDomain = .understand, kind: ItemKind = .singleChoice,
  status: ItemStatus = .live, keys: [String] = ["a", "b", "c"], answer: [String] = ["b"],
  parameters: ParameterSource = .expertRated
) -> Item {
  Item(
    code: code, domain: domain, kind: kind, status: status,
    stem: LocalizedText(en: "Which one?", zh: "哪一个？"),
    options: keys.map { ItemOption(key: $0, text: LocalizedText(en: "Option \($0)", zh: "选项 \($0)")) },
    answer: answer, rationale: LocalizedText(en: "Because.", zh: "因为。"),
    parameters: ItemParameters(slope: 1.2, thresholds: [-0.5], source: parameters))
}

/// A matching of three options to four targets.
func makeMatching(_ code: String = "UND-01", answer: [String] = ["a2", "b1", "c4"]) -> Item {
  var item = makeItem(code, kind: .matching, answer: answer)
  item.targets = ["1", "2", "3", "4"].map {
    ItemOption(key: $0, text: LocalizedText(en: "Target \($0)", zh: "目标 \($0)"))
  }
  return item
}

/// An item in words, of up to 40 characters, with a criterion of 0 to 1 and one of 0 to 2.
func makeWorkSample(_ code: String = "UND-01") -> Item {
  func level(_ name: String) -> LocalizedText { LocalizedText(en: name, zh: name) }
  return Item(
    code: code, domain: .understand, kind: .workSample, status: .live,
    stem: LocalizedText(en: "Write a plan.", zh: "写一份计划。"), maximumCharacters: 40,
    rubric: [
      RubricCriterion(code: "goal", name: level("goal"), levels: ["none", "named"].map(level)),
      RubricCriterion(code: "check", name: level("check"), levels: ["none", "some", "all"].map(level)),
    ],
    rationale: LocalizedText(en: "Because.", zh: "因为。"),
    parameters: ItemParameters(slope: 1.2, thresholds: [-0.5, 0.4, 1.1], source: .expertRated))
}

/// A valid instrument: one live single-choice item a domain, `understand-1` and so on, all with the key `b`.
func makeInstrument() -> Instrument {
  let items = QuotientDomain.allCases.map { makeItem("\($0.rawValue)-1", domain: $0) }
  return Instrument(
    code: "aiq-test", version: 1, title: LocalizedText(en: "Test", zh: "测评"), licence: "LicenseRef-Readiness",
    languages: [.en, .zh], scale: .apply, timeLimitMinutes: 20, validityMonths: 12, retakeDays: 14,
    cuts: CutScores(version: 1, l1: 35, l2: 55, l3: 66, l4: 76),
    forms: [InstrumentForm(code: "fixed", items: items.map(\.code))], referenceForm: "fixed", items: items)
}

extension Instrument {
  /// All items, as they are delivered in the first form.
  var deliveredItems: [Item] { forms.first.map(delivered(in:)) ?? [] }

  func marks(of responses: [ItemResponse]) throws(AnswerError) -> [ItemMark] {
    try marks(of: responses, delivered: deliveredItems)
  }
}

extension ItemResponse {
  init(_ item: String, _ answer: [String], confidence: Double? = nil, milliseconds: Int? = nil) {
    self.init(item: item, answer: answer, confidence: confidence, milliseconds: milliseconds)
  }
}
