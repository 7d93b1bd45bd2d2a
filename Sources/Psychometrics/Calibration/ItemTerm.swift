/// One factor of the likelihood as the estimation sees it: an item by its observed categories, or the population, which
/// is a single "category" that everyone is in.
struct ItemTerm: Sendable {
  /// How probabilities follow from the parameters.
  enum Curve: Hashable, Sendable {
    /// a, d_1 > d_2 > …: P(score ≥ k) = logistic(aθ + d_k). With two categories, the logistic models.
    case cumulative
    /// a, d_1, d_2, …: P(score = k) ∝ exp(Σ_{v ≤ k} (aθ + d_v)).
    case adjacent
    /// a, d, logit c: P(1) = c + (1 − c) logistic(aθ + d).
    case guessed
    /// No parameters: the probabilities are an anchor's.
    case held
    /// Mean and log σ of the normal distribution of ability.
    case population
  }

  /// The item's column of the matrix; nil for the population.
  var column: Int?
  var curve: Curve
  /// The matrix's categories that were observed, ascending; the term's own are counted from 0 in this order.
  var categories: [Int]
  var priors = ItemPriors.none
  /// An anchor's probabilities.
  var anchor: CalibratedModel?
  /// Where each parameter stands among those estimated; nil where it is held.
  var slots: [Int?] = []
  /// Each parameter's value before the first step; for those held, throughout.
  var start: [Double] = []
  /// Whether the slope is the one that all one-parameter items share.
  var sharesSlope = false
  /// Where the term's probabilities begin, in rows of one value a node.
  var firstRow = 0
  /// Where its scores begin, ordered by category and then by parameter.
  var firstScore = 0

  var categoryCount: Int { categories.count }
  var parameterCount: Int { start.count }
  /// How many d the term has.
  var stepCount: Int { curve == .cumulative || curve == .adjacent ? categoryCount - 1 : curve == .guessed ? 1 : 0 }

  /// The term's parameters, estimated ones taken from `point`.
  func parameters(at point: [Double]) -> [Double] {
    start.indices.map { index in slots[index].map { point[$0] } ?? start[index] }
  }
}
