extension DemoMaking {
  /// One member's taking of the test; the month −1 is a pilot before the product was there.
  struct Sitting: Sendable {
    let member: Int
    let month: Int
    /// Whether they had taken it before, and were trained since.
    let isRetake: Bool
  }

  /// How many people one command carries.
  private static let chunk = 500

  /// Everyone's attempts, month by month.
  var assessments: [DemoStep] {
    let sittings = Dictionary(grouping: staff.members.indices.flatMap(sittings(of:)), by: \.month)
    let taker = DemoTestTaker(making: self)
    return sittings.sorted { $0.key < $1.key }.flatMap { month, sittings in
      stride(from: 0, to: sittings.count, by: DemoMaking.chunk).map { first in
        let part = Array(sittings[first..<min(first + DemoMaking.chunk, sittings.count)])
        let takenOn = month < 0 ? day(of: 0).adding(days: -100) : day(of: month).adding(days: 2)
        let importedOn = month < 0 ? day(of: 0).adding(days: 1) : takenOn
        return DemoStep(importedOn, work: part.count * 10) { taker.responses(of: part, takenOn: takenOn) }
      }
    }
  }

  /// When a member takes the test. Those who lead go first; a few had been in the pilot, whose scores have lapsed by the
  /// end. In a large organisation hardly anybody takes it twice.
  private func sittings(of index: Int) -> [Sitting] {
    let member = staff.members[index]
    if lapses(index) { return [Sitting(member: index, month: -1, isRetake: false)] }
    var random = DemoRandom(seed: seed, .schedule, index)
    let share = seeds.story.units.first { $0.code == staff.units[member.unit].code }?.assessed ?? 0
    let isOverseer = staff.leads(index) || (member.rank == 1 && member.joins == 0)
    let wasPilot = !isOverseer && member.joins == 0 && random.chance(0.07)
    let takes = isOverseer && share > 0.5 || random.chance(share)
    let first = isOverseer ? 0 : member.joins + 1 + random.below(7)
    let again = first + 4
    let repeats = !isOverseer && random.chance(staff.members.count > 5_000 ? 0.02 : 0.4)
    var months = wasPilot ? [-1] : []
    if takes, !(wasPilot && random.chance(0.4)) { months.append(first) }
    if takes, repeats { months.append(again) }
    return months.filter { $0 < DemoStaff.months && ($0 < 0 || staff.post(of: index, month: $0) != nil) }.enumerated()
      .map { Sitting(member: index, month: $0.element, isRetake: $0.offset > 0) }
  }

  /// Whether the member is the second of a unit in which the second's level lapses before the end.
  private func lapses(_ index: Int) -> Bool {
    let member = staff.members[index]
    return member.rank == 1 && member.joins == 0 && member.leaves == nil
      && seeds.governance.lapsing.contains(staff.units[member.unit].code)
  }
}
