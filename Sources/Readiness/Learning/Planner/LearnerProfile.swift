/// What decides which plans are possible for a learner. Many learners have the same; their gaps may still weigh differently.
struct LearnerProfile: Hashable {
  /// In the domains' order.
  let spans: [Span]
  /// In hundredths, without those that activities under way take.
  let hours: Int
  /// Positions in the catalogue, ascending: what is done or under way.
  let settled: [Int]

  /// A domain with a gap: where a plan begins, and what is required.
  struct Span: Hashable {
    let domain: QuotientDomain
    let level: QuotientLevel
    let required: QuotientLevel

    /// How many levels the gap has.
    var height: Int { required.rawValue - level.rawValue }
  }

  init(_ learner: Learner, levels: [QuotientDomain: QuotientLevel], in index: CatalogueIndex) {
    spans = QuotientDomain.allCases.compactMap { domain in
      guard let gap = learner.gaps.first(where: { $0.domain == domain }) else { return nil }
      let level = levels[domain] ?? gap.level
      return level < gap.required ? Span(domain: domain, level: level, required: gap.required) : nil
    }
    hours = max(
      0, Int((learner.hours * 100).rounded(.down)) - learner.underWay.reduce(0) { $0 + Hundredths.of($1.hours) })
    settled = (learner.done.union(learner.underWay.map(\.code))).compactMap(index.position(of:)).sorted()
  }
}

extension Learner {
  /// The levels of domains with a gap after what is under way.
  var levelsAfterUnderWay: [QuotientDomain: QuotientLevel] {
    var levels = Dictionary(gaps.map { ($0.domain, $0.level) }, uniquingKeysWith: max)
    for activity in underWay { _ = activity.lift(&levels) }
    return levels
  }
}

extension Activity {
  /// Raises levels as far as its lifts work.
  ///
  /// - Returns: the lifts that did, each from the level there was.
  func lift(_ levels: inout [QuotientDomain: QuotientLevel]) -> [Lift] {
    lifts.compactMap { lift in
      guard let level = levels[lift.domain], lift.from <= level, level < lift.to else { return nil }
      levels[lift.domain] = lift.to
      return Lift(domain: lift.domain, from: level, to: lift.to)
    }
  }
}
