import Foundation
import Psychometrics
import SeededRandom
import Testing

/// `linking_irt.json`: A and B by method, for four ways of comparing curves and by R plink.
private struct LinkingReference: Decodable {
  var plink: [Published]
  var own: [String: [String: [Double]]]

  struct Published: Decodable {
    var method: String
    var A: Double
    var B: Double
  }

  static let hasData = Reference.hasRestricted("data/kb04_form_x.csv")

  static func items(of form: String) throws -> [ThreeParameterLogistic] {
    try Reference.numbers(in: Reference.restrictedLines(of: "data/kb04_form_\(form).csv")).map {
      try ThreeParameterLogistic(slope: 1.7 * $0[1], difficulty: $0[2], lowerAsymptote: $0[3])
    }
  }

  static func anchors() throws -> AnchorSet {
    let (x, y) = try (items(of: "x"), items(of: "y"))
    let common = Reference.numbers(in: try Reference.restrictedLines(of: "data/kb04_common.csv"))
    return try AnchorSet(common.map { AnchorSet.Anchor(new: x[Int($0[0]) - 1], base: y[Int($0[1]) - 1]) })
  }
}

/// Items of all models and the same items on a scale where abilities are (θ − B) ÷ A.
private func mixedAnchors(_ link: ScaleLink) throws -> AnchorSet {
  let base: [any LinkableItem] = try [
    TwoParameterLogistic(slope: 1.1, difficulty: -0.7),
    ThreeParameterLogistic(slope: 1.6, difficulty: 0.4, lowerAsymptote: 0.2),
    GradedResponse(slope: 1.4, thresholds: [-1.2, 0.1, 1.3]),
    GeneralizedPartialCredit(slope: 0.9, steps: [0.5, -0.4]),
  ]
  let back = try link.inverted()
  return try AnchorSet(base.map { AnchorSet.Anchor(new: try moved($0, by: back), base: $0) })
}

private func moved(_ item: any LinkableItem, by link: ScaleLink) throws -> any LinkableItem {
  try item.onBaseScale(of: link)
}

@Suite struct `A link of two calibrations` {
  @Test(
    .enabled(if: LinkingReference.hasData), arguments: ["normal_sym", "normal_asym", "uniform_sym", "uniform_asym"])
  func `agrees with the textbook's example`(setting: String) throws {
    let reference: LinkingReference = try Reference.json("linking_irt")
    let (expected, anchors) = try (#require(reference.own[setting]), LinkingReference.anchors())
    for (name, link) in try [("MM", anchors.meanMean()), ("MS", anchors.meanSigma())] {
      #expect(try link.slope.isWithin(1e-6, of: #require(expected[name])[0]))
      #expect(try link.intercept.isWithin(1e-6, of: #require(expected[name])[1]))
    }
    for (name, criterion) in [("HB", CurveLinking.Criterion.haebara), ("SL", .stockingLord)] {
      let linking = CurveLinking(
        anchors, criterion: criterion, grid: setting.hasPrefix("normal") ? .normal : .uniform,
        isSymmetric: !setting.hasSuffix("asym"))
      let (found, figures) = try (linking.link(), #require(expected[name]))
      let published = try ScaleLink(slope: figures[0], intercept: figures[1])
      #expect(linking.loss(at: found) <= linking.loss(at: published) + 1e-9)
      #expect(found.slope.isWithin(1e-5, of: figures[0]) && found.intercept.isWithin(1e-5, of: figures[1]))
    }
  }

  @Test(.enabled(if: LinkingReference.hasData))
  func `agrees with R plink, or comes closer by its own criterion`() throws {
    let reference: LinkingReference = try Reference.json("linking_irt")
    let anchors = try LinkingReference.anchors()
    for published in reference.plink {
      let theirs = try ScaleLink(slope: published.A, intercept: published.B)
      switch published.method {
      case "Mean/Mean", "Mean/Sigma":
        let ours = published.method == "Mean/Mean" ? try anchors.meanMean() : try anchors.meanSigma()
        // plink prints six digits and rounds before them.
        #expect(ours.slope.isWithin(2e-6, of: theirs.slope) && ours.intercept.isWithin(2e-6, of: theirs.intercept))
      default:
        let criterion = published.method == "Haebara" ? CurveLinking.Criterion.haebara : .stockingLord
        for (grid, isSymmetric) in [(CurveLinking.Grid.uniform, true), (.uniform, false), (.normal, true)] {
          let linking = CurveLinking(anchors, criterion: criterion, grid: grid, isSymmetric: isSymmetric)
          #expect(try linking.loss(at: linking.link()) <= linking.loss(at: theirs) + 1e-9)
        }
      }
    }
  }

  @Test(arguments: [(1.0, 0.0), (1.3, -0.6), (0.7, 1.1)])
  func `is found exactly from items without error, by every method and of all models`(slope: Double, shift: Double)
    throws
  {
    let link = try ScaleLink(slope: slope, intercept: shift)
    let anchors = try mixedAnchors(link)
    var found = try [anchors.meanSigma(), anchors.meanMean()]
    for criterion in CurveLinking.Criterion.allCases {
      for isSymmetric in [true, false] {
        found.append(try CurveLinking(anchors, criterion: criterion, isSymmetric: isSymmetric).link())
      }
    }
    for one in found { #expect(one.slope.isWithin(1e-7, of: slope) && one.intercept.isWithin(1e-7, of: shift)) }
  }

  @Test(.enabled(if: LinkingReference.hasData))
  func `made symmetrically is the inverse of the link back`() throws {
    let there = try LinkingReference.anchors()
    let back = try AnchorSet(there.anchors.map { AnchorSet.Anchor(new: $0.base, base: $0.new) })
    for criterion in CurveLinking.Criterion.allCases {
      let (one, other) = try (
        CurveLinking(there, criterion: criterion).link(), CurveLinking(back, criterion: criterion).link().inverted()
      )
      #expect(one.slope.isWithin(1e-6, of: other.slope) && one.intercept.isWithin(1e-6, of: other.intercept))
    }
  }

  @Test func `takes items and abilities along, so that nobody's probabilities change`() throws {
    let link = try ScaleLink(slope: 1.3, intercept: -0.6)
    for anchor in try mixedAnchors(link).anchors {
      let carried = try moved(anchor.new, by: link)
      for theta in [-2.0, 0, 0.9] {
        for category in 0..<carried.categoryCount {
          let (here, there) = (
            anchor.new.logProbability(ofCategory: category, at: theta),
            carried.logProbability(ofCategory: category, at: link.base(of: theta))
          )
          #expect(here.isWithin(1e-12, of: there))
        }
      }
    }
    let estimate = link.base(of: AbilityEstimate(theta: 1, standardError: 0.3, answered: 12))
    #expect(estimate.theta.isWithin(1e-15, of: 0.7) && estimate.standardError.isWithin(1e-15, of: 0.39))
    #expect(estimate.answered == 12)
    let round = try link.followed(by: link.inverted())
    #expect(round.slope.isWithin(1e-15, of: 1) && round.intercept.isWithin(1e-15, of: 0))
    #expect(link.new(of: link.base(of: 0.37)).isWithin(1e-15, of: 0.37))
  }

  @Test func `needs two anchors of equal categories, slopes above 0 and different difficulties`() throws {
    let item = try TwoParameterLogistic(slope: 1, difficulty: 0.5)
    let anchor = AnchorSet.Anchor(new: item, base: item)
    #expect(throws: LinkingError.tooFewAnchors(1)) { try AnchorSet([anchor]) }
    let graded = try GradedResponse(slope: 1, thresholds: [0, 1])
    #expect(throws: LinkingError.categoryCounts(index: 1, new: 3, base: 2)) {
      try AnchorSet([anchor, AnchorSet.Anchor(new: graded, base: item)])
    }
    #expect(throws: LinkingError.noSpread) { try AnchorSet([anchor, anchor]).meanSigma() }
    let falling = try TwoParameterLogistic(slope: -1, difficulty: 0.5)
    let turned = try AnchorSet([anchor, AnchorSet.Anchor(new: falling, base: item)])
    #expect(throws: LinkingError.slopesNotPositive) { try turned.meanMean() }
    #expect(throws: LinkingError.slopesNotPositive) { try CurveLinking(turned).link() }
    #expect(throws: LinkingError.linkNotProper(slope: 0, intercept: 1)) { try ScaleLink(slope: 0, intercept: 1) }
    #expect(throws: LinkingError.linkNotProper(slope: 1, intercept: .infinity)) {
      try ScaleLink(slope: 1, intercept: .infinity)
    }
  }
}

/// Anchors whose calibrations err as samples of some thousands do, on a new scale of unit 1.2 and origin −0.4.
private func noisyAnchors(count: Int, seed: UInt64, drifting: [Int: Double]) throws -> AnchorSet {
  var generator = SplitMix64(seed: seed)
  let link = try ScaleLink(slope: 1.2, intercept: -0.4)
  return try AnchorSet(
    (0..<count).map { index in
      let slope = Double.random(in: 0.8...1.8, using: &generator)
      let difficulty = -2 + 4 * Double(index) / Double(count - 1)
      let now = difficulty + (drifting[index] ?? 0)
      return AnchorSet.Anchor(
        new: try TwoParameterLogistic(
          slope: slope * link.slope * exp(0.05 * generator.normal()),
          difficulty: link.new(of: now + 0.05 * generator.normal())),
        base: try TwoParameterLogistic(
          slope: slope * exp(0.05 * generator.normal()), difficulty: difficulty + 0.05 * generator.normal()))
    })
}

@Suite struct `Anchors that have changed` {
  @Test(arguments: [UInt64(1), 2, 3, 4, 5])
  func `are found and left out of the link`(seed: UInt64) throws {
    let screened = try AnchorDrift(of: noisyAnchors(count: 20, seed: seed, drifting: [4: 0.8, 15: 0.7]))
    #expect(screened.drifted == [4, 15], "seed \(seed)")
    #expect(screened.items[4].locationZ < -2.7 && screened.items[4].locationShift < -0.5)
    let spoilt = try CurveLinking(noisyAnchors(count: 20, seed: seed, drifting: [4: 0.8, 15: 0.7])).link()
    #expect((screened.link.intercept + 0.4).magnitude < 0.05, "seed \(seed)")
    #expect((screened.link.intercept + 0.4).magnitude < (spoilt.intercept + 0.4).magnitude, "seed \(seed)")
  }

  @Test(arguments: [UInt64(6), 7, 8])
  func `are none where all have merely been estimated anew`(seed: UInt64) throws {
    #expect(try AnchorDrift(of: noisyAnchors(count: 20, seed: seed, drifting: [:])).drifted == [], "seed \(seed)")
  }

  @Test func `stand out infinitely among anchors that agree exactly`() throws {
    let items = try (0..<8).map { try TwoParameterLogistic(slope: 1.2, difficulty: Double($0) / 2 - 2) }
    let changed = try TwoParameterLogistic(slope: 1.2, difficulty: 1.5)
    let anchors = items.enumerated().map { AnchorSet.Anchor(new: $0 == 3 ? changed : $1, base: $1) }
    let screened = try AnchorDrift(of: AnchorSet(anchors))
    #expect(screened.drifted == [3])
    #expect(screened.link.slope.isWithin(1e-8, of: 1) && screened.link.intercept.isWithin(1e-8, of: 0))
  }

  @Test func `need slopes above 0`() throws {
    let (item, falling) = try (
      TwoParameterLogistic(slope: 1, difficulty: 0), TwoParameterLogistic(slope: -1, difficulty: 0)
    )
    let anchors = try AnchorSet([.init(new: item, base: item), .init(new: falling, base: item)])
    #expect(throws: LinkingError.slopesNotPositive) { try AnchorDrift(of: anchors) }
  }
}
