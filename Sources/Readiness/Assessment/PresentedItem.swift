/// An item as a test taker may receive it: no key, no parameters, no rationale, and no word on whether it is scored.
public struct PresentedItem: Codable, Hashable, Sendable {
  public var code: String
  public var domain: QuotientDomain
  public var kind: ItemKind
  public var stem: LocalizedText
  public var options: [ItemOption]

  public init(
    code: String, domain: QuotientDomain, kind: ItemKind, stem: LocalizedText, options: [ItemOption]
  ) {
    self.code = code
    self.domain = domain
    self.kind = kind
    self.stem = stem
    self.options = options
  }
}

/// An instrument as a test taker may receive it.
public struct PresentedInstrument: Codable, Hashable, Sendable {
  public var code: String
  public var version: Int
  public var title: LocalizedText
  public var languages: [Language]
  /// Nil for as long as one likes.
  public var timeLimitMinutes: Int?
  /// Live and beta items, in the instrument's order.
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
