/// Estimates items' parameters from responses by marginal maximum likelihood (Bock & Aitkin, 1981), or by the mode of
/// the posterior where items have priors.
///
/// Ability is integrated over its distribution on a quadrature's nodes. The maximum is climbed to by EM gradient steps
/// (Lange, 1995) accelerated by L-BFGS: each step needs one pass over the collapsed response patterns, which gives the
/// log-likelihood, its gradient by Fisher's identity and the complete data's information as preconditioner. Standard
/// errors are Louis's (1982). Items of different models and category counts may be mixed, and responses may be missing
/// at random or by design.
///
/// Slopes are estimated without constraint, so an item that the able do worse on keeps its negative slope. The sign of
/// the scale as a whole follows the items' correlations with one another.
public struct Calibration: Sendable {
  /// Called after each pass over the responses with the steps accepted so far and the best log-likelihood.
  public typealias Progress = @Sendable (_ iteration: Int, _ logLikelihood: Double) -> Void

  public let options: CalibrationOptions

  public init(_ options: CalibrationOptions = CalibrationOptions()) { self.options = options }

  /// Calibrates on the calling thread.
  ///
  /// - Parameters:
  ///   - models: one an item, in the matrix's order.
  /// - Throws: `CalibrationError`, all cases but `.cancelled`.
  public func run(
    _ matrix: ResponseMatrix, models: [CalibrationModel], progress: Progress? = nil
  ) throws(CalibrationError) -> CalibrationResult {
    var run = try CalibrationRun(matrix, models: models, options: options)
    var parts = [Expectation?](repeating: nil, count: run.step.chunks.count)
    while run.verdict == .proceed {
      let (rows, step) = (run.nextRows(), run.step)
      for chunk in parts.indices {
        let used = parts[chunk].take()
        parts[chunk] = step.accumulate(chunk, rows: rows, reusing: used)
      }
      run.advance(parts.compactMap { $0 })
      progress?(run.ascent.iterations, run.logLikelihood)
    }
    guard options.standardErrors else { return run.result(information: nil) }
    let (rows, step) = (run.finalRows(), run.step)
    let expectation = run.combine(step.chunks.indices.map { step.accumulate($0, rows: rows) })
    let information = ObservedInformation(run.posterior, at: run.point, rows: rows, counts: expectation.counts)
    return run.result(information: information.combine((0..<information.pieceCount).map(information.piece)))
  }

  /// Calibrates on all threads there are; the result is the same to the last bit as that of the synchronous form.
  ///
  /// - Throws: `CalibrationError`; `.cancelled` soon after its task was.
  @concurrent
  public func run(
    _ matrix: ResponseMatrix, models: [CalibrationModel], progress: Progress? = nil
  ) async throws(CalibrationError) -> CalibrationResult {
    var run = try CalibrationRun(matrix, models: models, options: options)
    while run.verdict == .proceed {
      if Task.isCancelled { throw .cancelled }
      let (rows, step) = (run.nextRows(), run.step)
      run.advance(await inParallel(step.chunks.count) { step.accumulate($0, rows: rows) })
      progress?(run.ascent.iterations, run.logLikelihood)
    }
    guard options.standardErrors else { return run.result(information: nil) }
    let (rows, step) = (run.finalRows(), run.step)
    let expectation = run.combine(await inParallel(step.chunks.count) { step.accumulate($0, rows: rows) })
    let information = ObservedInformation(run.posterior, at: run.point, rows: rows, counts: expectation.counts)
    return run.result(information: information.combine(await inParallel(information.pieceCount, information.piece)))
  }
}

/// The results of `work` on 0 ..< `count`, in this order, computed by one child task each.
private func inParallel<Result: Sendable>(
  _ count: Int, _ work: @escaping @Sendable (Int) -> Result
) async -> [Result] {
  if count == 1 { return [work(0)] }
  return await withTaskGroup { group in
    for index in 0..<count { group.addTask { (index, work(index)) } }
    var results = [Result?](repeating: nil, count: count)
    for await (index, result) in group { results[index] = result }
    return results.compactMap { $0 }
  }
}
