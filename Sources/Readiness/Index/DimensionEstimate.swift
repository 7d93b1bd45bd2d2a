/// One dimension's value and all that the index needs to know about how sure it is.
struct DimensionEstimate {
  /// False when there is nothing to ask: every item is “not applicable”, or there are no people.
  var applies: Bool
  /// 0 to 100; nil when nothing is answered.
  var value: Double?
  /// Weighted share of what applies that is answered, 0 to 1.
  var coverage: Double
  /// Σ over what is answered of weight share × evidence strength: at most `coverage`.
  var strength: Double
  /// Σ over what is answered of the weight share that is verified: at most `coverage`.
  var verified: Double
  /// Mean of the value that the dimension would have if nothing were missing.
  var completeMean: Double
  /// Variance of that value, in squared points.
  var completeVariance: Double
  var missing: [Missing]

  /// Something not answered, with its share of the dimension, 0 to 1.
  struct Missing {
    let item: String
    let share: Double
    let text: LocalizedText
  }

  /// The mean and standard deviation of an unknown that is uniform on 0…100.
  static let unknownMean = 50.0
  static let unknownDeviation = 100 / (12.0).squareRoot()

  /// The estimate of a dimension where nothing is known and `missing` says what would be.
  static func unanswered(_ missing: [Missing]) -> DimensionEstimate {
    DimensionEstimate(
      applies: true, value: nil, coverage: 0, strength: 0, verified: 0, completeMean: unknownMean,
      completeVariance: unknownDeviation * unknownDeviation, missing: missing)
  }

  static let notApplicable = DimensionEstimate(
    applies: false, value: nil, coverage: 0, strength: 0, verified: 0, completeMean: 0, completeVariance: 0,
    missing: [])
}

extension DimensionEstimate {
  /// A rated dimension, from the answers by item code.
  init(items: [IndexProfile.RatedItem], answers: [String: Rating]) {
    let applicable = items.filter { answers[$0.code]?.answer != .notApplicable }
    let total = applicable.map(\.weight).reduce(0, +)
    let rated = applicable.compactMap { item in
      answers[item.code].flatMap { rating in
        rating.answer.points.map { (share: item.weight / total, points: $0, evidence: rating.evidence) }
      }
    }
    let missing = applicable.filter { answers[$0.code] == nil }.map {
      Missing(item: $0.code, share: $0.weight / total, text: $0.question)
    }
    guard total > 0 else {
      self = .notApplicable
      return
    }
    guard !rated.isEmpty else {
      self = .unanswered(missing)
      return
    }
    let coverage = missing.isEmpty ? 1 : rated.map(\.share).reduce(0, +)
    let value = rated.map { $0.share * $0.points }.reduce(0, +) / rated.map(\.share).reduce(0, +)
    let deviation = (1 - coverage) * DimensionEstimate.unknownDeviation
    self.init(
      applies: true, value: value, coverage: coverage,
      strength: rated.map { $0.share * $0.evidence.value }.reduce(0, +),
      verified: rated.filter { $0.evidence == .verified }.map(\.share).reduce(0, +),
      completeMean: coverage * value + (1 - coverage) * DimensionEstimate.unknownMean,
      completeVariance: deviation * deviation, missing: missing)
  }
}
