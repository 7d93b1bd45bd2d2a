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
    answer: answer, rationale: LocalizedText(en: "Because.", zh: "因为。"), slope: 1.2, difficulty: -0.5,
    parameters: parameters)
}

/// A valid instrument: one live single-choice item a domain, `understand-1` and so on, all with the key `b`.
func makeInstrument() -> Instrument {
  Instrument(
    code: "aiq-test", version: 1, title: LocalizedText(en: "Test", zh: "测评"), licence: "LicenseRef-Readiness",
    languages: [.en, .zh], scale: .apply, timeLimitMinutes: 20, validityMonths: 12, retakeDays: 14,
    cuts: CutScores(version: 1, l1: 35, l2: 55, l3: 66, l4: 76),
    items: QuotientDomain.allCases.map { makeItem("\($0.rawValue)-1", domain: $0) })
}

extension ItemResponse {
  init(_ item: String, _ answer: [String], confidence: Double? = nil, milliseconds: Int? = nil) {
    self.init(item: item, answer: answer, confidence: confidence, milliseconds: milliseconds)
  }
}
