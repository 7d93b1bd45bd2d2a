/// A synthetic company with nine months of history, as the commands that make it.
///
/// The same seeds, number of people, seed and last day always give the same commands. Nothing in it is random but by
/// `seed`, and nothing of it is about a real company or person.
public struct DemoOrganisation: Sendable {
  /// How many people it can have at the end.
  public static let sizes = 20...100_000

  public let name: LocalizedText
  /// The first day of its history; the last is `asOf`.
  public let start: Day
  public let asOf: Day
  /// By day.
  public let steps: [DemoStep]
  /// E-mail addresses to sign in with, and what their accounts are.
  public let signIns: [(email: String, role: AccountRole)]

  /// - Parameters:
  ///   - people: how many there are on the last day, within `sizes`.
  ///   - asOf: the day on which the history ends; it begins nine months before.
  /// - Throws: `invalid-table` where a seed's table cannot be read.
  public init(seeds: DemoSeeds, people: Int, seed: UInt64, asOf: Day) throws(Refusal) {
    precondition(DemoOrganisation.sizes.contains(people))
    let making = try DemoMaking(seeds: seeds, people: people, seed: seed, asOf: asOf)
    name = seeds.story.name
    start = making.day(of: 0)
    self.asOf = asOf
    signIns = seeds.story.accounts.map { ($0.email, $0.role) }
    let steps =
      making.foundation + making.people + making.assessments + making.ratings + making.boundaries + making.learning
      + making.governance
    // Stable: what belongs together on one day stays in the order in which it was made.
    self.steps = steps.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element)
  }
}

/// What the parts of the history are made from.
struct DemoMaking: Sendable {
  let seeds: DemoSeeds
  let seed: UInt64
  let asOf: Day
  let staff: DemoStaff
  let tasks: [TaskRecord]
  /// Addresses of the story's accounts by the members they belong to.
  let accounts: [Int: String]

  init(seeds: DemoSeeds, people: Int, seed: UInt64, asOf: Day) throws(Refusal) {
    self.seeds = seeds
    self.seed = seed
    self.asOf = asOf
    let start = asOf.adding(months: -DemoStaff.months)
    let staff = DemoStaff(people: people, seeds: seeds, seed: seed, start: start)
    self.staff = staff
    tasks = try seeds.tasks.read(
      required: TaskRecord.columns, optional: TaskRecord.optionalColumns, TaskRecord.init(from:)
    ).map(\.record)
    let owners = seeds.story.accounts.compactMap { account in
      staff.member(of: account).map { ($0, account.email) }
    }
    accounts = Dictionary(owners, uniquingKeysWith: { first, _ in first })
  }

  /// The day on which a month of the history begins.
  func day(of month: Int) -> Day { asOf.adding(months: month - DemoStaff.months) }
}

extension DemoStaff {
  /// Whom an account of the story belongs to; nil for none.
  func member(of account: DemoStory.Account) -> Int? {
    guard let unit = units.first(where: { $0.code == account.unit }) else { return nil }
    let staying = unit.ranked.filter { members[$0].joins == 0 && members[$0].leaves == nil }
    return staying[min(account.rank ?? 0, staying.count - 1)]
  }
}
