import Psychometrics
import Readiness

/// Turns the responses to what was delivered of one instrument into a score report: overall and by domain, by expected a
/// posteriori, on the instrument's scale.
struct InstrumentScorer {
  private struct Part {
    let estimator: ExpectedAPosteriori
    let scale: CriterionScale
    /// Which of the marks belong to it.
    let positions: [Int]
  }

  private let instrument: Instrument
  private let cuts: CutScores
  private let delivered: [Item]
  private let overall: Part
  private let fit: PersonFit
  /// The domains of which something was delivered.
  private let domains: [(domain: QuotientDomain, part: Part)]

  /// - Parameter delivered: what was put before the person; nil: the instrument's first form.
  /// - Throws: a refusal for a self-report, `ScoringError` when the instrument's parameters cannot be scored by.
  init(_ instrument: Instrument, delivered: [Item]? = nil) throws {
    guard let scale = instrument.quotientScale, let cuts = instrument.cuts else { throw Refusal.notMeasured }
    let delivered = delivered ?? instrument.forms.first.map(instrument.delivered(in:)) ?? []
    self.instrument = instrument
    self.cuts = cuts
    self.delivered = delivered
    let scored = delivered.filter { $0.status.isScored && $0.parameters != nil }
    let models = try scored.map { try $0.parameters?.model() }
    func part(_ form: [QuotientScale.ReferenceItem], _ positions: [Int]) throws -> Part {
      Part(
        estimator: try ExpectedAPosteriori(items: positions.compactMap { models[$0] }),
        scale: try CriterionScale(referenceForm: try form.map { try $0.parameters.model() }), positions: positions)
    }
    fit = try PersonFit(items: models.compactMap(\.self))
    overall = try part(scale.referenceForm, Array(scored.indices))
    domains = try QuotientDomain.allCases.compactMap { domain in
      let positions = scored.indices.filter { scored[$0].domain == domain }
      let form = scale.referenceForm(of: domain)
      return positions.isEmpty || form.isEmpty ? nil : (domain, try part(form, positions))
    }
  }

  /// What was delivered and not answered counts as wrong.
  ///
  /// - Parameter ratings: by item code, the scores that raters agreed on.
  /// - Returns: nil while an answer in words has yet to be rated.
  /// - Throws: `AnswerError` for a response that does not fit its item.
  func report(of responses: [ItemResponse], ratings: [String: Int] = [:], assessedOn day: Day) throws -> ScoreReport? {
    let marks = try instrument.marks(of: responses, delivered: delivered, ratings: ratings)
    guard marks.allSatisfy({ $0.score != nil }) else { return nil }
    return ScoreReport(
      instrument: instrument.code, version: instrument.version, cutsVersion: cuts.version,
      overall: try score(marks, overall),
      domains: try domains.map { .init(domain: $0.domain, score: try score(marks, $0.part)) },
      provisional: delivered.contains { $0.status.isScored && $0.parameters?.source == .expertRated },
      assessedOn: day, validUntil: instrument.validUntil(from: day), brierScore: marks.brierScore,
      flags: ResponseFlag.flags(of: responses, delivered: delivered) + (try isMisfit(marks) ? [.misfit] : []))
  }

  /// Below it are 5 % of those whose answers fit.
  private static let leastFit = -1.645
  /// With fewer answers a pattern says nothing.
  private static let fewestForFit = 10

  /// Whether lz* says that what was answered fits no ability. What was left out, at the end perhaps, is no sign of that.
  private func isMisfit(_ marks: [ItemMark]) throws -> Bool {
    guard marks.count(where: \.isAnswered) >= Self.fewestForFit else { return false }
    let answers = marks.map { $0.isAnswered ? Int8($0.score ?? 0) : ResponseMatrix.missing }
    let theta = try overall.estimator.estimate(of: answers).theta
    return try fit.statistics(of: answers, at: theta).lzStar.map { $0 < Self.leastFit } ?? false
  }

  private func score(_ all: [ItemMark], _ part: Part) throws -> QuotientScore {
    let marks = part.positions.map { all[$0] }
    let posterior = try part.estimator.posterior(of: marks.map { Int8($0.score ?? 0) })
    let onScale = part.scale.score(of: posterior)
    return QuotientScore(
      theta: posterior.estimate.theta, standardError: posterior.estimate.standardError, aiq: onScale.value,
      aiqStandardError: onScale.standardError, answered: marks.count(where: \.isAnswered), cuts: cuts,
      probabilityOfReaching: { part.scale.probability(ofReaching: $0, by: posterior) })
  }
}

extension Refusal {
  static let notMeasured = Refusal.conflict(
    "not-measured", field: "instrument", en: "A self-report measures no ability; ask for a measuring instrument.",
    zh: "自评量表不测量能力；请使用测量类工具。")
}
