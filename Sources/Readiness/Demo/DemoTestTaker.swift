/// Answers the instrument as people of a known ability would.
struct DemoTestTaker: Sendable {
  private let making: DemoMaking
  private let instrument: Instrument
  private let items: [Item]
  /// By unit: the mean ability at the start.
  private let abilities: [Double]

  init(making: DemoMaking) {
    self.making = making
    instrument = making.seeds.instruments[0]
    items = instrument.delivered(in: instrument.forms[0]).filter { $0.kind.marking == .key }
    abilities = making.staff.units.map { unit in
      making.seeds.story.units.first { $0.code == unit.code }?.ability ?? 0
    }
  }

  func responses(of sittings: [DemoMaking.Sitting], takenOn: Day) -> ImportResponses {
    var cells: [[String]] = []
    cells.reserveCapacity(sittings.count * items.count)
    for sitting in sittings { cells += rows(of: sitting) }
    let sheet = Sheet(header: ImportResponses.columns + ImportResponses.optionalColumns, cells: cells)
    return ImportResponses(instrument: instrument.code, sheet: sheet, takenOn: takenOn)
  }

  /// Ability grows a little with time, and by training before a second attempt; those who lead were trained first.
  private func ability(_ sitting: DemoMaking.Sitting, _ random: inout DemoRandom) -> Double {
    let member = making.staff.members[sitting.member]
    let leading = making.staff.leads(sitting.member) || member.rank == 1 ? 0.7 : 0
    let growth = 0.05 * Double(max(0, sitting.month)) + (sitting.isRetake ? 0.45 : 0)
    return abilities[member.unit] + leading + growth + 0.6 * random.normal()
  }

  private func rows(of sitting: DemoMaking.Sitting) -> [[String]] {
    var person = DemoRandom(seed: making.seed, .abilities, sitting.member)
    let theta = ability(sitting, &person)
    let offsets = Dictionary(
      uniqueKeysWithValues: QuotientDomain.allCases.map { domain in
        (domain, (making.seeds.story.domains[domain.rawValue] ?? 0) + 0.25 * person.normal())
      })
    var random = DemoRandom(seed: making.seed, .answers, sitting.member * 16 + sitting.month + 1)
    let id = making.staff.members[sitting.member].externalID
    return items.compactMap { item in
      random.chance(0.015) ? nil : row(id, item, theta: theta + (offsets[item.domain] ?? 0), &random)
    }
  }

  private func row(_ person: String, _ item: Item, theta: Double, _ random: inout DemoRandom) -> [String] {
    let probability = DemoRandom.probability(
      slope: item.parameters?.slope ?? 1, difficulty: item.parameters?.difficulty ?? 0, theta: theta)
    let isRight = random.chance(probability)
    let answer = isRight ? item.answer : item.wrongAnswer(&random)
    // People know what they know, but not well: the unable are surer than they should be.
    let confidence = min(1, max(0.1, 0.3 + 0.6 * probability + 0.12 * random.normal()))
    let seconds = item.kind.seconds * (0.5 + random.unit()) * (isRight ? 1 : 1.2)
    return [
      person, item.code, answer.joined(separator: " "), String(((confidence * 20).rounded()) / 20),
      String(Int(seconds * 1_000)),
    ]
  }
}

extension ItemKind {
  /// How long an answer takes.
  fileprivate var seconds: Double {
    switch self {
    case .singleChoice: 40
    case .multipleChoice: 60
    case .ordering: 75
    case .errorSpotting: 65
    case .situationalJudgement: 55
    case .matching: 80
    case .promptRepair, .workSample: 600
    case .selfReport: 12
    }
  }
}

extension Item {
  /// An answer of the form that the item asks for, other than its key.
  fileprivate func wrongAnswer(_ random: inout DemoRandom) -> [String] {
    let keys = options.map(\.key)
    switch kind {
    case .multipleChoice:
      let chosen = keys.filter { _ in random.chance(0.5) }
      return chosen.isEmpty || Set(chosen) == Set(answer) ? [answer[0]] : chosen
    case .matching:
      let order = random.shuffled(targets.map(\.key))
      let pairs = keys.enumerated().map { $0.element + order[$0.offset % order.count] }
      return pairs == answer ? keys.enumerated().map { $0.element + order[($0.offset + 1) % order.count] } : pairs
    case .ordering:
      let order = random.shuffled(keys)
      return order == answer ? order.reversed() : order
    default:
      return [random.pick(keys.filter { !answer.contains($0) })]
    }
  }
}
