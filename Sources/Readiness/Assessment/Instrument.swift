/// A versioned test of the AI quotient.
///
/// A version, once published, never changes: a correction is a new version, so that old scores stay explicable.
public struct Instrument: Codable, Sendable, Equatable {
  /// Lower-case letters, digits and hyphens: `aiq-core`.
  public var code: String
  /// From 1.
  public var version: Int
  public var title: LocalizedText
  /// SPDX identifier or name of the licence the texts are under.
  public var licence: String
  /// The languages it may be taken in.
  public var languages: [Language]
  public var scale: InstrumentScale
  /// Nil for as long as one likes.
  public var timeLimitMinutes: Int?
  /// How long a score counts.
  public var validityMonths: Int
  /// How long after an attempt the next may begin.
  public var retakeDays: Int
  public var cuts: CutScores
  public var items: [Item]

  public init(
    code: String, version: Int, title: LocalizedText, licence: String, languages: [Language],
    scale: InstrumentScale, timeLimitMinutes: Int?, validityMonths: Int, retakeDays: Int, cuts: CutScores,
    items: [Item]
  ) {
    self.code = code
    self.version = version
    self.title = title
    self.licence = licence
    self.languages = languages
    self.scale = scale
    self.timeLimitMinutes = timeLimitMinutes
    self.validityMonths = validityMonths
    self.retakeDays = retakeDays
    self.cuts = cuts
    self.items = items
  }

  /// What a test taker may receive.
  public var presented: PresentedInstrument {
    PresentedInstrument(
      code: code, version: version, title: title, languages: languages, timeLimitMinutes: timeLimitMinutes,
      items: items.filter(\.status.isDelivered).map(\.presented))
  }

  /// The items that count, in order.
  public var scoredItems: [Item] { items.filter(\.status.isScored) }

  /// Whether a score from it rests on expert-rated parameters.
  public var isProvisional: Bool { scoredItems.contains { $0.parameters == .expertRated } }

  /// The last day on which a score of `day` counts.
  public func validUntil(from day: Day) -> Day { day.adding(months: validityMonths) }

  /// The first day on which someone who was assessed on `day` may begin again.
  public func retake(after day: Day) -> Day { day.adding(days: retakeDays) }

  /// The marks of a submitted attempt: one an item of `scoredItems`, in their order.
  ///
  /// An item left out counts as wrong: otherwise answering only what one is sure of would raise the score.
  public func marks(of responses: [ItemResponse]) throws(AnswerError) -> [ItemMark] {
    let answers = try parse(responses)
    return scoredItems.map { item in
      let given = answers[item.code]
      return ItemMark(
        item: item.code, domain: item.domain, score: given.map { item.score($0.answer) } ?? 0,
        isAnswered: given != nil, confidence: given?.confidence)
    }
  }

  /// The answers by item code.
  private func parse(
    _ responses: [ItemResponse]
  ) throws(AnswerError) -> [String: (answer: Answer, confidence: Double?)] {
    var answers: [String: (answer: Answer, confidence: Double?)] = [:]
    for response in responses {
      guard let item = items.first(where: { $0.code == response.item && $0.status.isDelivered }) else {
        throw AnswerError(item: response.item, reason: .unknownItem)
      }
      guard answers[item.code] == nil else { throw AnswerError(item: item.code, reason: .repeatedItem) }
      answers[item.code] = (try response.parsed(for: item.presented), response.confidence)
    }
    return answers
  }
}

/// Whom an instrument is for.
public enum InstrumentScale: String, Codable, Sendable, CaseIterable {
  /// Applying AI at work: everyone.
  case apply
  /// Creating AI: specialists.
  case create
}
