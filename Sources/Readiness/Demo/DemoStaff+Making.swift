extension DemoStaff {
  /// - Parameters:
  ///   - people: how many there are at the end.
  ///   - start: the day of month 0; who is there then was hired before it.
  init(people: Int, seeds: DemoSeeds, seed: UInt64, start: Day) {
    let codes = seeds.units.column("code")
    units = zip(codes, seeds.units.column("parent")).map { code, parent in
      Unit(code: code, parent: codes.firstIndex(of: parent))
    }
    var making = Making(story: seeds.story, roles: DemoStaff.rolesByUnit(seeds), seed: seed, start: start)
    let shape = codes.map { code in seeds.story.units.first { $0.code == code } }
    let sizes = DemoStaff.sizes(shape, people: people)
    for unit in units.indices {
      making.fill(unit, of: &self, size: sizes[unit], isSteady: shape[unit]?.weight == nil)
    }
    making.handOver(&self)
    making.move(&self)
    number()
    nameMembers(by: seeds.names, story: seeds.story, seed: seed)
  }

  /// For each unit, the indices into the story's roles that belong to it.
  private static func rolesByUnit(_ seeds: DemoSeeds) -> [[Int]] {
    let unitOfRole = Dictionary(
      zip(seeds.roles.column("code"), seeds.roles.column("unit")), uniquingKeysWith: { first, _ in first })
    return seeds.units.column("code").map { unit in
      seeds.story.roles.indices.filter { unitOfRole[seeds.story.roles[$0].code] == unit }
    }
  }

  /// One a unit, then by weight, the largest remainders first; units of a fixed size are small in a small organisation.
  private static func sizes(_ shape: [DemoStory.Unit?], people: Int) -> [Int] {
    let fixed = shape.map { unit in unit?.weight == nil ? (people < 60 ? 1 : unit?.headcount ?? 1) : 1 }
    let free = max(0, people - fixed.reduce(0, +))
    let total = shape.reduce(0) { $0 + ($1?.weight ?? 0) }
    let shares = shape.map { Double(free) * ($0?.weight ?? 0) / total }
    var sizes = zip(fixed, shares).map { $0 + Int($1) }
    let remainders = shares.enumerated().map { ($0.offset, $0.element - $0.element.rounded(.down)) }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    for (unit, _) in remainders.prefix(people - sizes.reduce(0, +)) { sizes[unit] += 1 }
    return sizes
  }

  /// Numbers everyone by the day they were hired.
  private mutating func number() {
    let order = members.indices.sorted { (members[$0].hired, $0) < (members[$1].hired, $1) }
    for (position, index) in order.enumerated() { members[index].number = position + 1 }
  }
}

/// The making of a staff: careers drawn from one stream, joiners and leavers spread evenly over the units.
private struct Making {
  let story: DemoStory
  /// By unit.
  let roles: [[Int]]
  let start: Day
  private var random: DemoRandom
  /// What of a joiner and of a leaver is left over from the units so far.
  private var owed = (joiners: 0.5, leavers: 0.5)

  private static let joinerShare = 0.09
  private static let leaverShare = 0.06
  private static let moverShare = 0.025

  init(story: DemoStory, roles: [[Int]], seed: UInt64, start: Day) {
    self.story = story
    self.roles = roles
    self.start = start
    random = DemoRandom(seed: seed, .careers)
  }

  mutating func fill(_ unit: Int, of staff: inout DemoStaff, size: Int, isSteady: Bool) {
    if !isSteady {
      owed.joiners += Double(size) * Making.joinerShare
      owed.leavers += Double(size) * Making.leaverShare
    }
    let joiners = isSteady ? 0 : min(Int(owed.joiners), size / 2)
    let leavers = isSteady ? 0 : Int(owed.leavers)
    owed = (owed.joiners - Double(joiners), owed.leavers - Double(leavers))
    for rank in 0..<(size + leavers) {
      let leads = rank == 0 || rank * DemoStaff.span + 1 < size
      var member = DemoStaff.Member(
        unit: unit, role: role(in: unit, rank: rank, leads: leads), rank: rank, hired: hired(leads: leads))
      if rank >= size {
        member.leaves = 1 + random.below(DemoStaff.months - 1)
      } else if rank >= size - joiners {
        member.joins = 1 + random.below(DemoStaff.months - 1)
        member.hired = start.adding(months: member.joins).adding(days: -random.below(20))
      }
      staff.units[unit].ranked.append(staff.members.count)
      staff.members.append(member)
    }
  }

  /// Those who lead have the unit's leading role; the first of the others have one role each, so that none is empty.
  private mutating func role(in unit: Int, rank: Int, leads: Bool) -> Int? {
    let roles = roles[unit]
    guard !roles.isEmpty else { return nil }
    if leads, let leading = roles.first(where: { story.roles[$0].leads == true }) { return leading }
    if rank <= roles.count { return roles[rank - 1] }
    return roles[random.position(weights: roles.map { story.roles[$0].weight })]
  }

  private mutating func hired(leads: Bool) -> Day {
    start.adding(days: -(leads ? 900 : 40) - random.below(4_500))
  }

  /// Gives the units of the story a head who leaves.
  mutating func handOver(_ staff: inout DemoStaff) {
    for handover in story.handovers {
      guard let unit = staff.units.firstIndex(where: { $0.code == handover.unit }) else { continue }
      let heir = staff.members[staff.units[unit].ranked[0]]
      var head = DemoStaff.Member(unit: unit, role: heir.role, rank: 0, hired: hired(leads: true))
      head.isFormerHead = true
      head.leaves = handover.month
      staff.units[unit].former = (staff.members.count, handover.month)
      staff.members.append(head)
    }
  }

  /// Gives some who have been there from the start, and lead nobody, an earlier place.
  mutating func move(_ staff: inout DemoStaff) {
    let movable = staff.members.indices.filter { index in
      let member = staff.members[index]
      return member.joins == 0 && member.leaves == nil && !staff.leads(index) && !roles[member.unit].isEmpty
    }
    let count = Int((Double(movable.count) * Making.moverShare).rounded(.up))
    for index in random.shuffled(movable).prefix(count) {
      let member = staff.members[index]
      let isPromotion = roles[member.unit].count > 1 && random.chance(0.5)
      let unit = isPromotion ? member.unit : otherUnit(than: member.unit, staff)
      let candidates = roles[unit].filter { $0 != member.role }
      guard !candidates.isEmpty else { continue }
      staff.members[index].earlier = (unit, random.pick(candidates), 2 + random.below(DemoStaff.months - 2))
    }
  }

  private mutating func otherUnit(than unit: Int, _ staff: DemoStaff) -> Int {
    random.position(
      weights: staff.units.indices.map { other in
        other == unit || roles[other].isEmpty ? 0 : Double(staff.units[other].ranked.count)
      })
  }
}
