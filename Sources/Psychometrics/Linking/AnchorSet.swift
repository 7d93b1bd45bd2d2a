/// The items that two calibrations have in common, as each of them estimated them.
public struct AnchorSet: Sendable {
  /// One item by two calibrations.
  public struct Anchor: Sendable {
    /// On the scale to be linked.
    public let new: any LinkableItem
    /// On the scale to link to.
    public let base: any LinkableItem

    public init(new: any LinkableItem, base: any LinkableItem) {
      self.new = new
      self.base = base
    }
  }

  /// At least two.
  public let anchors: [Anchor]

  /// - Throws: `LinkingError.tooFewAnchors` below two, `.categoryCounts`.
  public init(_ anchors: [Anchor]) throws(LinkingError) {
    guard anchors.count >= 2 else { throw .tooFewAnchors(anchors.count) }
    for (index, anchor) in anchors.enumerated() {
      let (new, base) = (anchor.new.categoryCount, anchor.base.categoryCount)
      guard new == base, anchor.new.locations.count == anchor.base.locations.count else {
        throw .categoryCounts(index: index, new: new, base: base)
      }
    }
    self.anchors = anchors
  }

  /// The mean/mean link (Loyd & Hoover, 1980): A from the mean slopes, an item once each, B from the mean locations.
  ///
  /// - Throws: `LinkingError.slopesNotPositive`, `.linkNotProper`.
  public func meanMean() throws(LinkingError) -> ScaleLink {
    let (new, base) = (mean(anchors.map(\.new.slope)), mean(anchors.map(\.base.slope)))
    guard new > 0, base > 0 else { throw .slopesNotPositive }
    return try link(slope: new / base)
  }

  /// The mean/sigma link (Marco, 1977): A from the standard deviations of all locations, B from their means.
  ///
  /// - Throws: `LinkingError.noSpread`, `.linkNotProper`.
  public func meanSigma() throws(LinkingError) -> ScaleLink {
    let (new, base) = (deviation(anchors.flatMap(\.new.locations)), deviation(anchors.flatMap(\.base.locations)))
    guard new > 0, base > 0 else { throw .noSpread }
    return try link(slope: base / new)
  }

  private func link(slope: Double) throws(LinkingError) -> ScaleLink {
    let (new, base) = (mean(anchors.flatMap(\.new.locations)), mean(anchors.flatMap(\.base.locations)))
    return try ScaleLink(slope: slope, intercept: base - slope * new)
  }
}

private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

/// 0 where the values differ by rounding alone.
private func deviation(_ values: [Double]) -> Double {
  let mean = mean(values)
  let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  return deviation > 1e-12 * max(1, mean.magnitude) ? deviation : 0
}
