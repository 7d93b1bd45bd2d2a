/// Finds prices of what is shared at which learners, each choosing for themselves, close least beyond what there is: the
/// Lagrangian dual.
///
/// At any prices, what everybody's best choice is worth net of prices, and all that there is at its price, is together a
/// bound on what any plans within the limits can close. First each price in turn is set to where just so much is asked for
/// as there is, which does nearly all where learners are many; then subgradients with Polyak's steps do the rest.
struct PriceSearch {
  private static let sweeps = 12
  /// Sweeps end when one betters the bound by less than this share of it.
  private static let progress = 1e-5
  private static let steps = 400
  /// Steps without a better bound after which they become half as long.
  private static let patience = 12

  let options: [[PathOption]]
  let limits: SharedLimits

  /// - Parameters:
  ///   - start: prices, one a limit, 0 or more.
  ///   - floor: what is known to be possible.
  /// - Returns: the prices with the lowest bound.
  func prices(from start: [Double], floor: Double) -> (prices: [Double], bound: Double) {
    var best = (prices: start, bound: response(to: start).bound)
    for _ in 0..<PriceSearch.sweeps {
      var prices = best.prices
      for limit in prices.indices { prices[limit] = price(of: limit, beside: prices) }
      let bound = response(to: prices).bound
      let gain = best.bound - bound
      if gain > 0 { best = (prices, bound) }
      if gain <= bound * PriceSearch.progress { break }
    }
    return descended(from: best, floor: floor)
  }

  /// The bound at prices, and by how much the choices exceed each limit.
  private func response(to prices: [Double]) -> (bound: Double, excess: [Int]) {
    var bound = 0.0
    var excess = limits.capacity.map { -$0 }
    for choices in options {
      let (option, net) = choices.best(at: prices)
      bound += net
      for use in choices[option].uses { excess[use.limit] += use.amount }
    }
    return (zip(prices, limits.capacity).reduce(bound) { $0 + $1.0 * Double($1.1) }, excess)
  }
}

// One price at a time.
extension PriceSearch {
  /// The lowest price, to the thousandth of it, at which no more of a limit is asked for than there is.
  private func price(of limit: Int, beside prices: [Double]) -> Double {
    let askers = options.compactMap { Asker($0, limit, prices) }
    func fits(_ price: Double) -> Bool {
      askers.reduce(0) { $0 + $1.amount(at: price) } <= limits.capacity[limit]
    }
    guard !fits(0) else { return 0 }
    var (low, high) = (0.0, max(prices[limit], 1e-6))
    while !fits(high) { (low, high) = (high, high * 2) }
    while high - low > high * 1e-3 {
      let middle = (low + high) / 2
      if fits(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// A learner with an option that takes of a limit: for each amount what is worth most, net of the other prices.
  fileprivate struct Asker {
    private var offers: [(amount: Int, net: Double)] = []

    /// - Returns: nil where no option takes any.
    init?(_ options: [PathOption], _ limit: Int, _ prices: [Double]) {
      for option in options {
        let amount = option.uses.first { $0.limit == limit }?.amount ?? 0
        let net = option.net(prices) + Double(amount) * prices[limit]
        if let known = offers.firstIndex(where: { $0.amount == amount }) {
          offers[known].net = max(offers[known].net, net)
        } else {
          offers.append((amount, net))
        }
      }
      guard offers.contains(where: { $0.amount > 0 }) else { return nil }
    }

    func amount(at price: Double) -> Int {
      var best = (amount: 0, net: -Double.infinity)
      for offer in offers {
        let net = offer.net - price * Double(offer.amount)
        if net > best.net || net == best.net && offer.amount < best.amount { best = (offer.amount, net) }
      }
      return best.amount
    }
  }
}

// All prices at once.
extension PriceSearch {
  private func descended(
    from start: (prices: [Double], bound: Double), floor: Double
  ) -> (prices: [Double], bound: Double) {
    var best = start
    var prices = start.prices
    var (length, failures) = (1.0, 0)
    for _ in 0..<PriceSearch.steps {
      let (bound, excess) = response(to: prices)
      failures = bound < best.bound ? 0 : failures + 1
      if bound < best.bound { best = (prices, bound) }
      if failures >= PriceSearch.patience {
        (length, failures) = (length / 2, 0)
        prices = best.prices
      }
      guard step(&prices, excess, length * (bound - floor)), length > 1e-4 else { break }
    }
    return best
  }

  /// Moves prices along the excess, each limit measured by what there is of it.
  ///
  /// - Returns: false where there is nowhere to go.
  private func step(_ prices: inout [Double], _ excess: [Int], _ distance: Double) -> Bool {
    let shares = excess.indices.map { limit -> Double in
      let share = Double(excess[limit]) / Double(max(1, limits.capacity[limit]))
      return share < 0 && prices[limit] == 0 ? 0 : share
    }
    let square = shares.reduce(0) { $0 + $1 * $1 }
    guard square > 0, distance > 0 else { return false }
    for limit in prices.indices {
      let change = distance / square * shares[limit] / Double(max(1, limits.capacity[limit]))
      prices[limit] = max(0, prices[limit] + change)
    }
    return true
  }
}
