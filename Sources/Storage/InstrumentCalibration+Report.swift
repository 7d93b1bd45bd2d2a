import FoundationEssentials
import Psychometrics
import Readiness

extension InstrumentCalibration {
  /// Everything that those who decide on it should know.
  func report() throws -> CalibrationReport {
    var items = data.items.indices.map(itemReport)
    let latest = data.latest
    let (present, new) = (try people(latest, items.map(\.present)), try people(latest, items.map(\.published)))
    let functioning = try LanguageComparison(data, new)
    for column in items.indices { items[column].functioning = functioning?.items[column] }
    return CalibrationReport(
      instrument: instrument.code, version: instrument.version, people: data.people, attempts: data.attempts.count,
      convergence: convergence,
      population: .init(
        mean: link.base(of: result.population.mean), standardDeviation: link.slope * result.population.standardDeviation
      ),
      link: .init(
        slope: link.slope, intercept: link.intercept, basis: basis, anchors: anchors.count - drifted.count,
        drifted: drifted.map { data.items[$0].code }),
      agreement: CalibrationReport.Agreement(items), languages: functioning?.languages,
      reliability: try reliability(latest, items, by: new), scores: try scoreChange(from: present, to: new),
      curve: try curve(items), items: items)
  }

  /// The live items by some parameters, and the people by their latest attempts.
  private func people(_ rows: [Int], _ parameters: [ItemParameters]) throws -> ScoredPeople {
    try ScoredPeople(
      data, rows: rows, columns: data.items.indices.filter { data.items[$0].status.isScored },
      models: try parameters.map { try $0.model() })
  }

  private var convergence: CalibrationReport.Convergence {
    let stop: CalibrationReport.Convergence.Stop =
      switch result.stop {
      case .converged: .converged
      case .stalled: .stalled
      case .iterationLimit: .iterationLimit
      }
    return .init(
      stop: stop, iterations: result.iterations, logLikelihood: result.logLikelihood,
      parameters: result.parameterCount, hasStandardErrors: result.information == .positiveDefinite)
  }

  private func scoreChange(from present: ScoredPeople, to new: ScoredPeople) throws -> ScoreChange {
    guard let scale = instrument.quotientScale, let cuts = instrument.cuts else { throw Refusal.notMeasured }
    let criterion = try CriterionScale(referenceForm: try scale.referenceForm.map { try $0.parameters.model() })
    return ScoreChange(
      try zip(present.posteriors(), new.posteriors()).map { before, after in
        let (old, new) = (criterion.score(of: before).value, criterion.score(of: after).value)
        return (new - old, cuts.level(of: new).rawValue - cuts.level(of: old).rawValue)
      })
  }

  private func curve(_ items: [CalibrationReport.ItemReport]) throws -> [CalibrationReport.CurvePoint] {
    let form = instrument.quotientScale?.referenceForm ?? []
    let new = Dictionary(items.map { ($0.code, $0.published) }, uniquingKeysWith: { first, _ in first })
    let before = try TestCharacteristic(items: try form.map { try $0.parameters.model() })
    let after = try TestCharacteristic(items: try form.map { try (new[$0.code] ?? $0.parameters).model() })
    return (-6...6).map { step in
      let theta = Double(step) / 2
      return .init(
        theta: theta, present: 100 * before.expectedShare(at: theta), new: 100 * after.expectedShare(at: theta))
    }
  }

  private func reliability(
    _ latest: [Int], _ items: [CalibrationReport.ItemReport], by people: ScoredPeople
  ) throws -> CalibrationReport.Reliability {
    let form = mostTaken(latest)
    let covariance = form.flatMap { form in
      form.rows.count < RunCalibration.leastResponses
        ? nil : try? ItemCovariance(of: try data.scores(rows: form.rows, columns: form.columns))
    }
    let reference = Set(instrument.quotientScale?.referenceForm.map(\.code) ?? [])
    let models = try items.filter { reference.contains($0.code) }.map { try $0.published.model() }
    return .init(
      form: covariance == nil ? nil : form?.code,
      alpha: covariance.flatMap { ClassicalReliability(of: $0).alpha },
      omega: covariance.flatMap { try? UnidimensionalOmega(of: $0).omega },
      marginal: models.isEmpty ? nil : try TestInformation(items: models).marginalReliability(),
      empirical: try people.estimates().empiricalReliability())
  }

  /// The people who were given the same items, where most were, and these items' columns, so far as they count.
  private func mostTaken(_ latest: [Int]) -> (code: String?, rows: [Int], columns: [Int])? {
    let width = data.matrix.itemCount
    let groups = Dictionary(grouping: latest) { row in
      (0..<width).filter { data.matrix.values[row * width + $0] != ResponseMatrix.missing }
    }
    guard let most = groups.max(by: { ($0.value.count, $1.key.count) < ($1.value.count, $0.key.count) }) else {
      return nil
    }
    let given = Set(most.key.map { data.items[$0].code })
    let form = instrument.forms.first { Set(instrument.delivered(in: $0).map(\.code)) == given }
    return (form?.code, most.value, most.key.filter { data.items[$0].status.isScored })
  }
}

extension CalibrationReport.Agreement {
  /// Nil for fewer than three expert-rated items with estimates.
  fileprivate init?(_ items: [CalibrationReport.ItemReport]) {
    let pairs = items.compactMap { item in
      item.isUsable && item.present.source == .expertRated ? item.estimate.map { (item.present, $0) } : nil
    }
    guard pairs.count >= 3 else { return nil }
    let differences = pairs.map { $1.difficulty - $0.difficulty }
    let count = Double(pairs.count)
    self.init(
      items: pairs.count,
      difficultyCorrelation: correlation(pairs.map(\.0.difficulty), pairs.map(\.1.difficulty)),
      slopeCorrelation: correlation(pairs.map(\.0.slope), pairs.map(\.1.slope)),
      meanDifference: differences.reduce(0, +) / count,
      rootMeanSquare: (differences.reduce(0) { $0 + $1 * $1 } / count).squareRoot())
  }
}
