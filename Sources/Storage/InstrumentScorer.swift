import Psychometrics
import Readiness

/// Turns the responses to one instrument into a score report: overall and by domain, by expected a posteriori.
struct InstrumentScorer {
  private struct Part {
    let estimator: ExpectedAPosteriori
    let scale: CriterionScale
    /// Which of the instrument's marks belong to it.
    let positions: [Int]
  }

  private let instrument: Instrument
  private let overall: Part
  private let domains: [(domain: QuotientDomain, part: Part)]

  /// - Throws: `ScoringError` when the instrument's parameters cannot be scored by.
  init(_ instrument: Instrument) throws {
    self.instrument = instrument
    let form = instrument.quotientScale.referenceForm
    let models = try form.map { try TwoParameterLogistic(slope: $0.slope, difficulty: $0.difficulty) }
    func part(_ positions: [Int]) throws -> Part {
      let items = positions.map { models[$0] }
      return Part(
        estimator: try ExpectedAPosteriori(items: items), scale: try CriterionScale(referenceForm: items),
        positions: positions)
    }
    overall = try part(Array(form.indices))
    domains = try QuotientDomain.allCases.compactMap { domain in
      let positions = form.indices.filter { form[$0].domain == domain }
      return positions.isEmpty ? nil : (domain, try part(positions))
    }
  }

  /// What was not answered counts as wrong.
  ///
  /// - Throws: `AnswerError` for a response that does not fit its item.
  func report(of responses: [ItemResponse], assessedOn day: Day) throws -> ScoreReport {
    let marks = try instrument.marks(of: responses)
    return ScoreReport(
      instrument: instrument.code, version: instrument.version, cutsVersion: instrument.cuts.version,
      overall: try score(marks, overall),
      domains: try domains.map { .init(domain: $0.domain, score: try score(marks, $0.part)) },
      provisional: instrument.isProvisional, assessedOn: day, validUntil: instrument.validUntil(from: day),
      brierScore: marks.brierScore)
  }

  private func score(_ all: [ItemMark], _ part: Part) throws -> QuotientScore {
    let marks = part.positions.map { all[$0] }
    let posterior = try part.estimator.posterior(of: marks.map { Int8($0.score) })
    let onScale = part.scale.score(of: posterior)
    return QuotientScore(
      theta: posterior.estimate.theta, standardError: posterior.estimate.standardError, aiq: onScale.value,
      aiqStandardError: onScale.standardError, answered: marks.count(where: \.isAnswered), cuts: instrument.cuts,
      probabilityOfReaching: { part.scale.probability(ofReaching: $0, by: posterior) })
  }
}
