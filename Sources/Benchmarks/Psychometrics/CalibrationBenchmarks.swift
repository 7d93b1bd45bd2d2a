import Psychometrics

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Calibrations from responses to parameters, without standard errors, on 61 nodes for both sides.
struct CalibrationBenchmarks {
  /// The folder of the reference data.
  let reference: String
  let folder: String
  let peers: Peers?

  func run() async throws -> [BenchmarkRow] {
    var draw = ItemDraw(seed: 21)
    let known = try numbers(inFile: "\(reference)/bench_2pl_2000x40_items_true.csv")
      .map { try TwoParameterLogistic(slope: $0[0], difficulty: $0[1]) }
    let small = try SimulatedForm(
      "2pl-small", items: known, digits: "\(reference)/bench_2pl_2000x40_responses.txt", folder: folder)
    let large = try SimulatedForm(
      "2pl-large", items: draw.twoParameter(60), persons: 10_000, seed: 22, folder: folder)
    let graded = try SimulatedForm("graded", items: draw.graded(30), persons: 3_000, seed: 23, folder: folder)
    let credit = try SimulatedForm("credit", items: draw.partialCredit(20), persons: 1_000, seed: 24, folder: folder)
    var rows = [
      try await row("2PL", .twoParameter, small, goal: .ratioAtMost(1)),
      try await row("2PL", .twoParameter, small, library: "girth", rounds: 2),
      try await row("2PL", .twoParameter, large, rounds: 5, goal: .ratioAtMost(1)),
      try await row("GRM", .graded(categoryCount: 5), graded, rounds: 5, goal: .ratioAtMost(1)),
      try await row("GPCM", .generalizedPartialCredit(categoryCount: 5), credit, goal: .ratioAtMost(1)),
    ]
    rows += try await guessing(draw.threeParameter(40))
    rows += try await recovery(of: known, from: small)
    return rows
  }

  private func calibrate(
    _ form: SimulatedForm, _ model: CalibrationModel, priors: ItemPriors? = nil
  ) async throws -> CalibrationResult {
    let indices = form.items.indices
    let own = priors.map { priors in Dictionary(uniqueKeysWithValues: indices.map { ($0, priors) }) } ?? [:]
    return try await Calibration(CalibrationOptions(priors: own, standardErrors: false))
      .run(form.responses, models: indices.map { _ in model })
  }

  /// Both log-likelihoods are taken on one quadrature finer than that of either; ours may fall behind by 0.01.
  private func row(
    _ family: String, _ model: CalibrationModel, _ form: SimulatedForm, priors: ItemPriors? = nil,
    library: String = "mirt", rounds: Int = PsychometricsBenchmarks.rounds, goal: BenchmarkRow.Goal? = nil
  ) async throws -> BenchmarkRow {
    let name =
      "\(family) of \(form.responses.personCount) × \(form.items.count)" + (priors == nil ? "" : " without priors")
    var (request, found) = (self.request(family, form, library), [any ItemModel]())
    let seconds = try await race(name, rounds: rounds, peers: peers, request) {
      found = try await calibrate(form, model, priors: priors).items.compactMap { $0.estimate?.parameters?.model }
    }
    let ours = logLikelihood(of: form.responses, found)
    request.wantsValues = true
    let theirs = try peers?.answer(request).values.map {
      logLikelihood(of: form.responses, try items($0, like: form.items))
    }
    let finding = "log-likelihood \(thousandths(ours))" + (theirs.map { " beside \(thousandths($0))" } ?? "")
    return BenchmarkRow(
      name: name, value: seconds.ours, unit: "s", peer: library, peerValue: seconds.theirs, goal: goal,
      condition: .init(isMet: ours >= (theirs ?? ours) - 0.01, finding: finding))
  }

  private func request(_ family: String, _ form: SimulatedForm, _ library: String) -> Peers.Request {
    Peers.Request(
      task: "fit", library: library, model: family, responses: form.file, items: form.items.count)
  }
}

// MARK: - Guessing and recovery

extension CalibrationBenchmarks {
  /// Items that can be guessed. The peer has its native code for maximum likelihood alone, which lets c run to 0 or far
  /// above the truth; ours has priors unless told. Speeds are compared as each is meant to be used, and count only if
  /// our curves are nearer to the true ones; then both without priors.
  private func guessing(_ items: [ThreeParameterLogistic]) async throws -> [BenchmarkRow] {
    let form = try SimulatedForm("guessing", items: items, persons: 5_000, seed: 25, folder: folder)
    var (request, found) = (self.request("3PL", form, "mirt"), [any ItemModel]())
    let name = "3PL of 5000 × 40, ours with its priors"
    let seconds = try await race(name, rounds: 5, peers: peers, request) {
      found = try await calibrate(form, .threeParameter).items.compactMap { $0.estimate?.parameters?.model }
    }
    let ours = curveError(of: found, from: items)
    request.wantsValues = true
    let theirs = try peers?.answer(request).values.map { curveError(of: try self.items($0, like: items), from: items) }
    let finding = "curves’ RMSE \(tenThousandths(ours))" + (theirs.map { " beside \(tenThousandths($0))" } ?? "")
    let row = BenchmarkRow(
      name: name, value: seconds.ours, unit: "s", peer: "mirt", peerValue: seconds.theirs, goal: .ratioAtMost(1),
      condition: .init(isMet: ours <= theirs ?? ours, finding: finding))
    return [row, try await self.row("3PL", .threeParameter, form, priors: ItemPriors.none, rounds: 3)]
  }

  /// Errors of a and b on the reference data, beside those of R's mirt 1.47 there, 0.081 and 0.0755.
  private func recovery(of items: [TwoParameterLogistic], from form: SimulatedForm) async throws -> [BenchmarkRow] {
    let found = try await calibrate(form, .twoParameter).items
    func error(_ difference: (ItemEstimate, TwoParameterLogistic) -> Double) -> Double {
      zip(found, items).compactMap { pair in pair.0.estimate.map { difference($0, pair.1) } }.rootMeanSquare
    }
    return [
      BenchmarkRow(
        name: "2PL of 2000 × 40, RMSE of a", value: error { $0.slope - $1.slope }, unit: "",
        peer: "R mirt 1.47 on the same data",
        peerValue: 0.081, goal: .ratioAtMost(1.02)),
      BenchmarkRow(
        name: "2PL of 2000 × 40, RMSE of b", value: error { $0.difficulties[0] - $1.difficulty }, unit: "",
        peer: "R mirt 1.47 on the same data", peerValue: 0.0755, goal: .ratioAtMost(1.02)),
    ]
  }

  /// Root mean square over people and items of the difference in the probability to answer right.
  private func curveError(of items: [any ItemModel], from truth: [any ItemModel]) -> Double {
    let quadrature = Quadrature.production
    return zip(items, truth).flatMap { item, other in
      zip(quadrature.nodes, quadrature.logWeights).map { theta, logWeight in
        let gap = item.expectedScore(at: theta) - other.expectedScore(at: theta)
        return gap * (exp(logWeight) * Double(quadrature.nodes.count)).squareRoot()
      }
    }.rootMeanSquare
  }
}

// MARK: - The peer's items

extension CalibrationBenchmarks {
  /// - Parameters:
  ///   - values: all slopes, then all locations, item by item, then lower asymptotes.
  ///   - forms: what the items are to be.
  private func items(_ values: [Double], like forms: [any ItemModel]) throws -> [any ItemModel] {
    let count = forms.count
    return try forms.enumerated().map { index, form in
      let steps = form.categoryCount - 1
      let locations = Array(values[count + index * steps..<count + (index + 1) * steps])
      switch form {
      case is GradedResponse: return try GradedResponse(slope: values[index], thresholds: locations)
      case is GeneralizedPartialCredit: return try GeneralizedPartialCredit(slope: values[index], steps: locations)
      case is ThreeParameterLogistic:
        return try ThreeParameterLogistic(
          slope: values[index], difficulty: locations[0], lowerAsymptote: values[2 * count + index])
      default: return try TwoParameterLogistic(slope: values[index], difficulty: locations[0])
      }
    }
  }

  /// Marginal log-likelihood over standard normal abilities on 121 nodes.
  private func logLikelihood(of responses: ResponseMatrix, _ items: [any ItemModel]) -> Double {
    let quadrature = Quadrature.reference
    let logs = items.map { item in
      (0..<item.categoryCount).map { category in
        quadrature.nodes.map { item.logProbability(ofCategory: category, at: $0) }
      }
    }
    var total = 0.0
    for person in 0..<responses.personCount {
      var sums = quadrature.logWeights
      for item in items.indices {
        let row = logs[item][Int(responses.values[person * items.count + item])]
        for node in sums.indices { sums[node] += row[node] }
      }
      let peak = sums.max() ?? 0
      total += peak + log(sums.reduce(0) { $0 + exp($1 - peak) })
    }
    return total
  }

  private func thousandths(_ number: Double) -> String { "\((number * 1_000).rounded() / 1_000)" }
  private func tenThousandths(_ number: Double) -> String { "\((number * 10_000).rounded() / 10_000)" }
}
