/// The variances and covariances of a form's items, from persons who answered all of them.
///
/// Missing responses are handled listwise: a person who lacks one is left out and counted. Covariances by pairs of items
/// would use more responses, but need not belong together: such a matrix can have negative eigenvalues.
public struct ItemCovariance: Hashable, Sendable {
  /// How many persons the covariances rest on.
  public let personCount: Int
  /// How many persons were left out because a response was missing.
  public let incompleteCount: Int
  /// Mean score of each item.
  public let means: [Double]
  /// With divisor `personCount` − 1.
  let matrix: SymmetricMatrix

  public var itemCount: Int { means.count }

  /// - Throws: `ReliabilityError.tooFewComplete`.
  public init(of responses: ResponseMatrix) throws(ReliabilityError) {
    let itemCount = responses.itemCount
    let starts = stride(from: 0, to: responses.values.count, by: itemCount).filter { start in
      !responses.values[start..<start + itemCount].contains(ResponseMatrix.missing)
    }
    let incomplete = responses.personCount - starts.count
    guard starts.count >= 2 else { throw .tooFewComplete(complete: starts.count, incomplete: incomplete) }
    var moments = ProductSums(itemCount: itemCount)
    for start in starts { moments.add(responses.values.span.extracting(start..<start + itemCount)) }
    personCount = starts.count
    incompleteCount = incomplete
    means = moments.means
    matrix = moments.covariances
  }

  /// A published covariance or correlation matrix.
  ///
  /// - Parameters:
  ///   - covariances: row by row, `means.count` squared of them.
  ///   - means: of the items; zeros where they are not known and not needed.
  ///   - personCount: at least 2.
  /// - Throws: `ReliabilityError.matrixShape`, `.notACovariance`.
  public init(covariances: [Double], means: [Double], personCount: Int) throws(ReliabilityError) {
    let order = means.count
    guard order > 0, covariances.count == order * order, personCount >= 2 else {
      throw .matrixShape(entries: covariances.count, itemCount: order)
    }
    for row in 0..<order {
      for column in 0...row {
        let (entry, mirror) = (covariances[row * order + column], covariances[column * order + row])
        guard entry.isFinite, (entry - mirror).magnitude <= 1e-9 * max(1, entry.magnitude),
          row != column || entry >= 0
        else { throw .notACovariance(row: row, column: column) }
      }
    }
    self.personCount = personCount
    self.means = means
    incompleteCount = 0
    matrix = SymmetricMatrix(order: order) { covariances[$0 * order + $1] }
  }

  public func covariance(_ item: Int, _ other: Int) -> Double { matrix[item, other] }

  /// Items, counted from 0, that everyone scored the same on.
  public var constantItems: [Int] { means.indices.filter { matrix[$0, $0] == 0 } }

  /// The covariances of the items that have variance.
  var ofVaryingItems: SymmetricMatrix {
    matrix.restricted(to: means.indices.filter { matrix[$0, $0] > 0 })
  }
}

extension SymmetricMatrix {
  /// A covariance matrix's correlations; all variances must be above 0.
  var correlations: SymmetricMatrix { scaled(by: diagonal.map { 1 / $0.squareRoot() }) }
}

/// Sums of scores and of products of scores: exact, since scores are small whole numbers.
private struct ProductSums {
  private let itemCount: Int
  private var persons = 0
  private var sums: [Int]
  /// Row ≥ column only.
  private var products: [Int]

  init(itemCount: Int) {
    self.itemCount = itemCount
    sums = Array(repeating: 0, count: itemCount)
    products = Array(repeating: 0, count: itemCount * itemCount)
  }

  mutating func add(_ scores: Span<Int8>) {
    persons += 1
    for row in 0..<itemCount {
      let score = Int(scores[row])
      sums[row] += score
      guard score != 0 else { continue }
      for column in 0...row { products[row * itemCount + column] += score * Int(scores[column]) }
    }
  }

  var means: [Double] { sums.map { Double($0) / Double(persons) } }

  var covariances: SymmetricMatrix {
    SymmetricMatrix(order: itemCount) { row, column in
      let deviation = persons * products[row * itemCount + column] - sums[row] * sums[column]
      return Double(deviation) / (Double(persons) * Double(persons - 1))
    }
  }
}
