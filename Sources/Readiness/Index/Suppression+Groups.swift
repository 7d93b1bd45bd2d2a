extension Suppression {
  /// Which of some disjoint groups are too small to be told of, and which others go with them.
  ///
  /// The reader is taken to know the figure of all groups together, so that the hidden ones are known as one: they are
  /// two at least, and hold five people or more together. The smallest of the others are hidden until that is so.
  ///
  /// - Parameters:
  ///   - sizes: people in each group, 0 or more; an empty group tells of nobody and stays.
  ///   - hidden: places of groups that are hidden for a reason of their own.
  /// - Returns: places in `sizes`.
  public static func hidden(among sizes: [Int], besides hidden: Set<Int> = []) -> Set<Int> {
    var hidden = hidden.union(sizes.indices.filter { (1..<threshold).contains(sizes[$0]) })
    let others = sizes.indices.filter { !hidden.contains($0) && sizes[$0] > 0 }
    for next in others.sorted(by: { (sizes[$0], $0) < (sizes[$1], $1) }) {
      let people = hidden.reduce(0) { $0 + sizes[$1] }
      if hidden.isEmpty || hidden.count > 1 && people >= threshold { break }
      hidden.insert(next)
    }
    return hidden
  }

  /// Counts of disjoint groups whose sum is known, nil for those that are hidden.
  public static func suppress(groups counts: [Int]) -> [Int?] {
    let hidden = hidden(among: counts)
    return counts.indices.map { hidden.contains($0) ? nil : counts[$0] }
  }

  /// The parts of a group of people and their sum: both parts are nil where one of them, or the group, is one to four.
  public static func parts(_ first: Int, _ second: Int) -> (total: Int?, first: Int?, second: Int?) {
    let isTold = [first, second, first + second].allSatisfy { alone($0) != nil }
    return (alone(first + second), isTold ? first : nil, isTold ? second : nil)
  }

  /// A count of people that stands alone; nil from one to four.
  public static func alone(_ count: Int) -> Int? { (1..<threshold).contains(count) ? nil : count }
}
