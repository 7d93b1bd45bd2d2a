#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What one pass over the responses gives: the marginal log-likelihood, and how many people are expected in each
/// category of each term at each node.
struct Expectation: Sendable {
  var logLikelihood: Double
  /// Rows parallel to `CurveTable.probabilities`.
  var counts: [NodeVector]
}

/// The pass over the responses, cut into chunks whose bounds depend on the data alone, so that the sums are the same to
/// the last bit however many threads share the work.
struct ExpectationStep: Sendable {
  let patterns: ResponsePatterns
  let lanes: Int
  /// Ranges of patterns.
  let chunks: [Range<Int>]

  init(patterns: ResponsePatterns, lanes: Int) {
    self.patterns = patterns
    self.lanes = lanes
    let count = min(max(patterns.patternCount / 500, 1), 4)
    chunks = (0..<count).map { index in
      patterns.patternCount * index / count..<patterns.patternCount * (index + 1) / count
    }
  }

  /// Every row of the patterns: the product of its categories' probabilities.
  func likelihoodRows(_ curves: CurveTable) -> [NodeVector] {
    var table = Array(repeating: NodeVector(repeating: 1), count: patterns.rowCount * lanes)
    for row in 0..<patterns.rowCount {
      for index in patterns.factorStarts[row]..<patterns.factorStarts[row + 1] {
        let factor = Int(patterns.factors[index]) * lanes
        for lane in 0..<lanes { table[row * lanes + lane] *= curves.probabilities[factor + lane] }
      }
    }
    return table
  }

  /// One chunk's log-likelihood and its posterior mass on each row.
  ///
  /// - Parameter used: the sums of an earlier pass, whose memory is written over.
  func accumulate(_ chunk: Int, rows table: [NodeVector], reusing used: consuming Expectation? = nil) -> Expectation {
    var sums = (consume used)?.counts ?? Array(repeating: .zero, count: table.count)
    for index in sums.indices { sums[index] = .zero }
    var posterior = Array(repeating: NodeVector.zero, count: lanes)
    var logLikelihood = 0.0
    table.withUnsafeBufferPointer { table in
      sums.withUnsafeMutableBufferPointer { sums in
        posterior.withUnsafeMutableBufferPointer { posterior in
          for pattern in chunks[chunk] {
            logLikelihood += self.posterior(of: pattern, rows: table, into: posterior)
            for entry in patterns.starts[pattern]..<patterns.starts[pattern + 1] {
              let row = Int(patterns.entries[entry]) &* lanes
              for lane in 0..<lanes { sums[row &+ lane] += posterior[lane] }
            }
          }
        }
      }
    }
    return Expectation(logLikelihood: logLikelihood, counts: sums)
  }

  /// Writes a pattern's posterior, times its weight, one value a node.
  ///
  /// - Returns: its log-likelihood, times its weight.
  func posterior(
    of pattern: Int, rows: UnsafeBufferPointer<NodeVector>, into posterior: UnsafeMutableBufferPointer<NodeVector>
  ) -> Double {
    let entries = patterns.starts[pattern]..<patterns.starts[pattern + 1]
    var total = multiply(entries, rows: rows, into: posterior)
    var logScale = 0.0
    // So unlikely a pattern has lost digits, or all of them: multiply again, keeping the largest value at 1.
    if total < 1e-200 { (total, logScale) = multiplyScaled(entries, rows: rows, into: posterior) }
    let weight = patterns.weights[pattern]
    let scale = weight / total
    for lane in 0..<lanes { posterior[lane] *= scale }
    return weight * (log(total) + logScale)
  }

  @inline(__always)
  private func multiply(
    _ entries: Range<Int>, rows: UnsafeBufferPointer<NodeVector>, into product: UnsafeMutableBufferPointer<NodeVector>
  ) -> Double {
    var total = NodeVector.zero
    for lane in 0..<lanes {
      var value = NodeVector(repeating: 1)
      for entry in entries { value *= rows[Int(patterns.entries[entry]) &* lanes &+ lane] }
      product[lane] = value
      total += value
    }
    return total.sum()
  }

  private func multiplyScaled(
    _ entries: Range<Int>, rows: UnsafeBufferPointer<NodeVector>, into product: UnsafeMutableBufferPointer<NodeVector>
  ) -> (total: Double, logScale: Double) {
    for lane in 0..<lanes { product[lane] = NodeVector(repeating: 1) }
    var logScale = 0.0
    for entry in entries {
      let row = Int(patterns.entries[entry]) * lanes
      var peak = Double.leastNormalMagnitude
      for lane in 0..<lanes {
        product[lane] *= rows[row + lane]
        peak = max(peak, product[lane].max())
      }
      logScale += log(peak)
      for lane in 0..<lanes { product[lane] /= peak }
    }
    var total = NodeVector.zero
    for lane in 0..<lanes { total += product[lane] }
    return (max(total.sum(), .leastNormalMagnitude), logScale)
  }

  /// Adds the chunks up in their order, and hands each row's mass on to the categories that it stands for.
  func combine(_ parts: [Expectation], categoryRows: Int) -> Expectation {
    var total = parts[0]
    for part in parts.dropFirst() {
      total.logLikelihood += part.logLikelihood
      for index in total.counts.indices { total.counts[index] += part.counts[index] }
    }
    var counts = Array(repeating: NodeVector.zero, count: categoryRows * lanes)
    for row in 0..<patterns.rowCount {
      for index in patterns.factorStarts[row]..<patterns.factorStarts[row + 1] {
        let factor = Int(patterns.factors[index]) * lanes
        for lane in 0..<lanes { counts[factor + lane] += total.counts[row * lanes + lane] }
      }
    }
    return Expectation(logLikelihood: total.logLikelihood, counts: counts)
  }
}
