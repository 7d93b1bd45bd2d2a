/// The equation Σ u(θ) + r₀(θ) = 0 that maximum likelihood, the posterior's mode and weighted likelihood solve, where u
/// is the derivative of an answer's log-probability and r₀ is what the method adds.
///
/// The highest of 64 nodes on [−8, 8] is found first, so that of several maxima, as items that can be guessed may make
/// them, the highest is taken. Newton's steps on the exact derivatives go on from there.
struct EstimatingEquation: Sendable {
  /// r₀, the derivative of what is added to the log-likelihood.
  enum Term: Sendable {
    /// 0: maximum likelihood.
    case none
    /// −θ, of the prior N(0, 1): the posterior's mode.
    case normalPrior
    /// J ÷ 2I: weighted likelihood (Warm, 1989).
    case warm
  }

  /// Where the equation is solved, with what the standard errors there need.
  struct Solution {
    var theta: Double
    /// How many responses were not missing.
    var answered: Int
    /// Whether there is no root, and `theta` is merely where the weighted likelihood is highest.
    var isBound: Bool
    /// What the answers tell of θ there, by the measure asked for.
    var information: Double
  }

  /// Room for one person's figures; reused from person to person.
  struct Scratch {
    fileprivate var table: LikelihoodTable.Scratch
    /// What was answered.
    fileprivate var answers: [Answer] = []
    /// The weighted log-likelihood at each node.
    fileprivate var heights: [Double]
  }

  /// A response that is not missing.
  struct Answer {
    var item: Int
    var category: Int
  }

  private static let nodes = Quadrature(count: 64, limit: 8).nodes

  let term: Term
  private let measure: FisherInformation
  let items: [any ItemModel]
  private let table: LikelihoodTable
  /// The term's integral at each node; for Warm's, that of a person who answered everything.
  private let weights: [Double]

  /// - Throws: `ScoringError.emptyForm`.
  init(items: [any ItemModel], term: Term, measure: FisherInformation) throws(ScoringError) {
    guard !items.isEmpty else { throw .emptyForm }
    let nodes = Self.nodes
    self.term = term
    self.measure = measure
    self.items = items
    table = LikelihoodTable(items: items, nodes: nodes, logWeights: nodes.map { _ in 0 })
    weights =
      switch term {
      case .none: nodes.map { _ in 0 }
      case .normalPrior: nodes.map { -$0 * $0 / 2 }
      case .warm: Self.warmWeights(of: items)
      }
  }

  func emptyScratch() -> Scratch {
    Scratch(table: table.emptyScratch(), heights: weights)
  }

  /// - Throws: `ScoringError.responseCount`, `.unknownCategory`.
  func solution(for responses: Span<Int8>, by scratch: inout Scratch) throws(ScoringError) -> Solution {
    try table.sum(responses, into: &scratch.table)
    scratch.answers.removeAll(keepingCapacity: true)
    for item in responses.indices where responses[item] != ResponseMatrix.missing {
      scratch.answers.append(Answer(item: item, category: Int(responses[item])))
    }
    weigh(&scratch)
    let (bracket, start) = summit(of: scratch.heights)
    let answers = scratch.answers
    var theta = root(in: bracket, from: start, answers)
    var isBound = theta - bracket.lowerBound < 1e-8 || bracket.upperBound - theta < 1e-8
    if isBound, term == .warm, let root = root(beyond: theta, answers) { (theta, isBound) = (root, false) }
    let information =
      switch measure {
      case .observed: -score(at: theta, answers).second
      case .expected: information(at: theta, answers).expected
      }
    return Solution(theta: theta, answered: answers.count, isBound: isBound, information: information)
  }

  /// Adds the term's integral to the log-likelihoods.
  private func weigh(_ scratch: inout Scratch) {
    let isWhole = term != .warm || scratch.answers.count == items.count
    let weights = isWhole ? weights : Self.warmWeights(of: scratch.answers.map { items[$0.item] })
    for node in weights.indices { scratch.heights[node] = scratch.table[node] + weights[node] }
  }

  /// ∫ J ÷ 2I from the lowest node, by the trapezoid rule: near enough to tell which maximum is the highest.
  private static func warmWeights(of items: [any ItemModel]) -> [Double] {
    let step = nodes[1] - nodes[0]
    var (integral, last) = (0.0, 0.0)
    return nodes.map { theta in
      var sum = ItemInformation.zero
      for item in items { sum += item.information(at: theta) }
      integral += step * (last + sum.warmTerm) / 2
      last = sum.warmTerm
      return integral
    }
  }

  /// The neighbours of the highest node, and the top of the parabola through the three.
  private func summit(of heights: [Double]) -> (bracket: ClosedRange<Double>, start: Double) {
    let nodes = Self.nodes
    var top = 0
    for node in heights.indices where heights[node] > heights[top] { top = node }
    guard top > 0, top < nodes.count - 1 else {
      let inner = min(max(top, 1), nodes.count - 2)
      return (min(nodes[top], nodes[inner])...max(nodes[top], nodes[inner]), (nodes[top] + nodes[inner]) / 2)
    }
    let (left, right) = (heights[top] - heights[top - 1], heights[top] - heights[top + 1])
    let shift = left + right > 0 ? (left - right) / (left + right) / 2 : 0
    return (nodes[top - 1]...nodes[top + 1], nodes[top] + shift * (nodes[1] - nodes[0]))
  }
}
