import Psychometrics
import Readiness

/// A calibration of an instrument's items from what people answered, linked to the instrument's scale.
///
/// Items with enough responses are estimated together, people being normally distributed, and then taken to the present
/// scale by the Stocking–Lord link of the live items, without those that changed more than the others. Where at least five
/// live items have calibrated parameters these are the anchors, else all live items are: the experts' ratings together
/// place the scale, though each of them errs.
struct InstrumentCalibration {
  let instrument: Instrument
  let data: CalibrationData
  /// Columns that were estimated, and their estimates in that order.
  let columns: [Int]
  let result: CalibrationResult
  let link: ScaleLink
  let basis: ParameterSource
  /// Columns of the anchors, and of those that drifted.
  let anchors: [Int]
  let drifted: [Int]
  /// By row, the sum of the shares of points over the items given, and how many these are.
  let shares: [(sum: Double, count: Int)]

  private static let leastCalibratedAnchors = 5
  /// Below this, slopes are kept finite by a prior.
  private static let leastWithoutPrior = 500

  /// - Throws: `not-calibrated`, `not-linked`.
  init(_ instrument: Instrument, _ data: CalibrationData, iterationLimit: Int) throws {
    self.instrument = instrument
    self.data = data
    shares = data.shares
    let counts = data.items.indices.map { column in
      data.scores(ofColumn: column).count { $0 != ResponseMatrix.missing }
    }
    columns = data.items.indices.filter { counts[$0] >= RunCalibration.leastResponses }
    let models = columns.map { CalibrationModel(data.items[$0]) }
    var options = CalibrationOptions(iterationLimit: iterationLimit)
    for (index, column) in columns.enumerated() where counts[column] < Self.leastWithoutPrior {
      options.priors[index] = .smallSample
    }
    do {
      result = try Calibration(options).run(
        data.scores(rows: data.attempts.indices, columns: columns), models: models)
    } catch let error as CalibrationError {
      throw Refusal.notCalibrated(error)
    }
    let estimates = Dictionary(uniqueKeysWithValues: zip(columns, result.items))
    let linkable = columns.filter { column in
      data.items[column].status.isScored && estimates[column]?.anchor != nil
    }
    let calibrated = linkable.filter { data.items[$0].parameters?.source == .calibrated }
    basis = calibrated.count >= Self.leastCalibratedAnchors ? .calibrated : .expertRated
    anchors = basis == .calibrated ? calibrated : linkable
    do {
      let drift = try AnchorDrift(
        of: AnchorSet(
          anchors.compactMap { column in
            guard let new = estimates[column]?.anchor, let base = try data.items[column].parameters?.model() else {
              return nil
            }
            return AnchorSet.Anchor(new: new, base: base)
          }))
      link = drift.link
      let anchors = anchors
      drifted = drift.drifted.map { anchors[$0] }
    } catch let error as LinkingError {
      throw Refusal.notLinked(error)
    }
  }
}

extension CalibrationModel {
  fileprivate init(_ item: Item) {
    self = item.maximumScore == 1 ? .twoParameter : .graded(categoryCount: item.maximumScore + 1)
  }
}

extension ItemCalibration {
  /// The estimate as something to link by; nil where anything speaks against it.
  fileprivate var anchor: (any LinkableItem)? {
    guard flags.isEmpty, let estimate, estimate.slope > 0 else { return nil }
    switch estimate.parameters {
    case .twoParameter(let item): return item
    case .graded(let item): return item
    default: return nil
    }
  }
}

extension Refusal {
  fileprivate static func notCalibrated(_ error: CalibrationError) -> Refusal {
    .conflict(
      "not-calibrated", field: "instrument", en: "The items cannot be calibrated. \(error)", zh: "无法校准题目。\(error)")
  }

  fileprivate static func notLinked(_ error: LinkingError) -> Refusal {
    .conflict(
      "not-linked", field: "instrument", en: "The new parameters cannot be linked to the present scale. \(error)",
      zh: "新参数无法链接到现有量表。\(error)")
  }
}
