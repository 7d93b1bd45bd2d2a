/// One question of an instrument, with its key and parameters: for those who author and score, never for a test taker.
///
/// What a test taker may receive is `presented`, a type that has nowhere to put the rest.
public struct Item: Codable, Sendable, Equatable {
  /// Unique within the instrument, and for ever the same question: `UND-01`.
  public var code: String
  public var domain: QuotientDomain
  public var kind: ItemKind
  public var status: ItemStatus
  public var stem: LocalizedText
  public var options: [ItemOption]
  /// Keys of the right options; for an ordering all of them, in the right order.
  public var answer: [String]
  /// Why the key is right and the other options are wrong.
  public var rationale: LocalizedText
  /// Discrimination a of the two-parameter logistic model, on the logistic metric (D = 1).
  public var slope: Double
  /// Difficulty b: the ability, in standard deviations, at which half answer right.
  public var difficulty: Double
  public var parameters: ParameterSource

  public init(
    code: String, domain: QuotientDomain, kind: ItemKind, status: ItemStatus, stem: LocalizedText,
    options: [ItemOption], answer: [String], rationale: LocalizedText, slope: Double, difficulty: Double,
    parameters: ParameterSource
  ) {
    self.code = code
    self.domain = domain
    self.kind = kind
    self.status = status
    self.stem = stem
    self.options = options
    self.answer = answer
    self.rationale = rationale
    self.slope = slope
    self.difficulty = difficulty
    self.parameters = parameters
  }

  /// 1 when the answer is the key, 0 when it differs in anything.
  ///
  /// All or nothing for sets and orders too: partial credit would need a model of its own for every item, and would
  /// reward ticking everything.
  public func score(_ answer: Answer) -> Int {
    kind == .ordering
      ? (answer.keys == self.answer ? 1 : 0)
      : (Set(answer.keys) == Set(self.answer) ? 1 : 0)
  }

  public var presented: PresentedItem {
    PresentedItem(code: code, domain: domain, kind: kind, stem: stem, options: options)
  }
}

/// One option of an item, written as `{key, en, zh}`.
public struct ItemOption: Codable, Hashable, Sendable {
  /// Unique within the item: `a`, `b`, …
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
