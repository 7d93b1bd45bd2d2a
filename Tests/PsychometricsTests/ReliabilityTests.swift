import Psychometrics
import Testing

/// `reliability.json`.
private struct ReliabilityReference: Decodable {
  var cases: [Case]

  struct Case: Decodable {
    var id: String
    var n: Int?
    var alpha: Double
    var std_alpha: Double?
    var alpha_if_deleted: [Double]?
    var item_rest_r: [Double]?
    var item_total_r: [Double]?
    var item_mean: [Double]?
    var lambda6: Double?
    var omega: Omega?
    var irt: IRT?
    var omega_h: Double?
    var omega_total: Double?
    var G6: Double?
  }

  struct Omega: Decodable {
    var omega_u: Double
    var loadings: [String: Double]
    var chisq: Double
  }

  struct IRT: Decodable {
    var empirical_rxx: Double
    var marginal_integral_I_over_Iplus1: Double
  }

  static func find(_ id: String) throws -> Case {
    let all: ReliabilityReference = try Reference.json("reliability")
    return try #require(all.cases.first { $0.id == id })
  }
}

private let hasScience = Reference.hasRestricted("data/science.csv")
private let dataSets = ["lsat6", "lsat7", "bfi_agreeableness_A1_reversed"] + (hasScience ? ["science"] : [])

private func responses(of id: String) throws -> ResponseMatrix {
  switch id {
  case "science": try Reference.responses(in: Reference.restrictedLines(of: "data/science.csv"))
  case "bfi_agreeableness_A1_reversed":
    try Reference.responses(in: Reference.lines(of: "bfi_agreeableness_keyed.csv"))
  default: try Reference.patterns(of: "\(id)_patterns.csv")
  }
}

private func thurstone() throws -> ItemCovariance {
  let rows = Reference.numbers(in: try Reference.lines(of: "thurstone_9var_corr.csv"))
  return try ItemCovariance(
    covariances: Array(rows.joined()), means: Array(repeating: 0, count: rows.count), personCount: 213)
}

@Suite struct `Classical reliability` {
  @Test(arguments: dataSets)
  func `agrees with R psych to 1e-8`(id: String) throws {
    let (expected, covariance) = try (ReliabilityReference.find(id), ItemCovariance(of: responses(of: id)))
    let found = ClassicalReliability(of: covariance)
    #expect(covariance.personCount == expected.n)
    #expect(covariance.incompleteCount == 0)
    #expect(try #require(found.alpha).isWithin(1e-8, of: expected.alpha))
    #expect(try #require(found.standardizedAlpha).isWithin(1e-8, of: #require(expected.std_alpha)))
    #expect(try #require(found.lambda6).isWithin(1e-8, of: #require(expected.lambda6)))
    #expect(found.items.map(\.index) == Array(0..<covariance.itemCount))
    for (item, index) in zip(found.items, 0...) {
      #expect(try #require(item.alphaIfDeleted).isWithin(1e-8, of: #require(expected.alpha_if_deleted)[index]))
      #expect(try #require(item.itemRestCorrelation).isWithin(1e-8, of: #require(expected.item_rest_r)[index]))
      #expect(try #require(item.itemTotalCorrelation).isWithin(1e-8, of: #require(expected.item_total_r)[index]))
      #expect(try item.mean.isWithin(1e-8, of: #require(expected.item_mean)[index]))
    }
  }

  @Test func `of a published correlation matrix agrees with R psych`() throws {
    let (expected, found) = try (
      ReliabilityReference.find("thurstone_omega_hierarchical"), ClassicalReliability(of: thurstone())
    )
    #expect(try #require(found.alpha).isWithin(1e-8, of: expected.alpha))
    #expect(try #require(found.lambda6).isWithin(1e-8, of: #require(expected.G6)))
  }

  @Test func `leaves out who missed an item, and says how many`() throws {
    var matrix = try responses(of: "lsat6")
    let complete = ClassicalReliability(of: try ItemCovariance(of: matrix))
    try matrix.append([1, 0, ResponseMatrix.missing, 1, 1])
    try matrix.append(Array(repeating: ResponseMatrix.missing, count: 5))
    let covariance = try ItemCovariance(of: matrix)
    #expect(covariance.incompleteCount == 2)
    #expect(ClassicalReliability(of: covariance) == complete)
  }

  @Test func `leaves out items that everyone scored the same on, and names them`() throws {
    let matrix = try responses(of: "lsat6")
    var widened = try ResponseMatrix(itemCount: 6)
    for start in stride(from: 0, to: matrix.values.count, by: 5) {
      try widened.append([1] + matrix.values[start..<start + 5])
    }
    let found = ClassicalReliability(of: try ItemCovariance(of: widened))
    #expect(found.excludedItems == [0])
    #expect(found.alpha == ClassicalReliability(of: try ItemCovariance(of: matrix)).alpha)
    #expect(found.items.map(\.index) == [1, 2, 3, 4, 5])
  }

  @Test(
    arguments: [
      (1, [0, 1, 1, 0]), (2, [0, 1, 1, 0, 0, 1, 1, 0]), (2, [1, 1, 1, 1, 1, 1, 1, 1]),
    ] as [(Int, [Int8])])
  func `is undefined for one item, a sum without variance, or none at all`(itemCount: Int, values: [Int8]) throws {
    let matrix = try ResponseMatrix(itemCount: itemCount, values: values)
    let found = ClassicalReliability(of: try ItemCovariance(of: matrix))
    #expect(found.alpha == nil)
    #expect(found.items.allSatisfy { $0.alphaIfDeleted == nil })
  }

  @Test func `does not depend on the order of persons or items`() throws {
    let matrix = try responses(of: "lsat7")
    let turned = try ResponseMatrix(itemCount: 5, values: matrix.values.reversed())
    let (one, other) = try (
      ClassicalReliability(of: ItemCovariance(of: matrix)), ClassicalReliability(of: ItemCovariance(of: turned))
    )
    #expect(try #require(one.alpha).isWithin(1e-14, of: #require(other.alpha)))
    for (item, mirror) in zip(one.items, other.items.reversed()) {
      #expect(try #require(item.itemRestCorrelation).isWithin(1e-14, of: #require(mirror.itemRestCorrelation)))
    }
  }

  @Test func `needs two complete persons and a proper matrix`() throws {
    let single = try ResponseMatrix(itemCount: 2, values: [1, 0, 1, ResponseMatrix.missing])
    #expect(throws: ReliabilityError.tooFewComplete(complete: 1, incomplete: 1)) { try ItemCovariance(of: single) }
    #expect(throws: ReliabilityError.matrixShape(entries: 3, itemCount: 2)) {
      try ItemCovariance(covariances: [1, 0, 1], means: [0, 0], personCount: 9)
    }
    #expect(throws: ReliabilityError.notACovariance(row: 1, column: 0)) {
      try ItemCovariance(covariances: [1, 0.2, 0.3, 1], means: [0, 0], personCount: 9)
    }
    #expect(throws: ReliabilityError.notACovariance(row: 1, column: 1)) {
      try ItemCovariance(covariances: [1, 0, 0, -1], means: [0, 0], personCount: 9)
    }
  }
}

@Suite struct `Omega` {
  @Test(arguments: dataSets)
  func `of one factor agrees with R lavaan`(id: String) throws {
    let expected = try #require(ReliabilityReference.find(id).omega)
    let found = try UnidimensionalOmega(of: ItemCovariance(of: responses(of: id)))
    #expect(found.omega.isWithin(1e-6, of: expected.omega_u))
    #expect(found.chiSquare.isWithin(1e-4, of: expected.chisq))
    #expect(!found.isImproper)
    // Sorted, since the file names the items.
    for (loading, reference) in zip(found.loadings.sorted(), expected.loadings.values.sorted()) {
      #expect(loading.isWithin(1e-5, of: reference))
    }
  }

  @Test func `hierarchical and total agree with R psych to 5e-3`() throws {
    let expected = try ReliabilityReference.find("thurstone_omega_hierarchical")
    let found = try HierarchicalOmega(of: thurstone())
    #expect(try found.hierarchical.isWithin(5e-3, of: #require(expected.omega_h)))
    #expect(try found.total.isWithin(5e-3, of: #require(expected.omega_total)))
    #expect(!found.isImproper)
  }

  /// A bifactor structure made by proportional loadings is recovered exactly: general 0.6 on all, groups 0.4.
  @Test func `hierarchical finds the general factor that a correlation matrix was made from`() throws {
    let correlations = (0..<81).map { entry in
      let (row, column) = (entry / 9, entry % 9)
      return row == column ? 1 : 0.36 + (row / 3 == column / 3 ? 0.16 : 0)
    }
    let found = try HierarchicalOmega(
      of: ItemCovariance(covariances: correlations, means: Array(repeating: 0, count: 9), personCount: 100))
    let sum = correlations.reduce(0, +)
    #expect(found.hierarchical.isWithin(1e-6, of: 81 * 0.36 / sum))
    #expect(found.total.isWithin(1e-6, of: 1 - 9 * 0.48 / sum))
    #expect(found.generalLoadings.allSatisfy { $0.isWithin(1e-5, of: 0.6) })
  }

  /// For one factor with equal loadings α is ω.
  @Test func `of equally loading items is alpha`() throws {
    let covariances = (0..<25).map { $0 / 5 == $0 % 5 ? 1.0 : 0.3 }
    let covariance = try ItemCovariance(covariances: covariances, means: [0, 0, 0, 0, 0], personCount: 1_000_000_000)
    let (omega, alpha) = try (
      UnidimensionalOmega(of: covariance).omega, ClassicalReliability(of: covariance).alpha
    )
    #expect(omega.isWithin(1e-8, of: try #require(alpha)))
  }

  @Test func `says when an item is explained wholly, and when items are too few or linearly dependent`() throws {
    let heywood = try ItemCovariance(
      covariances: [1, 0.9, 0.9, 0.9, 1, 0.5, 0.9, 0.5, 1], means: [0, 0, 0], personCount: 50)
    #expect(throws: ReliabilityError.singular) { try UnidimensionalOmega(of: heywood) }
    let improper = try ItemCovariance(
      covariances: [1, 0.8, 0.8, 0.8, 1, 0.5, 0.8, 0.5, 1], means: [0, 0, 0], personCount: 50)
    #expect(try UnidimensionalOmega(of: improper).isImproper)
    #expect(throws: ReliabilityError.tooFewItems(found: 5, needed: 6)) {
      try HierarchicalOmega(of: ItemCovariance(of: responses(of: "lsat6")))
    }
    let pair = try ResponseMatrix(itemCount: 2, values: [0, 1, 1, 0, 1, 1])
    #expect(throws: ReliabilityError.tooFewItems(found: 2, needed: 3)) {
      try UnidimensionalOmega(of: ItemCovariance(of: pair))
    }
  }
}
