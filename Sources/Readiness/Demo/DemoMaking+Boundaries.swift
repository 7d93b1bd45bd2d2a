extension DemoMaking {
  /// How the story's boundaries came about: HR proposes and approves them, employees answer in between.
  var boundaries: [DemoStep] {
    var invited = Set(accounts.keys)
    return seeds.story.boundaries.flatMap { part in
      guard let role = seeds.story.roles.firstIndex(where: { $0.code == part.role }), let people = people(of: role)
      else { return [DemoStep]() }
      return proposals(part, people)
        + consultations(part, invited: &invited)
        + signOffs(part) + decisions(part)
        + (part.again.map { [proposal(part, people, month: $0), rest(part, month: $0, tasks: nil)] } ?? [])
    }
  }

  /// The story's account of a role.
  func actor(_ role: AccountRole) -> DemoActor { email(of: role).map { .account($0) } ?? .operator }

  /// The account of one of the staff.
  func account(of member: Int) -> DemoActor { .account(accounts[member] ?? staff.members[member].email) }

  func email(of role: AccountRole) -> String? { seeds.story.accounts.first { $0.role == role }?.email }

  /// Those who hold a role and are asked about its boundaries, by rank; each gets an account for it.
  func respondents(of role: String) -> [Int] {
    guard let part = seeds.story.boundaries.first(where: { $0.role == role }), part.asked > 0,
      let index = seeds.story.roles.firstIndex(where: { $0.code == role })
    else { return [] }
    let holders = staff.holders(of: index, month: part.month).filter { staff.members[$0].leaves == nil }
    return Array(holders.prefix(part.respondents ?? 2))
  }

  private struct Responsible {
    let unit: Int
    let overseer: Int
  }

  /// The unit of a role, and the second in it, or else the head of the unit above.
  private func people(of role: Int) -> Responsible? {
    let unitCodes = Dictionary(
      zip(seeds.roles.column("code"), seeds.roles.column("unit")), uniquingKeysWith: { first, _ in first })
    let code = unitCodes[seeds.story.roles[role].code]
    guard let unit = staff.units.firstIndex(where: { $0.code == code }) else { return nil }
    let second = staff.units[unit].ranked.dropFirst().first {
      staff.members[$0].joins == 0 && staff.members[$0].leaves == nil
    }
    return Responsible(unit: unit, overseer: second ?? staff.units[staff.units[unit].parent ?? unit].ranked[0])
  }

  /// The first proposals, with all that they say.
  private func proposals(_ part: DemoStory.Boundaries, _ people: Responsible) -> [DemoStep] {
    let said = terms(of: part.role) + furtherTerms(of: part.role).map { ([$0.task], $0.terms) }
    return said.map { proposal(part, people, month: part.month, tasks: $0, terms: $1) }
  }

  private func proposal(
    _ part: DemoStory.Boundaries, _ people: Responsible, month: Int, tasks: [String]? = nil,
    terms: BoundaryTerms.Edit? = nil
  ) -> DemoStep {
    let accountable = staff.members[staff.head(of: people.unit, month: month)].externalID
    let overseer = part.overseen == false ? nil : staff.members[people.overseer].externalID
    return DemoStep(day(of: month).adding(days: 5), by: actor(.hrAdmin), work: tasks?.count ?? 20) {
      ProposeBoundaries(role: part.role, tasks: tasks, accountable: accountable, overseer: overseer, terms: terms)
    }
  }

  private func signOffs(_ part: DemoStory.Boundaries) -> [DemoStep] {
    (part.signed ?? []).map { signOff in
      DemoStep(day(of: part.month).adding(days: 16), by: actor(.hrAdmin)) {
        SignBoundaries(role: part.role, tasks: signOff.tasks, kind: signOff.kind, note: signOff.note)
      }
    }
  }

  /// What HR decides task by task, what an owner agrees to, then the rest.
  private func decisions(_ part: DemoStory.Boundaries) -> [DemoStep] {
    let apart = [part.cautious, part.relaxed, part.waiting].flatMap { $0?.tasks ?? [] } + (part.open ?? [])
    let tasks = tasks.filter { $0.role == part.role && !apart.contains($0.code) }.map(\.code)
    let byHR = [part.cautious, part.relaxed, part.waiting].map { ($0, actor(.hrAdmin)) }
    let singly = (byHR + [(part.relaxed, actor(.owner))]).compactMap { decision, actor in
      decision.map { decision in
        DemoStep(day(of: part.month).adding(days: 19), by: actor) {
          ApproveBoundaries(
            role: part.role, tasks: decision.tasks, level: decision.level, note: decision.note, skippingRefused: true)
        }
      }
    }
    return singly + [rest(part, month: part.month, tasks: tasks)]
  }

  /// Everything that is still open, or of it `tasks`, as proposed.
  private func rest(_ part: DemoStory.Boundaries, month: Int, tasks: [String]?) -> DemoStep {
    DemoStep(day(of: month).adding(days: 19), by: actor(.hrAdmin), work: 20) {
      ApproveBoundaries(role: part.role, tasks: tasks, skippingRefused: true)
    }
  }

  /// A round, open until the day before the decisions, in which some who hold the role say how they would want the tasks:
  /// those where the rules demand it, and some more.
  private func consultations(_ part: DemoStory.Boundaries, invited: inout Set<Int>) -> [DemoStep] {
    let all = tasks.filter { $0.role == part.role }
    let demanded = part.unanswered == true ? [] : all.filter(\.needsConsultation)
    let asked = demanded + all.filter { !$0.needsConsultation }.prefix(part.asked)
    let respondents = respondents(of: part.role)
    guard !asked.isEmpty, !respondents.isEmpty else { return [] }
    let first = day(of: part.month)
    let round = DemoStep(first.adding(days: 6), by: actor(.hrAdmin)) {
      OpenConsultation(role: part.role, tasks: asked.map(\.code), closesOn: first.adding(days: 18))
    }
    return [round]
      + respondents.flatMap { member in
        (invited.insert(member).inserted ? [invitation(of: member, month: part.month)] : [])
          + asked.map { answer(to: $0, by: member, month: part.month) }
      }
  }

  private func invitation(of index: Int, month: Int) -> DemoStep {
    let member = staff.members[index]
    return DemoStep(day(of: month).adding(days: 6)) {
      CreateAccount(email: member.email, displayName: member.name, role: .employee, person: member.externalID)
    }
  }

  private func answer(to task: TaskRecord, by index: Int, month: Int) -> DemoStep {
    var random = DemoRandom(seed: seed, .opinions, index * 64 + (tasks.firstIndex { $0.code == task.code } ?? 0) % 64)
    let wanted = task.desiredLevel ?? task.feasibleLevel ?? .h4
    let level = random.chance(0.25) ? wanted.moreHuman : wanted
    return DemoStep(day(of: month).adding(days: 12), by: account(of: index)) {
      RecordConsultation(role: task.role, task: task.code, desiredLevel: level)
    }
  }
}

extension TaskRecord {
  /// Whether what employees want and what experts hold feasible are two levels apart.
  fileprivate var needsConsultation: Bool {
    guard let desiredLevel, let feasibleLevel else { return false }
    return abs(desiredLevel.rawValue - feasibleLevel.rawValue) >= 2
  }
}
