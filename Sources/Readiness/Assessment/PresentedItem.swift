/// An item as a test taker may receive it: no key, no parameters, no rationale, and no word on whether it is scored.
public struct PresentedItem: Hashable, Sendable {
  public var code: String
  public var domain: QuotientDomain
  public var kind: ItemKind
  public var stem: LocalizedText
  public var options: [ItemOption]
  /// What the options of a matching are matched to.
  public var targets: [ItemOption]
  /// How long an answer in words may be.
  public var maximumCharacters: Int?
  /// What raters will look for, by name.
  public var criteria: [LocalizedText]

  public init(
    code: String, domain: QuotientDomain, kind: ItemKind, stem: LocalizedText, options: [ItemOption],
    targets: [ItemOption] = [], maximumCharacters: Int? = nil, criteria: [LocalizedText] = []
  ) {
    self.code = code
    self.domain = domain
    self.kind = kind
    self.stem = stem
    self.options = options
    self.targets = targets
    self.maximumCharacters = maximumCharacters
    self.criteria = criteria
  }
}

extension PresentedItem: Codable {
  private enum CodingKeys: String, CodingKey {
    case code, domain, kind, stem, options, targets, maximumCharacters, criteria
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      code: try container.decode(String.self, forKey: .code),
      domain: try container.decode(QuotientDomain.self, forKey: .domain),
      kind: try container.decode(ItemKind.self, forKey: .kind),
      stem: try container.decode(LocalizedText.self, forKey: .stem),
      options: try container.decodeIfPresent([ItemOption].self, forKey: .options) ?? [],
      targets: try container.decodeIfPresent([ItemOption].self, forKey: .targets) ?? [],
      maximumCharacters: try container.decodeIfPresent(Int.self, forKey: .maximumCharacters),
      criteria: try container.decodeIfPresent([LocalizedText].self, forKey: .criteria) ?? [])
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code, forKey: .code)
    try container.encode(domain, forKey: .domain)
    try container.encode(kind, forKey: .kind)
    try container.encode(stem, forKey: .stem)
    if !options.isEmpty { try container.encode(options, forKey: .options) }
    if !targets.isEmpty { try container.encode(targets, forKey: .targets) }
    try container.encodeIfPresent(maximumCharacters, forKey: .maximumCharacters)
    if !criteria.isEmpty { try container.encode(criteria, forKey: .criteria) }
  }
}

/// A form of an instrument as a test taker may receive it.
public struct PresentedInstrument: Codable, Hashable, Sendable {
  public var code: String
  public var version: Int
  public var title: LocalizedText
  public var languages: [Language]
  /// Nil for as long as one likes.
  public var timeLimitMinutes: Int?
  /// Live and beta items, in the form's order.
  public var items: [PresentedItem]

  public init(
    code: String, version: Int, title: LocalizedText, languages: [Language], timeLimitMinutes: Int?,
    items: [PresentedItem]
  ) {
    self.code = code
    self.version = version
    self.title = title
    self.languages = languages
    self.timeLimitMinutes = timeLimitMinutes
    self.items = items
  }
}
