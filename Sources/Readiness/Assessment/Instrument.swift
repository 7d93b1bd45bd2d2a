/// A versioned test of the AI quotient: a bank of items, the forms that are delivered of it, and the scale it is scored on.
///
/// A version, once published, never changes: a correction is a new version, so that old scores stay explicable.
public struct Instrument: Sendable, Equatable {
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
  /// Nil for a self-report, which has no levels.
  public var cuts: CutScores?
  /// At least one; the first is delivered unless another is asked for.
  public var forms: [InstrumentForm]
  /// The form that defines the scale; nil for a self-report.
  public var referenceForm: String?
  /// The scale of the version that founded it, where this version's parameters were estimated anew and linked to it; nil
  /// where this version's reference form is the scale.
  public var foundingScale: QuotientScale?
  /// How it is delivered adaptively; nil where only forms are.
  public var adaptive: AdaptiveDelivery?
  /// By item code, the share of people, above 0 and up to 1, to whom an adaptive test may ask the item at all: what keeps
  /// every item to the exposure rate (Sympson & Hetter, 1985). Empty where the choice among the best items has to do.
  public var exposure: [String: Double]
  public var items: [Item]

  public init(
    code: String, version: Int, title: LocalizedText, licence: String, languages: [Language],
    scale: InstrumentScale, timeLimitMinutes: Int?, validityMonths: Int, retakeDays: Int, cuts: CutScores?,
    forms: [InstrumentForm], referenceForm: String?, foundingScale: QuotientScale? = nil,
    adaptive: AdaptiveDelivery? = nil, exposure: [String: Double] = [:], items: [Item]
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
    self.forms = forms
    self.referenceForm = referenceForm
    self.foundingScale = foundingScale
    self.adaptive = adaptive
    self.exposure = exposure
    self.items = items
  }

  /// A form by its code, or under `adaptive` everything that an adaptive test may ask.
  public func form(_ code: String) -> InstrumentForm? {
    guard code == InstrumentForm.adaptive else { return forms.first { $0.code == code } }
    let beta = items.filter { $0.status == .beta && $0.kind.marking == .key }
    return adaptive == nil ? nil : InstrumentForm(code: code, items: (adaptiveItems + beta).map(\.code))
  }

  /// The items of a form that are delivered, in the form's order.
  public func delivered(in form: InstrumentForm) -> [Item] {
    let items = Dictionary(items.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    return form.items.compactMap { items[$0] }.filter(\.status.isDelivered)
  }

  /// What a test taker may receive of a form.
  public func presented(in form: InstrumentForm) -> PresentedInstrument {
    PresentedInstrument(
      code: code, version: version, title: title, languages: languages, timeLimitMinutes: timeLimitMinutes,
      items: delivered(in: form).map(\.presented))
  }

  /// The items that count, in order.
  public var scoredItems: [Item] { items.filter { $0.status.isScored && $0.parameters != nil } }

  /// What may be asked one by one, each answer deciding the next: it must be marked at once, so by key.
  public var adaptiveItems: [Item] { scoredItems.filter { $0.kind.marking == .key } }

  /// The last day on which a score of `day` counts.
  public func validUntil(from day: Day) -> Day { day.adding(months: validityMonths) }

  /// The first day on which someone who was assessed on `day` may begin again.
  public func retake(after day: Day) -> Day { day.adding(days: retakeDays) }
}

/// A fixed list of an instrument's items.
public struct InstrumentForm: Codable, Hashable, Sendable {
  /// Lower-case letters, digits and hyphens: `fixed`.
  public var code: String
  /// Codes, in the order of delivery.
  public var items: [String]

  public init(code: String, items: [String]) {
    self.code = code
    self.items = items
  }

  /// The code of the one form of an instrument that names none.
  public static let standard = "fixed"
  /// Stands for no list: each answer decides what is asked next.
  public static let adaptive = "adaptive"
}

/// When an adaptive test has measured enough, and how it spares its best items.
public struct AdaptiveDelivery: Codable, Hashable, Sendable {
  public var minimumItems: Int
  public var maximumItems: Int
  /// It stops once θ is known this well.
  public var standardError: Double
  /// The next item is drawn from this many of the most informative ones.
  public var randomesque: Int
  /// The share of attempts, 0 to 1, that no item should be seen in more often.
  public var exposureRate: Double

  public init(minimumItems: Int, maximumItems: Int, standardError: Double, randomesque: Int, exposureRate: Double) {
    self.minimumItems = minimumItems
    self.maximumItems = maximumItems
    self.standardError = standardError
    self.randomesque = randomesque
    self.exposureRate = exposureRate
  }
}

/// What an instrument measures, and of whom.
public enum InstrumentScale: String, Codable, Sendable, CaseIterable {
  /// Applying AI at work: everyone.
  case apply
  /// Creating AI: specialists.
  case create
  /// What people say of themselves, on the domains of the AI quotient; reported beside what was measured.
  case selfReport = "self_report"
}
