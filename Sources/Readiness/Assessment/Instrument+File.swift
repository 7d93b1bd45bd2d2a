/// The instrument as its file has it.
extension Instrument: Codable {
  private enum CodingKeys: String, CodingKey {
    case code, version, title, licence, languages, scale, timeLimitMinutes, validityMonths, retakeDays, cuts, forms
    case referenceForm, foundingScale, adaptive, exposure, items
  }

  /// A file that names no forms has one, `fixed`, of all items that are delivered; it is the reference form too.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let items = try container.decode([Item].self, forKey: .items)
    let scale = try container.decode(InstrumentScale.self, forKey: .scale)
    let forms = try container.decodeIfPresent([InstrumentForm].self, forKey: .forms)
    let all = InstrumentForm(code: InstrumentForm.standard, items: items.filter(\.status.isDelivered).map(\.code))
    let reference = try container.decodeIfPresent(String.self, forKey: .referenceForm)
    self.init(
      code: try container.decode(String.self, forKey: .code),
      version: try container.decode(Int.self, forKey: .version),
      title: try container.decode(LocalizedText.self, forKey: .title),
      licence: try container.decode(String.self, forKey: .licence),
      languages: try container.decode([Language].self, forKey: .languages),
      scale: scale,
      timeLimitMinutes: try container.decodeIfPresent(Int.self, forKey: .timeLimitMinutes),
      validityMonths: try container.decode(Int.self, forKey: .validityMonths),
      retakeDays: try container.decode(Int.self, forKey: .retakeDays),
      cuts: try container.decodeIfPresent(CutScores.self, forKey: .cuts),
      forms: forms ?? [all],
      referenceForm: reference ?? (forms == nil && scale != .selfReport ? all.code : nil),
      foundingScale: try container.decodeIfPresent(QuotientScale.self, forKey: .foundingScale),
      adaptive: try container.decodeIfPresent(AdaptiveDelivery.self, forKey: .adaptive),
      exposure: try container.decodeIfPresent([String: Double].self, forKey: .exposure) ?? [:], items: items)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code, forKey: .code)
    try container.encode(version, forKey: .version)
    try container.encode(title, forKey: .title)
    try container.encode(licence, forKey: .licence)
    try container.encode(languages, forKey: .languages)
    try container.encode(scale, forKey: .scale)
    try container.encodeIfPresent(timeLimitMinutes, forKey: .timeLimitMinutes)
    try container.encode(validityMonths, forKey: .validityMonths)
    try container.encode(retakeDays, forKey: .retakeDays)
    try container.encodeIfPresent(cuts, forKey: .cuts)
    try container.encode(forms, forKey: .forms)
    try container.encodeIfPresent(referenceForm, forKey: .referenceForm)
    try container.encodeIfPresent(foundingScale, forKey: .foundingScale)
    try container.encodeIfPresent(adaptive, forKey: .adaptive)
    if !exposure.isEmpty { try container.encode(exposure, forKey: .exposure) }
    try container.encode(items, forKey: .items)
  }

  /// One document from a folder's files: the head, and lists of items.
  ///
  /// - Parameters:
  ///   - head: everything but the items, as YAML.
  ///   - exposure: the exposure parameters, as YAML; empty where there are none.
  ///   - items: YAML lists, in the order of the files' names.
  public static func document(head: String, exposure: String = "", items: [String]) -> String {
    head + "\n" + exposure + "\nitems:\n" + items.joined(separator: "\n")
  }
}
