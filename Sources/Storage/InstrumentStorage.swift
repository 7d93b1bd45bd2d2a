import FoundationEssentials
import Postgres
public import Readiness
import Wire

/// An instrument as it is stored: with its keys, so never to leave the server.
struct StoredInstrument {
  let id: UUID
  let instrument: Instrument
  /// Ids of the forms by code.
  let forms: [String: UUID]
  /// Ids of the items by code.
  let items: [String: UUID]

  /// A form by its code; nil: the first.
  ///
  /// - Throws: `not-found`.
  func form(_ code: String?) throws(Refusal) -> (id: UUID, form: InstrumentForm) {
    let code = code ?? instrument.forms.first?.code ?? InstrumentForm.standard
    guard let id = forms[code], let form = instrument.form(code) else {
      throw .notFound(LocalizedText(en: "form of this instrument", zh: "该工具的试卷"), code, field: "form")
    }
    return (id, form)
  }

  /// The form of that id.
  func form(id: UUID) throws(Refusal) -> InstrumentForm { try form(forms.first { $0.value == id }?.key).form }
}

/// What of an instrument is neither text nor key.
private struct InstrumentSettings: Codable {
  var timeLimitMinutes: Int?
  var validityMonths: Int
  var retakeDays: Int
  var cuts: CutScores?
  /// Codes in the instrument's order.
  var forms: [String]?
  var referenceForm: String?
  var foundingScale: QuotientScale?
  var adaptive: AdaptiveDelivery?
  var exposure: [String: Double]?
}

extension PublishInstrument: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    try session.publish(instrument)
    return Done()
  }
}

extension Session {
  /// - Throws: `invalid-instrument` with everything that is wrong, `duplicate` for a version that is out.
  func publish(_ instrument: Instrument) throws {
    do {
      try instrument.validate()
      if instrument.scale != .selfReport { _ = try InstrumentScorer(instrument) }
    } catch let error as InstrumentError {
      throw Refusal(error)
    }
    let id = UUID(version7: now)
    try insert(instrument, id: id)
    try insertForms(of: instrument, id: id, items: try insertItems(of: instrument, id: id))
  }
}

extension Refusal {
  fileprivate init(_ error: InstrumentError) {
    self.init(
      .invalid, "invalid-instrument", field: "instrument",
      LocalizedText(
        en: "Instrument “\(error.instrument)” has \(error.problems.count) errors; nothing was published.",
        zh: "测评工具“\(error.instrument)”有 \(error.problems.count) 处错误，未发布。"),
      faults: error.problems.map { problem in
        Fault(
          field: [problem.item, problem.field].compactMap { $0 }.joined(separator: "."), code: problem.code.rawValue,
          message: problem.message)
      })
  }
}

extension Session {
  fileprivate func insert(_ instrument: Instrument, id: UUID) throws {
    let settings = InstrumentSettings(
      timeLimitMinutes: instrument.timeLimitMinutes, validityMonths: instrument.validityMonths,
      retakeDays: instrument.retakeDays, cuts: instrument.cuts, forms: instrument.forms.map(\.code),
      referenceForm: instrument.referenceForm, foundingScale: instrument.foundingScale, adaptive: instrument.adaptive,
      exposure: instrument.exposure)
    try tx.run(
      """
      INSERT INTO instrument (organisation_id, id, code, version, title_en, title_zh, licence, languages, scale,
        settings, published_at)
      VALUES (\(actor.organisation), \(id), \(instrument.code), \(instrument.version), \(instrument.title.en),
        \(instrument.title.zh), \(instrument.licence), \(instrument.languages.map(\.rawValue)), \(instrument.scale),
        \(JSONB(try JSONEncoder.wire.text(settings))), \(now))
      """)
  }

  /// - Returns: the items' ids by code.
  fileprivate func insertItems(of instrument: Instrument, id: UUID) throws -> [String: UUID] {
    let items = instrument.items.map { (id: UUID(version7: now), item: $0) }
    for (ordinal, (itemID, item)) in items.enumerated() {
      try tx.run(
        """
        INSERT INTO item (organisation_id, id, instrument_id, code, ordinal, domain, kind, status, presented)
        VALUES (\(actor.organisation), \(itemID), \(id), \(item.code), \(ordinal + 1), \(item.domain), \(item.kind),
          \(item.status), \(JSONB(try JSONEncoder.wire.text(item.presented))))
        """)
      try tx.run(
        """
        INSERT INTO item_key (organisation_id, item_id, answer, rationale_en, rationale_zh, slope, thresholds, rubric,
          reversed, calibrated)
        VALUES (\(actor.organisation), \(itemID), \(item.answer), \(item.rationale.en), \(item.rationale.zh),
          \(item.parameters?.slope), \(item.parameters?.thresholds ?? []), \(JSONB(try JSONEncoder.wire.text(item.rubric))),
          \(item.isReversed), \(item.parameters?.source == .calibrated))
        """)
    }
    return Dictionary(uniqueKeysWithValues: items.map { ($0.item.code, $0.id) })
  }

  fileprivate func insertForms(of instrument: Instrument, id: UUID, items: [String: UUID]) throws {
    for form in instrument.forms + [instrument.form(InstrumentForm.adaptive)].compactMap(\.self) {
      try tx.run(
        """
        INSERT INTO form (organisation_id, id, instrument_id, code, item_ids)
        VALUES (\(actor.organisation), \(UUID(version7: now)), \(id), \(form.code), \(form.items.compactMap { items[$0] }))
        """)
    }
  }

  /// The newest version of an instrument, that version of it, or the one that a form is of.
  func instrument(code: String? = nil, version: Int? = nil, form: UUID? = nil) throws -> StoredInstrument {
    let header = try tx.first(
      """
      SELECT i.id, i.code, i.version, i.title_en, i.title_zh, i.licence, i.languages, i.scale,
        i.settings::text AS settings
      FROM instrument i
      WHERE i.organisation_id = \(actor.organisation)
        AND (i.code = \(code) AND (\(version)::integer IS NULL OR i.version = \(version))
          OR i.id = (SELECT instrument_id FROM form WHERE organisation_id = \(actor.organisation) AND id = \(form)))
      ORDER BY i.version DESC LIMIT 1
      """
    ) { row in
      (
        id: try row.decode("id", as: UUID.self), settings: try row.json("settings", as: InstrumentSettings.self),
        instrument: try Instrument(header: row)
      )
    }
    guard var header else {
      throw Refusal.notFound(LocalizedText(en: "instrument", zh: "测评工具"), code ?? "", field: "instrument")
    }
    let items = try items(of: header.id)
    let codes = Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0.item.code) })
    let forms = try forms(of: header.id)
    header.instrument.items = items.map(\.item)
    header.instrument.forms = (header.settings.forms ?? [InstrumentForm.standard]).compactMap { code in
      forms[code].map { InstrumentForm(code: code, items: $0.items.compactMap { codes[$0] }) }
    }
    return StoredInstrument(
      id: header.id, instrument: header.instrument, forms: forms.mapValues(\.id),
      items: Dictionary(uniqueKeysWithValues: items.map { ($0.item.code, $0.id) }))
  }

  private func items(of instrument: UUID) throws -> [(id: UUID, item: Item)] {
    try tx.all(
      """
      SELECT i.id, i.code, i.domain, i.kind, i.status, i.presented::text AS presented, k.answer, k.rationale_en,
        k.rationale_zh, k.slope, k.thresholds, k.rubric::text AS rubric, k.reversed, k.calibrated
      FROM item i JOIN item_key k ON k.organisation_id = i.organisation_id AND k.item_id = i.id
      WHERE i.organisation_id = \(actor.organisation) AND i.instrument_id = \(instrument) ORDER BY i.ordinal
      """
    ) { (id: try $0.decode("id"), item: try Item($0)) }
  }

  private func forms(of instrument: UUID) throws -> [String: (id: UUID, items: [UUID])] {
    let forms = try tx.all(
      """
      SELECT id, code, item_ids FROM form
      WHERE organisation_id = \(actor.organisation) AND instrument_id = \(instrument)
      """
    ) { row in
      (
        try row.decode("code", as: String.self),
        (id: try row.decode("id", as: UUID.self), items: try row.decode("item_ids", as: [UUID].self))
      )
    }
    return Dictionary(uniqueKeysWithValues: forms)
  }
}

extension Instrument {
  /// Without its forms and items.
  fileprivate init(header row: Row) throws {
    let settings = try row.json("settings", as: InstrumentSettings.self)
    self.init(
      code: try row.decode("code"), version: try row.decode("version"), title: try row.localized("title"),
      licence: try row.decode("licence"),
      languages: try row.decode("languages", as: [String].self).compactMap(Language.init),
      scale: try row.decode("scale"), timeLimitMinutes: settings.timeLimitMinutes,
      validityMonths: settings.validityMonths, retakeDays: settings.retakeDays, cuts: settings.cuts, forms: [],
      // Instruments of before there were several forms have one, and it defines the scale.
      referenceForm: settings.forms == nil ? InstrumentForm.standard : settings.referenceForm,
      foundingScale: settings.foundingScale, adaptive: settings.adaptive, exposure: settings.exposure ?? [:], items: [])
  }
}

extension Item {
  fileprivate init(_ row: Row) throws {
    let presented = try row.json("presented", as: PresentedItem.self)
    let source: ParameterSource = try row.decode("calibrated") ? .calibrated : .expertRated
    let thresholds = try row.decode("thresholds", as: [Double].self)
    self.init(
      code: try row.decode("code"), domain: try row.decode("domain"), kind: try row.decode("kind"),
      status: try row.decode("status"), stem: presented.stem, options: presented.options, targets: presented.targets,
      maximumCharacters: presented.maximumCharacters, answer: try row.decode("answer"),
      rubric: try row.json("rubric", as: [RubricCriterion].self), isReversed: try row.decode("reversed"),
      rationale: try row.localized("rationale"),
      parameters: try row.decode("slope", as: Double?.self).map {
        ItemParameters(slope: $0, thresholds: thresholds, source: source)
      })
  }
}

/// The instruments, newest version of each code first.
public struct ListInstruments: StoredQuery {
  public static let name = QueryName.listInstruments
  public init() {}

  public struct Entry: Codable, Sendable {
    public var code: String
    public var version: Int
    public var title: LocalizedText
    public var scale: InstrumentScale
    public var items: Int
  }

  public func read(in session: Session) throws -> [Entry] {
    try session.tx.all(
      """
      SELECT i.code, i.version, i.title_en, i.title_zh, i.scale,
        (SELECT count(*) FROM item t WHERE t.organisation_id = i.organisation_id AND t.instrument_id = i.id) AS items
      FROM instrument i WHERE i.organisation_id = \(session.actor.organisation) ORDER BY i.code, i.version DESC
      """
    ) { row in
      Entry(
        code: try row.decode("code"), version: try row.decode("version"), title: try row.localized("title"),
        scale: try row.decode("scale"), items: try row.decode("items"))
    }
  }
}
