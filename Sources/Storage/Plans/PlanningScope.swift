import Postgres
import Readiness

/// Whom a planning or a list of gaps is about, as of a day, within the caller's reach.
enum PlanningScope {
  case person(PersonID)
  case people([PersonID])
  /// A unit with all below it.
  case unit(UnitID)

  /// - Throws: `scope-required` unless there is exactly one of the two.
  init(person: String?, unit: String?, in session: Session) throws {
    switch (person, unit) {
    case (let person?, nil): self = .person(try session.person(externalID: person))
    case (nil, let unit?): self = .unit(try session.unit(code: unit))
    default:
      throw Refusal.invalid(
        "scope-required", field: "person", en: "Name either a person or a unit.", zh: "请指定一名人员或一个部门（二选一）。")
    }
  }

  var unit: UnitID? {
    if case .unit(let unit) = self { unit } else { nil }
  }

  /// That employment `e` is of the scope on a day.
  func includes(on day: Day) -> SQL {
    let isEmployed = Self.isEmployed(on: day)
    switch self {
    case .person(let person): return "\(fragment: isEmployed) AND e.person_id = \(person)"
    case .people(let people): return "\(fragment: isEmployed) AND e.person_id = ANY (\(people))"
    case .unit(let unit): return "\(fragment: isEmployed) AND e.unit_id IN (SELECT unit_subtree(\(unit), \(day)))"
    }
  }

  /// That employment `e` holds on a day.
  static func isEmployed(on day: Day) -> SQL {
    "e.valid_from <= \(day) AND (e.valid_to IS NULL OR e.valid_to > \(day))"
  }
}
