/// One question of an instrument, with its key and parameters: for those who author and score, never for a test taker.
///
/// What a test taker may receive is `presented`, a type that has nowhere to put the rest.
public struct Item: Sendable, Equatable {
  /// Unique within the instrument, and for ever the same question: `UND-01`.
  public var code: String
  public var domain: QuotientDomain
  public var kind: ItemKind
  public var status: ItemStatus
  public var stem: LocalizedText
  /// Empty for an answer in words.
  public var options: [ItemOption]
  /// What the options of a matching are matched to; else empty.
  public var targets: [ItemOption]
  /// How long an answer in words may be; nil for the others.
  public var maximumCharacters: Int?
  /// Keys of the right options; for an ordering all of them, in the right order; for a matching each with its target's key
  /// behind it (`a2`). Empty where nothing is right by key.
  public var answer: [String]
  /// What raters look for in an answer in words; else empty.
  public var rubric: [RubricCriterion]
  /// Whether agreeing with a statement about oneself tells of less.
  public var isReversed: Bool
  /// Why the key is right and the other options are wrong; of a rubric, what a full answer holds.
  public var rationale: LocalizedText
  /// Nil for a self-report, which says nothing of ability.
  public var parameters: ItemParameters?

  public init(
    code: String, domain: QuotientDomain, kind: ItemKind, status: ItemStatus, stem: LocalizedText,
    options: [ItemOption] = [], targets: [ItemOption] = [], maximumCharacters: Int? = nil, answer: [String] = [],
    rubric: [RubricCriterion] = [], isReversed: Bool = false, rationale: LocalizedText, parameters: ItemParameters?
  ) {
    self.code = code
    self.domain = domain
    self.kind = kind
    self.status = status
    self.stem = stem
    self.options = options
    self.targets = targets
    self.maximumCharacters = maximumCharacters
    self.answer = answer
    self.rubric = rubric
    self.isReversed = isReversed
    self.rationale = rationale
    self.parameters = parameters
  }

  /// The highest score: 1 by key, the rubric's sum by raters.
  public var maximumScore: Int {
    switch kind.marking {
    case .key: 1
    case .rubric: rubric.maximumScore
    case .none: 0
    }
  }

  /// 1 when the answer is the key, 0 when it differs in anything; nil where no key tells.
  ///
  /// All or nothing for sets, orders and matchings too: partial credit would need a model of its own for every item, and
  /// would reward ticking everything.
  public func score(_ answer: Answer) -> Int? {
    guard kind.marking == .key else { return nil }
    return kind == .ordering
      ? (answer.keys == self.answer ? 1 : 0)
      : (Set(answer.keys) == Set(self.answer) ? 1 : 0)
  }

  public var presented: PresentedItem {
    PresentedItem(
      code: code, domain: domain, kind: kind, stem: stem, options: options, targets: targets,
      maximumCharacters: maximumCharacters, criteria: rubric.map(\.name))
  }
}

/// The item as its file has it: only what its kind needs.
extension Item: Codable {
  private enum CodingKeys: String, CodingKey {
    case code, domain, kind, status, stem, options, targets, maximumCharacters, answer, rubric, rationale, slope
    case isReversed = "reversed"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    code = try container.decode(String.self, forKey: .code)
    domain = try container.decode(QuotientDomain.self, forKey: .domain)
    kind = try container.decode(ItemKind.self, forKey: .kind)
    status = try container.decode(ItemStatus.self, forKey: .status)
    stem = try container.decode(LocalizedText.self, forKey: .stem)
    options = try container.decodeIfPresent([ItemOption].self, forKey: .options) ?? []
    targets = try container.decodeIfPresent([ItemOption].self, forKey: .targets) ?? []
    maximumCharacters = try container.decodeIfPresent(Int.self, forKey: .maximumCharacters)
    answer = try container.decodeIfPresent([String].self, forKey: .answer) ?? []
    rubric = try container.decodeIfPresent([RubricCriterion].self, forKey: .rubric) ?? []
    isReversed = try container.decodeIfPresent(Bool.self, forKey: .isReversed) ?? false
    rationale = try container.decode(LocalizedText.self, forKey: .rationale)
    parameters = container.contains(.slope) ? try ItemParameters(from: decoder) : nil
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code, forKey: .code)
    try container.encode(domain, forKey: .domain)
    try container.encode(kind, forKey: .kind)
    try container.encode(status, forKey: .status)
    try container.encode(stem, forKey: .stem)
    if !options.isEmpty { try container.encode(options, forKey: .options) }
    if !targets.isEmpty { try container.encode(targets, forKey: .targets) }
    try container.encodeIfPresent(maximumCharacters, forKey: .maximumCharacters)
    if !answer.isEmpty { try container.encode(answer, forKey: .answer) }
    if !rubric.isEmpty { try container.encode(rubric, forKey: .rubric) }
    if isReversed { try container.encode(isReversed, forKey: .isReversed) }
    try container.encode(rationale, forKey: .rationale)
    try parameters?.encode(to: encoder)
  }
}

/// One option of an item, written as `{key, en, zh}`.
public struct ItemOption: Codable, Hashable, Sendable {
  /// Unique within the item: `a`, `b`, …; of a matching's targets `1`, `2`, …
  public var key: String
  public var text: LocalizedText

  public init(key: String, text: LocalizedText) {
    self.key = key
    self.text = text
  }

  private enum CodingKeys: String, CodingKey {
    case key
  }

  public init(from decoder: any Decoder) throws {
    key = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .key)
    text = try LocalizedText(from: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(key, forKey: .key)
    try text.encode(to: encoder)
  }
}
