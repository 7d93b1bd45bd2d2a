import Readiness
import Testing

/// One thing done to a valid instrument, and the problem it must bring up.
private struct Fault: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var item: String?
  var field: String
  var code: InstrumentError.Code
  var apply: @Sendable (inout Instrument) -> Void

  init(
    _ name: String, item: String? = "understand-1", field: String, code: InstrumentError.Code,
    apply: @escaping @Sendable (inout Instrument) -> Void
  ) {
    (testDescription, self.item, self.field, self.code, self.apply) = (name, item, field, code, apply)
  }

  static let ofInstrument = [
    Fault("code with a space", item: nil, field: "code", code: .malformed) { $0.code = "aiq core" },
    Fault("version 0", item: nil, field: "version", code: .outOfRange) { $0.version = 0 },
    Fault("no Chinese title", item: nil, field: "title.zh", code: .missingText) {
      $0.title = LocalizedText(en: "Test", zh: " ")
    },
    Fault("no licence", item: nil, field: "licence", code: .missingText) { $0.licence = "" },
    Fault("no language", item: nil, field: "languages", code: .missingText) { $0.languages = [] },
    Fault("no time", item: nil, field: "timeLimitMinutes", code: .outOfRange) { $0.timeLimitMinutes = 0 },
    Fault("no validity", item: nil, field: "validityMonths", code: .outOfRange) { $0.validityMonths = 0 },
    Fault("negative retake", item: nil, field: "retakeDays", code: .outOfRange) { $0.retakeDays = -1 },
    Fault("cuts that fall", item: nil, field: "cuts", code: .outOfRange) { $0.cuts?.l3 = 50 },
    Fault("a cut of 100", item: nil, field: "cuts", code: .outOfRange) { $0.cuts?.l4 = 100 },
    Fault("a domain without live items", item: nil, field: "items", code: .tooFewItems) {
      $0.items[0].status = .beta
    },
    Fault("no cuts", item: nil, field: "cuts", code: .outOfRange) { $0.cuts = nil },
    Fault("two forms of one code", item: nil, field: "forms", code: .duplicate) { $0.forms.append($0.forms[0]) },
    Fault("a form with a stranger", item: nil, field: "forms[short]", code: .keyNotAnOption) {
      $0.forms.append(InstrumentForm(code: "short", items: ["explore-1", "explore-9"]))
    },
    Fault("a form that names an item twice", item: nil, field: "forms[short]", code: .duplicate) {
      $0.forms.append(InstrumentForm(code: "short", items: ["explore-1", "explore-1"]))
    },
    Fault("a reference form that is none", item: nil, field: "referenceForm", code: .malformed) {
      $0.referenceForm = "short"
    },
    Fault("an adaptive test longer than the bank", item: nil, field: "adaptive", code: .outOfRange) {
      $0.adaptive = AdaptiveDelivery(
        minimumItems: 3, maximumItems: 7, standardError: 0.35, randomesque: 5, exposureRate: 0.3)
    },
  ]

  static let ofItem = [
    Fault("one code twice", field: "code", code: .duplicate) { $0.items.append($0.items[0]) },
    Fault("no English stem", field: "stem.en", code: .missingText) {
      $0.items[0].stem = LocalizedText(en: "", zh: "哪一个？")
    },
    Fault("no Chinese option", field: "options[b].zh", code: .missingText) {
      $0.items[0].options[1].text = LocalizedText(en: "Option b", zh: "")
    },
    Fault("no rationale", field: "rationale.zh", code: .missingText) {
      $0.items[0].rationale = LocalizedText(en: "Because.", zh: "\n")
    },
    Fault("two options", field: "options", code: .tooFewOptions) { $0.items[0].options.removeLast() },
    Fault("one key for two options", field: "options", code: .duplicate) { $0.items[0].options[2].key = "a" },
    Fault("a key beyond the options", field: "answer", code: .keyNotAnOption) { $0.items[0].answer = ["d"] },
    Fault("no key", field: "answer", code: .keyDoesNotFitKind) { $0.items[0].answer = [] },
    Fault("two keys to a single choice", field: "answer", code: .keyDoesNotFitKind) {
      $0.items[0].answer = ["a", "b"]
    },
    Fault("an order that lacks an option", field: "answer", code: .keyDoesNotFitKind) {
      $0.items[0].kind = .ordering
      $0.items[0].answer = ["a", "b"]
    },
    Fault("a slope of 0", field: "slope", code: .outOfRange) { $0.items[0].parameters?.slope = 0 },
    Fault("a slope that is no number", field: "slope", code: .outOfRange) { $0.items[0].parameters?.slope = .nan },
    Fault("a difficulty of 9", field: "difficulty", code: .outOfRange) { $0.items[0].parameters?.thresholds = [9] },
    Fault("no parameters", field: "slope", code: .outOfRange) { $0.items[0].parameters = nil },
    Fault("two difficulties of a right-or-wrong item", field: "difficulty", code: .outOfRange) {
      $0.items[0].parameters?.thresholds = [0, 1]
    },
    Fault("targets of a single choice", field: "targets", code: .keyDoesNotFitKind) {
      $0.items[0].targets = makeMatching().targets
    },
    Fault("a matching that leaves an option out", field: "answer", code: .keyDoesNotFitKind) {
      $0.items[0] = makeMatching("understand-1", answer: ["a1", "b2"])
    },
    Fault("a matching with a stranger", field: "answer", code: .keyNotAnOption) {
      $0.items[0] = makeMatching("understand-1", answer: ["a1", "b2", "c9"])
    },
    Fault("a rubric of one level", field: "rubric", code: .tooFewOptions) {
      $0.items[0] = makeWorkSample("understand-1")
      $0.items[0].rubric[0].levels.removeLast()
      $0.items[0].parameters?.thresholds.removeLast()
    },
    Fault("a work sample of any length", field: "maximumCharacters", code: .outOfRange) {
      $0.items[0] = makeWorkSample("understand-1")
      $0.items[0].maximumCharacters = nil
    },
    Fault("thresholds that do not rise", field: "thresholds", code: .outOfRange) {
      $0.items[0] = makeWorkSample("understand-1")
      $0.items[0].parameters?.thresholds = [0.5, 0.5, 1]
    },
  ]
}

@Suite struct `An instrument that is not sound` {
  @Test(arguments: Fault.ofInstrument + Fault.ofItem)
  fileprivate func `is refused with the item and the field`(fault: Fault) throws {
    var instrument = makeInstrument()
    fault.apply(&instrument)
    let error = try #require(throws: InstrumentError.self) { try instrument.validate(minimumItems: 1) }
    #expect(error.problems.count == 1)
    let problem = try #require(error.problems.first)
    #expect(problem.item == fault.item)
    #expect(problem.field == fault.field)
    #expect(problem.code == fault.code)
    #expect(!problem.message.en.isEmpty && !problem.message.zh.isEmpty)
  }

  @Test func `is refused with all of its problems at once, one a line`() throws {
    var instrument = makeInstrument()
    instrument.version = 0
    instrument.items[2].answer = ["z"]
    let error = try #require(throws: InstrumentError.self) { try instrument.validate(minimumItems: 1) }
    #expect(
      error.description == """
        aiq-test / version: Versions count from 1.
        aiq-test / direct-1 / answer: “z” is not among the options.
        """)
  }

  @Test func `may lack a text in a language it is not taken in`() throws {
    var instrument = makeInstrument()
    instrument.languages = [.zh]
    instrument.items[0].stem = LocalizedText(en: "", zh: "哪一个？")
    try instrument.validate(minimumItems: 1)
  }
}
