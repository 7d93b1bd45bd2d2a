/// Everyone who ever works for the demonstration organisation, and where each of them is in each month.
///
/// A unit's people are ranked. Those of the lowest ranks stay throughout and have others reporting to them, `span` each;
/// who joins or leaves has a high one. Months are 0, the start, to `months`.
struct DemoStaff {
  static let months = 9
  /// How many people report to one.
  static let span = 8

  struct Member {
    var name = ""
    var email = ""
    var locale = Language.en
    let unit: Int
    /// Index into the story's roles; nil for group management.
    var role: Int?
    let rank: Int
    var hired: Day
    /// The month in which they are first there.
    var joins = 0
    /// The month in which they are first gone; nil: they stay.
    var leaves: Int?
    /// Where they were before they moved to `unit` and `role`.
    var earlier: (unit: Int, role: Int?, until: Int)?
    /// Whom the unit had as its head before its handover.
    var isFormerHead = false
    /// By seniority, from 1.
    var number = 0

    var externalID: String {
      let digits = String(number)
      return "K" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
  }

  struct Unit {
    let code: String
    let parent: Int?
    /// Indices into `members`, by rank.
    var ranked: [Int] = []
    /// The head before the handover, and the month of it.
    var former: (member: Int, until: Int)?
  }

  /// Where someone is in one month.
  struct Post: Equatable {
    var unit: Int
    var role: Int?
    var manager: Int?
  }

  var units: [Unit]
  var members: [Member] = []

  /// Who is at the head of a unit in a month.
  func head(of unit: Int, month: Int) -> Int {
    if let former = units[unit].former, month < former.until { return former.member }
    return units[unit].ranked[0]
  }

  /// - Returns: nil when the member is not there.
  func post(of index: Int, month: Int) -> Post? {
    let member = members[index]
    guard month >= member.joins, month < member.leaves ?? .max else { return nil }
    if let earlier = member.earlier, month < earlier.until {
      return Post(unit: earlier.unit, role: earlier.role, manager: head(of: earlier.unit, month: month))
    }
    return Post(unit: member.unit, role: member.role, manager: manager(of: index, month: month))
  }

  private func manager(of index: Int, month: Int) -> Int? {
    let member = members[index]
    let head = head(of: member.unit, month: month)
    if index == head { return units[member.unit].parent.map { self.head(of: $0, month: month) } }
    let above = (member.rank - 1) / DemoStaff.span
    return member.rank <= DemoStaff.span ? head : units[member.unit].ranked[above]
  }

  /// People who hold a role in a month, by rank.
  func holders(of role: Int, month: Int) -> [Int] {
    members.indices.filter { post(of: $0, month: month)?.role == role }.sorted {
      (members[$0].rank, $0) < (members[$1].rank, $1)
    }
  }

  /// Whether others report to the member at the end.
  func leads(_ index: Int) -> Bool {
    let member = members[index]
    return member.rank == 0 || member.rank * DemoStaff.span + 1 < units[member.unit].ranked.count
  }
}
