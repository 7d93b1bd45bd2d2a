extension GapReport {
  /// The people of one unit who hold one role, with sums over them; the stuff that rows are made of.
  public struct Cell: Sendable, Equatable {
    /// Codes.
    public var unit: String
    public var role: String
    public var people: Int
    /// Sums of gaps, and of probabilities of meeting what is required, in the order of `QuotientDomain.allCases`.
    public var gaps: [Double]
    public var meeting: [Double]

    public init(unit: String, role: String, people: Int, gaps: [Double], meeting: [Double]) {
      self.unit = unit
      self.role = role
      self.people = people
      self.gaps = gaps
      self.meeting = meeting
    }
  }

  /// A row before it is filled: a unit or a role.
  public struct Heading: Sendable, Equatable {
    public var code: String
    public var name: LocalizedText
    public var depth: Int

    public init(code: String, name: LocalizedText, depth: Int = 0) {
      self.code = code
      self.name = name
      self.depth = depth
    }
  }

  /// The whole group by domain; empty for fewer than five people.
  public static func domains(of cells: [Cell]) -> [Domain] {
    let people = cells.reduce(0) { $0 + $1.people }
    guard people >= Suppression.threshold else { return [] }
    return QuotientDomain.allCases.enumerated().map { index, domain in
      Domain(
        domain: domain, gap: cells.reduce(0) { $0 + $1.gaps[index] } / Double(people),
        meeting: cells.reduce(0) { $0 + $1.meeting[index] } / Double(people))
    }
  }

  /// Rows by unit and by role, with what is too small to be told taken out of both.
  ///
  /// Besides what `Suppression.hidden` hides, a row goes where it and one of the other kind differ by one to four people
  /// only, all people of the one being in the other: their difference would tell of those few.
  public static func rows(of cells: [Cell], units: [Heading], roles: [Heading]) -> (units: [Row], roles: [Row]) {
    let (unitParts, roleParts) = (parts(units, of: cells, by: \.unit), parts(roles, of: cells, by: \.role))
    let unitPlaces = places(units)
    let rolePlaces = places(roles)
    var (unitsApart, rolesApart): (Set<Int>, Set<Int>) = ([], [])
    for cell in cells {
      guard let unit = unitPlaces[cell.unit], let role = rolePlaces[cell.role] else { continue }
      let (inUnit, inRole) = (unitParts[unit].people, roleParts[role].people)
      let differ = max(inUnit, inRole) - cell.people
      guard min(inUnit, inRole) == cell.people, (1..<Suppression.threshold).contains(differ) else { continue }
      if inUnit < inRole { unitsApart.insert(unit) } else { rolesApart.insert(role) }
    }
    return (rows(units, unitParts, besides: unitsApart), rows(roles, roleParts, besides: rolesApart))
  }

  private static func places(_ headings: [Heading]) -> [String: Int] {
    Dictionary(zip(headings.map(\.code), headings.indices), uniquingKeysWith: { first, _ in first })
  }

  /// The cells of each heading, as one.
  private static func parts(
    _ headings: [Heading], of cells: [Cell], by code: (Cell) -> String
  ) -> [Cell] {
    let none = QuotientDomain.allCases.map { _ in 0.0 }
    let grouped = Dictionary(grouping: cells, by: code)
    return headings.map { heading in
      (grouped[heading.code] ?? []).reduce(into: Cell(unit: "", role: "", people: 0, gaps: none, meeting: none)) {
        $0.people += $1.people
        $0.gaps = zip($0.gaps, $1.gaps).map(+)
        $0.meeting = zip($0.meeting, $1.meeting).map(+)
      }
    }
  }

  private static func rows(_ headings: [Heading], _ parts: [Cell], besides apart: Set<Int>) -> [Row] {
    let hidden = Suppression.hidden(among: parts.map(\.people), besides: apart)
    return headings.indices.map { index in
      let (heading, part) = (headings[index], parts[index])
      let isTold = part.people > 0 && !hidden.contains(index)
      return Row(
        code: heading.code, name: heading.name, depth: heading.depth,
        people: hidden.contains(index) ? nil : part.people,
        gaps: part.gaps.map { isTold ? $0 / Double(part.people) : nil })
    }
  }
}
