import FoundationEssentials
import Readiness
import Yams

/// The planner beside exact solvers on the same problems, and alone on problems of an organisation's size.
///
/// Everybody's plans are judged by the same `PlanningCheck`.
struct PlanningBenchmarks {
  private static let instances = 220
  /// For each solver and problem, in seconds.
  private static let limit = 20.0

  /// The folder that has `Sources` and `seed`.
  let checkout: String
  /// Made when missing; the peers go here.
  let folder: String

  func run() async throws -> [BenchmarkRow] {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var rows: [BenchmarkRow] = []
    do {
      let peers = try await PlanningPeers(checkout: checkout, folder: folder)
      rows = rowsBeside(try comparisons(peers))
    } catch let missing as PeersMissing {
      note("\(missing)")
    }
    rows.append(try drawn(people: 10_000, seed: 5))
    rows.append(try drawn(people: 10_000, seed: 1))
    rows.append(try shipped(people: 10_000))
    return rows
  }

  private func measured(_ problem: PlanningProblem) throws -> (result: PlanningResult, value: Double, seconds: Double) {
    let start = ContinuousClock.now
    let result = problem.solved()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let plans = result.plans.map { $0.activities.map(\.activity.code) }
    return (result, try PlanningCheck(problem: problem).value(of: plans), seconds)
  }
}

// Beside the solvers.
extension PlanningBenchmarks {
  /// One problem, solved by everyone.
  private struct Comparison {
    let seed: UInt64
    let value: Double
    let bound: Double
    let seconds: Double
    let answers: [PlanningPeers.Solver: (value: Double, answer: PlanningPeers.Answer)]

    /// The best that any solver found, and whether one has proven that there is nothing better.
    var best: Double { answers.values.map(\.value).max() ?? 0 }
    var isProven: Bool { answers.values.contains(where: \.answer.isProven) }

    /// What the plans fall short of: the optimum, or else the lowest bound of a solver; by share.
    var gap: Double {
      let most = isProven ? best : answers.values.map(\.answer.bound).min() ?? 0
      return most > 0 ? max(0, (most - value) / most) : 0
    }
  }

  private func comparisons(_ peers: PlanningPeers) throws -> [Comparison] {
    try (1...UInt64(PlanningBenchmarks.instances)).map { seed in
      if seed % 20 == 1 { note("planning, problems from \(seed)") }
      let problem = try PlanningInstance(seed: seed).problem
      let ours = try measured(problem)
      let answers = try PlanningPeers.Solver.allCases.map { solver in
        let answer = try peers.answer(problem, by: solver, limit: PlanningBenchmarks.limit)
        return (solver, (value: try PlanningCheck(problem: problem).value(of: answer.plans), answer: answer))
      }
      return Comparison(
        seed: seed, value: ours.value, bound: ours.result.upperBound, seconds: ours.seconds,
        answers: Dictionary(uniqueKeysWithValues: answers))
    }
  }

  private func rowsBeside(_ all: [Comparison]) -> [BenchmarkRow] {
    let gaps = all.map(\.gap)
    let unproven = all.filter { !$0.isProven }.map(\.seed)
    let low = all.filter { $0.bound < $0.best - 1e-6 }.map(\.seed)
    let work = "\(all.count) random problems"
    let proof = BenchmarkRow.Condition(
      isMet: low.isEmpty,
      finding: unproven.isEmpty ? "every optimum proven" : "not proven, compared with the solvers' bound: \(unproven)")
    let bounds = BenchmarkRow.Condition(
      isMet: low.isEmpty, finding: low.isEmpty ? "never below the optimum" : "below the optimum: \(low)")
    let excess = all.map { $0.best > 0 ? max(0, $0.bound / $0.best - 1) : 0 }
    return [
      BenchmarkRow(
        name: "\(work), short of the optimum, most", value: 100 * (gaps.max() ?? 0), unit: "%", goal: .atMost(1),
        condition: proof),
      BenchmarkRow(name: "\(work), short of the optimum, mean", value: 100 * gaps.mean, unit: "%", goal: .atMost(0.2)),
      BenchmarkRow(
        name: "\(work), short of the optimum, 95th percentile", value: 100 * gaps.quantile(0.95), unit: "%",
        goal: .atMost(0.2)),
      BenchmarkRow(
        name: "\(work), own bound above the optimum, median", value: 100 * excess.median, unit: "%", condition: bounds),
    ] + PlanningPeers.Solver.allCases.flatMap { times($0, all, work) }
  }

  private func times(_ solver: PlanningPeers.Solver, _ all: [Comparison], _ work: String) -> [BenchmarkRow] {
    let ours = all.map { 1000 * $0.seconds }
    let theirs = all.map { 1000 * ($0.answers[solver]?.answer.seconds ?? 0) }
    let open = all.count { $0.answers[solver]?.answer.isProven != true }
    let finding = BenchmarkRow.Condition(
      isMet: true, finding: "the peer ran out of \(Int(PlanningBenchmarks.limit)) s on \(open)")
    let views: [(name: String, of: ([Double]) -> Double)] = [
      ("median", { $0.median }), ("95th percentile", { $0.quantile(0.95) }), ("most", { $0.max() ?? 0 }),
    ]
    return views.map { view in
      BenchmarkRow(
        name: "\(work), time, \(view.name)", value: view.of(ours), unit: "ms", peer: solver.rawValue,
        peerValue: view.of(theirs), goal: .ratioAtMost(1), condition: finding)
    }
  }
}

// Alone.
extension PlanningBenchmarks {
  private func drawn(people: Int, seed: UInt64) throws -> BenchmarkRow {
    let problem = try PlanningInstance(seed: seed, people: people...people, activities: 30...30).problem
    return try alone("plans for \(people) people, 30 random activities, draw \(seed)", problem)
  }

  /// With the activities that the product ships, seats for one in twenty, and half of the money that would be of use.
  private func shipped(people: Int) throws -> BenchmarkRow {
    let text = try String(contentsOfFile: "\(checkout)/seed/activities.yaml", encoding: .utf8)
    let catalogue = try ActivityCatalogue(YAMLDecoder().decode([Activity].self, from: text))
    let limited = catalogue.activities.filter { $0.seats != nil }
    let seats = Dictionary(uniqueKeysWithValues: limited.map { ($0.code, people / 20) })
    let learners = PlanningInstance.learners(people, of: catalogue, seed: 7)
    let wish = try PlanningProblem(catalogue: catalogue, learners: learners, seats: seats).solved().cost
    return try alone(
      "plans for \(people) people, the activities shipped",
      PlanningProblem(catalogue: catalogue, learners: learners, budget: wish / 2, seats: seats))
  }

  private func alone(_ name: String, _ problem: PlanningProblem) throws -> BenchmarkRow {
    note(name)
    let (result, _, seconds) = try measured(problem)
    let short = BenchmarkRow.figure(100 * result.relativeGap)
    return BenchmarkRow(
      name: name, value: seconds, unit: "s", goal: .below(60),
      condition: .init(isMet: result.relativeGap <= 0.01, finding: "within \(short) % of the bound"))
  }
}
