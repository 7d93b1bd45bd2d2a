import Readiness

/// Judges plans by the rules that `PlanningProblem` states, whoever made them.
struct PlanningCheck {
  let problem: PlanningProblem

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// - Parameter plans: the codes of activities in order, one a learner, in the learners' order.
  /// - Returns: the weighted gap that they close.
  /// - Throws: `Fault` where a plan keeps not to the rules.
  func value(of plans: [[String]]) throws -> Double {
    let activities = Dictionary(uniqueKeysWithValues: problem.catalogue.activities.map { ($0.code, $0) })
    guard plans.count == problem.learners.count else { throw Fault(description: "not one plan a learner") }
    var (value, cost) = (0.0, 0)
    var taken: [String: Int] = [:]
    for (learner, plan) in zip(problem.learners, plans) {
      var done = learner.done
      var hours = 0.0
      var levels = Dictionary(uniqueKeysWithValues: learner.gaps.map { ($0.domain, $0.level) })
      for code in plan {
        guard let activity = activities[code] else { throw Fault(description: "there is no \(code)") }
        guard done.insert(code).inserted else { throw Fault(description: "\(learner.key) does \(code) twice") }
        guard done.isSuperset(of: activity.prerequisites) else {
          throw Fault(description: "\(learner.key) does \(code) before what it needs")
        }
        hours += activity.hours
        cost += activity.cost
        taken[code, default: 0] += 1
        for lift in activity.lifts {
          guard let level = levels[lift.domain], lift.from <= level else { continue }
          levels[lift.domain] = max(level, lift.to)
        }
      }
      guard hours <= learner.hours + 1e-9 else { throw Fault(description: "\(learner.key) has too few hours") }
      value += learner.gaps.reduce(0) { $0 + $1.value(of: levels[$1.domain] ?? $1.level) }
    }
    if let budget = problem.budget, cost > budget { throw Fault(description: "\(cost) is more than there is") }
    for activity in problem.catalogue.activities {
      guard let seats = problem.seats[activity.code] ?? activity.seats else { continue }
      if taken[activity.code, default: 0] > seats { throw Fault(description: "\(activity.code) has too few seats") }
    }
    return value
  }
}
