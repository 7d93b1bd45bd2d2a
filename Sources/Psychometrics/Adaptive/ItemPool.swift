/// An item of a pool: its response model, where it belongs and how freely it may be shown.
public struct PoolItem: Sendable {
  public var model: any ItemModel
  /// The content domain, counted from 0.
  public var domain: Int
  /// Sympson and Hetter's k: the share of people to whom the item may be given at all; above 0, up to 1.
  public var exposureParameter: Double

  public init(model: any ItemModel, domain: Int = 0, exposureParameter: Double = 1) {
    self.model = model
    self.domain = domain
    self.exposureParameter = exposureParameter
  }
}

/// A bank of items prepared for adaptive testing, shared by any number of tests.
///
/// Preparing tabulates each item's log-likelihood at the quadrature's nodes and its information on a fine grid, a few
/// hundred evaluations of its model an item; afterwards a step of a test costs microseconds.
public struct ItemPool: Sendable {
  /// In the caller's order, by which items are named.
  public private(set) var items: [PoolItem]
  /// Where posteriors are evaluated; its prior is the population's.
  public let quadrature: Quadrature
  /// Positions group the items by domain, so that a domain is a range: the item at each position …
  let itemAtPosition: [Int]
  /// … and the positions of each domain.
  let positionsOfDomain: [Range<Int>]
  /// The models by position.
  private let models: [any ItemModel]
  /// By position.
  let information: InformationTable
  /// log P(category | node): one value a node, one row a category, items in the caller's order.
  private let logLikelihoods: [Double]
  /// Where each item's rows begin.
  private let firstRows: [Int]

  public var domainCount: Int { positionsOfDomain.count }

  /// - Parameters:
  ///   - items: at least one.
  ///   - quadrature: where posteriors are evaluated, with the prior that a test starts from.
  /// - Throws: `AdaptiveError.emptyPool`, `.domainNegative`, `.exposureParameterOutOfRange`.
  public init(items: [PoolItem], quadrature: Quadrature = .production) throws(AdaptiveError) {
    guard !items.isEmpty else { throw .emptyPool }
    for (index, item) in items.enumerated() where item.domain < 0 {
      throw .domainNegative(item: index, domain: item.domain)
    }
    try Self.check(exposureParameters: items.map(\.exposureParameter))
    let domainCount = items.reduce(0) { max($0, $1.domain + 1) }
    var order: [Int] = []
    var ranges: [Range<Int>] = []
    for domain in 0..<domainCount {
      let start = order.count
      order += items.indices.filter { items[$0].domain == domain }
      ranges.append(start..<order.count)
    }
    self.items = items
    self.quadrature = quadrature
    itemAtPosition = order
    positionsOfDomain = ranges
    models = order.map { items[$0].model }
    information = InformationTable(models: models, limit: max(8, -quadrature.nodes[0]))
    (logLikelihoods, firstRows) = Self.likelihoodRows(of: items, nodes: quadrature.nodes)
  }

  private static func likelihoodRows(of items: [PoolItem], nodes: [Double]) -> (rows: [Double], firstRows: [Int]) {
    var rows: [Double] = []
    var firstRows: [Int] = []
    for item in items {
      firstRows.append(rows.count / nodes.count)
      for category in 0..<item.model.categoryCount {
        for theta in nodes { rows.append(item.model.logProbability(ofCategory: category, at: theta)) }
      }
    }
    return (rows, firstRows)
  }

  /// The same pool with other exposure parameters, such as calibrated ones; nothing is tabulated anew.
  ///
  /// - Parameter parameters: one an item, in order; above 0, up to 1.
  /// - Throws: `AdaptiveError.exposureParameterCount`, `.exposureParameterOutOfRange`.
  public func withExposureParameters(_ parameters: [Double]) throws(AdaptiveError) -> ItemPool {
    guard parameters.count == items.count else {
      throw .exposureParameterCount(expected: items.count, found: parameters.count)
    }
    try Self.check(exposureParameters: parameters)
    var pool = self
    for item in items.indices { pool.items[item].exposureParameter = parameters[item] }
    return pool
  }

  private static func check(exposureParameters: [Double]) throws(AdaptiveError) {
    for (item, parameter) in exposureParameters.enumerated() where !(parameter > 0 && parameter <= 1) {
      throw .exposureParameterOutOfRange(item: item, parameter: parameter)
    }
  }

  /// Adds the log-likelihood of an answer to a log posterior.
  ///
  /// - Parameters:
  ///   - category: one of the item's.
  ///   - logPosterior: one value a node of `quadrature`.
  func add(category: Int, ofItem item: Int, to logPosterior: inout [Double]) {
    let start = (firstRows[item] + category) * logPosterior.count
    logLikelihoods.withUnsafeBufferPointer { rows in
      for node in logPosterior.indices { logPosterior[node] += rows[start + node] }
    }
  }

  /// Information at θ of the item at `position`, by its model.
  func exactInformation(atPosition position: Int, theta: Double) -> Double {
    models[position].information(at: theta).expected
  }
}
