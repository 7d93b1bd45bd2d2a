import Readiness

/// Exact solvers on the same problems: HiGHS, and CP-SAT of OR-tools.
struct PlanningPeers {
  enum Solver: String, Encodable, CaseIterable {
    case highs = "HiGHS"
    case cpSAT = "CP-SAT"
  }

  struct Answer: Decodable {
    /// Codes in order, one plan a learner.
    var plans: [[String]]
    /// What no plans can exceed, as far as the solver got.
    var bound: Double
    var isProven: Bool
    var seconds: Double
  }

  private let process: PeerProcess

  /// - Parameter folder: exists.
  /// - Throws: `PeersMissing`.
  init(checkout: String, folder: String) async throws {
    process = try await PeerProcess(
      script: "planning_peers.py", requirements: "planning_requirements.txt", checkout: checkout, folder: folder)
  }

  /// - Parameter limit: in seconds, after which the solver answers with the best it has.
  /// - Throws: `PeerFailure`.
  func answer(_ problem: PlanningProblem, by solver: Solver, limit: Double) throws -> Answer {
    try process.answer(Request(problem, solver, limit), task: solver.rawValue)
  }

  /// What `Sources/Benchmarks/Peers/planning_peers.py` is asked to do. Hours are in hundredths, levels 0 to 4.
  private struct Request: Encodable {
    let solver: Solver
    let limit: Double
    let budget: Int?
    let activities: [Activity]
    let learners: [Learner]

    init(_ problem: PlanningProblem, _ solver: Solver, _ limit: Double) {
      self.solver = solver
      self.limit = limit
      budget = problem.budget
      activities = problem.catalogue.activities.map(Activity.init)
      learners = problem.learners.map(Learner.init)
    }
  }

  private struct Activity: Encodable {
    let code: String
    let hours: Int
    let cost: Int
    let seats: Int?
    let prerequisites: [String]
    let lifts: [Lift]

    init(_ activity: Readiness.Activity) {
      code = activity.code
      hours = Int((activity.hours * 100).rounded())
      cost = activity.cost
      seats = activity.seats
      prerequisites = activity.prerequisites
      lifts = activity.lifts.map { Lift(domain: $0.domain, from: $0.from.rawValue, to: $0.to.rawValue) }
    }
  }

  private struct Lift: Encodable {
    let domain: QuotientDomain
    let from: Int
    let to: Int
  }

  private struct Learner: Encodable {
    let hours: Int
    let done: [String]
    let gaps: [Gap]

    init(_ learner: Readiness.Learner) {
      hours = Int((learner.hours * 100).rounded(.down))
      done = learner.done.sorted()
      gaps = learner.gaps.map { gap in
        Gap(
          domain: gap.domain, level: gap.level.rawValue, required: gap.required.rawValue,
          worths: QuotientLevel.allCases.map(gap.value(of:)))
      }
    }
  }

  private struct Gap: Encodable {
    let domain: QuotientDomain
    let level: Int
    let required: Int
    /// By level reached.
    let worths: [Double]
  }
}
