#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A link without the anchors that have changed from one calibration to the other.
///
/// An anchor's difference between the calibrations is compared with those of all anchors by the robust z (Huynh &
/// Meyer, 2010), (difference − median) ÷ (0.74 × interquartile range): of locations on the base scale, and of the
/// logarithm of slopes. What stands out is left out and the link made anew, until nothing more
/// stands out.
public struct AnchorDrift: Sendable {
  /// How one anchor compares with the others.
  public struct Item: Hashable, Sendable {
    /// Mean location in the base calibration less that in the new one, on the base scale; less the anchors' median.
    public let locationShift: Double
    /// ln of the slope in the base calibration ÷ that in the new one, on the base scale; less the anchors' median.
    public let logSlopeShift: Double
    /// Infinite where all other anchors agree exactly.
    public let locationZ: Double
    public let slopeZ: Double
    /// Whether it is left out of the link.
    public let isDrifted: Bool
  }

  /// By the anchors that are left.
  public let link: ScaleLink
  /// One an anchor, in the order given.
  public let items: [Item]
  /// Anchors left out, counted from 0.
  public var drifted: [Int] { items.indices.filter { items[$0].isDrifted } }

  /// - Parameters:
  ///   - anchors: with slopes above 0.
  ///   - criterion: of the link.
  ///   - criticalZ: what |z| must exceed for an anchor to be left out; 2.7 is one in 150 by chance.
  ///   - leastShift: what its shift must exceed too, in units of the base scale (or of ln slope), so that many precise
  ///     anchors do not condemn one for a trifle.
  /// - Throws: `LinkingError.slopesNotPositive`, `.tooFewAnchors` where fewer than two are left, `.notConverged`,
  ///   `.linkNotProper`.
  public init(
    of anchors: AnchorSet, criterion: CurveLinking.Criterion = .stockingLord, criticalZ: Double = 2.7,
    leastShift: Double = 0.2
  ) throws(LinkingError) {
    guard anchors.anchors.allSatisfy({ $0.new.slope > 0 && $0.base.slope > 0 }) else { throw .slopesNotPositive }
    var drifted: Set<Int> = []
    while true {
      let kept = anchors.anchors.indices.filter { !drifted.contains($0) }
      let link = try CurveLinking(AnchorSet(kept.map { anchors.anchors[$0] }), criterion: criterion).link()
      let comparison = Comparison(anchors.anchors, by: link)
      let standingOut = kept.filter { comparison.standsOut($0, criticalZ: criticalZ, leastShift: leastShift) }
      if standingOut.isEmpty {
        self.link = link
        items = anchors.anchors.indices.map { comparison.item($0, isDrifted: drifted.contains($0)) }
        return
      }
      drifted.formUnion(standingOut)
    }
  }
}

/// All anchors' differences on the base scale.
private struct Comparison {
  let locations: RobustScores
  let slopes: RobustScores

  init(_ anchors: [AnchorSet.Anchor], by link: ScaleLink) {
    locations = RobustScores(anchors.map { $0.base.meanLocation - link.base(of: $0.new.meanLocation) })
    slopes = RobustScores(anchors.map { log($0.base.slope * link.slope / $0.new.slope) })
  }

  func standsOut(_ index: Int, criticalZ: Double, leastShift: Double) -> Bool {
    [locations, slopes].contains {
      $0.scores[index].magnitude > criticalZ && $0.shifts[index].magnitude > leastShift
    }
  }

  func item(_ index: Int, isDrifted: Bool) -> AnchorDrift.Item {
    AnchorDrift.Item(
      locationShift: locations.shifts[index], logSlopeShift: slopes.shifts[index],
      locationZ: locations.scores[index], slopeZ: slopes.scores[index], isDrifted: isDrifted)
  }
}

/// Values less their median, and that in units of a robust standard deviation.
private struct RobustScores {
  let shifts: [Double]
  let scores: [Double]

  init(_ values: [Double]) {
    let sorted = values.sorted()
    let median = Self.quantile(0.5, of: sorted)
    let unit = 0.74 * (Self.quantile(0.75, of: sorted) - Self.quantile(0.25, of: sorted))
    let shifts = values.map { $0 - median }
    self.shifts = shifts
    scores = shifts.map { $0 == 0 ? 0 : $0 / unit }
  }

  /// By linear interpolation between the values at either side.
  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let position = share * Double(sorted.count - 1)
    let index = min(Int(position), sorted.count - 2)
    return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}
