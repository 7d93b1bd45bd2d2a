/// The first two derivatives in θ of the logarithm of a probability.
public struct LogDerivatives: Hashable, Sendable {
  /// u = P′ ÷ P.
  public var first: Double
  /// v = P″ ÷ P − u²; minus its value is the observed information.
  public var second: Double

  public init(first: Double, second: Double) {
    self.first = first
    self.second = second
  }
}

/// The probability of a category at an ability, with its derivatives in θ.
public struct CategoryCurve: Hashable, Sendable {
  /// P, 0 to 1.
  public var probability: Double
  /// P′.
  public var first: Double
  /// P″.
  public var second: Double

  public init(probability: Double, first: Double, second: Double) {
    self.probability = probability
    self.first = first
    self.second = second
  }
}

/// Information on θ in an item or, summed, in a test.
public struct ItemInformation: Hashable, Sendable {
  /// Fisher's expected information I = Σ P′² ÷ P over the categories; never negative, 1 ÷ (units of θ)².
  public var expected: Double
  /// J = Σ P′ P″ ÷ P, which Warm (1989) corrects the bias of maximum likelihood by: J ÷ 2I.
  public var warm: Double

  public init(expected: Double, warm: Double) {
    self.expected = expected
    self.warm = warm
  }

  public static let zero = ItemInformation(expected: 0, warm: 0)

  public static func += (sum: inout ItemInformation, term: ItemInformation) {
    sum.expected += term.expected
    sum.warm += term.warm
  }
}
