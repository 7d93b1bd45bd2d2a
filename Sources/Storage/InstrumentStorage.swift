import FoundationEssentials
import Postgres
public import Readiness

/// An instrument as it is stored: with its keys, so never to leave the server.
struct StoredInstrument {
  let id: UUID
  let form: UUID
  let instrument: Instrument
  /// Ids of the items by code.
  let items: [String: UUID]
}

/// What of an instrument is neither text nor key.
private struct InstrumentSettings: Codable {
  var timeLimitMinutes: Int?
  var validityMonths: Int
  var retakeDays: Int
  var cuts: CutScores
}

extension PublishInstrument: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    do {
      try instrument.validate()
      _ = try InstrumentScorer(instrument)
    } catch let error as InstrumentError {
      throw Refusal(error)
    }
    let id = UUID(version7: session.now)
    try session.insert(instrument, id: id)
    let items = try session.insertItems(of: instrument, id: id)
    let delivered = zip(items, instrument.items).filter { $0.1.status.isDelivered }.map(\.0)
    try session.tx.run(
      """
      INSERT INTO form (organisation_id, id, instrument_id, code, item_ids)
      VALUES (\(session.actor.organisation), \(UUID(version7: session.now)), \(id), 'fixed', \(delivered))
      """)
    return Done()
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
      retakeDays: instrument.retakeDays, cuts: instrument.cuts)
    try tx.run(
      """
      INSERT INTO instrument (organisation_id, id, code, version, title_en, title_zh, licence, languages, scale,
        settings, published_at)
      VALUES (\(actor.organisation), \(id), \(instrument.code), \(instrument.version), \(instrument.title.en),
        \(instrument.title.zh), \(instrument.licence), \(instrument.languages.map(\.rawValue)), \(instrument.scale),
        \(JSONB(try JSONEncoder.wire.text(settings))), \(now))
      """)
  }

  fileprivate func insertItems(of instrument: Instrument, id: UUID) throws -> [UUID] {
    try instrument.items.enumerated().map { ordinal, item in
      let itemID = UUID(version7: now)
      try tx.run(
        """
        INSERT INTO item (organisation_id, id, instrument_id, code, ordinal, domain, kind, status, presented)
        VALUES (\(actor.organisation), \(itemID), \(id), \(item.code), \(ordinal + 1), \(item.domain), \(item.kind),
          \(item.status), \(JSONB(try JSONEncoder.wire.text(item.presented))))
        """)
      try tx.run(
        """
        INSERT INTO item_key (organisation_id, item_id, answer, rationale_en, rationale_zh, slope, difficulty, calibrated)
        VALUES (\(actor.organisation), \(itemID), \(item.answer), \(item.rationale.en), \(item.rationale.zh),
          \(item.slope), \(item.difficulty), \(item.parameters != .expertRated))
        """)
      return itemID
    }
  }

  /// The newest version of an instrument, or the one that a form is of.
  func instrument(code: String? = nil, form: UUID? = nil) throws -> StoredInstrument {
    let header = try tx.first(
      """
      SELECT i.id, f.id AS form_id, i.code, i.version, i.title_en, i.title_zh, i.licence, i.languages, i.scale,
        i.settings::text AS settings
      FROM instrument i JOIN form f ON f.organisation_id = i.organisation_id AND f.instrument_id = i.id
      WHERE i.organisation_id = \(actor.organisation) AND (i.code = \(code) OR f.id = \(form))
      ORDER BY i.version DESC LIMIT 1
      """
    ) { row in
      (
        id: try row.decode("id", as: UUID.self), form: try row.decode("form_id", as: UUID.self),
        instrument: try Instrument(header: row)
      )
    }
    guard var header else {
      throw Refusal.notFound(LocalizedText(en: "instrument", zh: "测评工具"), code ?? "", field: "instrument")
    }
    let items = try tx.all(
      """
      SELECT i.id, i.code, i.domain, i.kind, i.status, i.presented::text AS presented, k.answer, k.rationale_en,
        k.rationale_zh, k.slope, k.difficulty, k.calibrated
      FROM item i JOIN item_key k ON k.organisation_id = i.organisation_id AND k.item_id = i.id
      WHERE i.organisation_id = \(actor.organisation) AND i.instrument_id = \(header.id) ORDER BY i.ordinal
      """
    ) { (try $0.decode("id", as: UUID.self), try Item($0)) }
    header.instrument.items = items.map(\.1)
    return StoredInstrument(
      id: header.id, form: header.form, instrument: header.instrument,
      items: Dictionary(uniqueKeysWithValues: items.map { ($0.1.code, $0.0) }))
  }
}

extension Instrument {
  fileprivate init(header row: Row) throws {
    let settings = try row.json("settings", as: InstrumentSettings.self)
    self.init(
      code: try row.decode("code"), version: try row.decode("version"), title: try row.localized("title"),
      licence: try row.decode("licence"),
      languages: try row.decode("languages", as: [String].self).compactMap(Language.init),
      scale: try row.decode("scale"), timeLimitMinutes: settings.timeLimitMinutes,
      validityMonths: settings.validityMonths, retakeDays: settings.retakeDays, cuts: settings.cuts, items: [])
  }
}

extension Item {
  fileprivate init(_ row: Row) throws {
    let presented = try row.json("presented", as: PresentedItem.self)
    self.init(
      code: try row.decode("code"), domain: try row.decode("domain"), kind: try row.decode("kind"),
      status: try row.decode("status"), stem: presented.stem, options: presented.options,
      answer: try row.decode("answer"), rationale: try row.localized("rationale"), slope: try row.decode("slope"),
      difficulty: try row.decode("difficulty"),
      parameters: try row.decode("calibrated") ? .calibrated : .expertRated)
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
