/// A catalogue by numbers, for searching: activities in the order of their codes, hours in hundredths.
struct CatalogueIndex {
  let activities: [Activity]
  let hours: [Int]
  let prerequisites: [[Int]]
  /// How many new learners can take part; nil: any number.
  let seats: [Int?]
  private let positions: [String: Int]

  init(_ problem: PlanningProblem) {
    let activities = problem.catalogue.activities.sorted { $0.code < $1.code }
    let positions = Dictionary(
      uniqueKeysWithValues: activities.enumerated().map { ($0.element.code, $0.offset) })
    self.activities = activities
    self.positions = positions
    hours = activities.map { Hundredths.of($0.hours) }
    prerequisites = activities.map { $0.prerequisites.compactMap { positions[$0] }.sorted() }
    seats = activities.map { problem.seats[$0.code] ?? $0.seats }
  }

  func position(of code: String) -> Int? { positions[code] }

  /// What has to be done before an activity and then itself, in an order that works.
  ///
  /// - Parameter done: needs nothing any more.
  func course(to target: Int, done: Set<Int>) -> [Int] {
    var course: [Int] = []
    var isMet = done
    // Depth first, without recursion: a chain may be as long as the catalogue.
    var open = [target]
    while let next = open.last {
      let missing = prerequisites[next].filter { !isMet.contains($0) }
      if missing.isEmpty || isMet.contains(next) {
        open.removeLast()
        if isMet.insert(next).inserted { course.append(next) }
      } else {
        open += missing.reversed()
      }
    }
    return course
  }
}
