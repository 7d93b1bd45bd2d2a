import FoundationEssentials
import Readiness
import SeededRandom
import Storage
import TestSupport
import Testing

/// Whatever is done in whatever order: each boundary in force is as human as the rules' floor for the facts of the day.
@Suite struct `Boundaries hold` {
  @Test(arguments: [11, 23, 47, 101] as [UInt64])
  func `after any sequence of commands`(seed: UInt64) async throws {
    var world = World(test: try await TestStore.make(), random: SplitMix64(seed: seed))
    for step in 1...25 {
      let done = try await world.step()
      let levels = try await world.test.ask(ListBoundaries(), at: world.now)
      for boundary in levels {
        let floor = world.floor(of: boundary.task, accountable: boundary.accountable, overseer: boundary.overseer)
        let level = try #require(boundary.decidedLevel)
        #expect(
          level >= floor, "seed \(seed), step \(step), after \(done): \(boundary.task) at \(level) below \(floor)")
      }
    }
  }
}

/// The facts as the test knows them, kept beside the store and never read from it.
private struct World {
  struct Task {
    var physical = 1
    var uncertainty = 2
    var irreversible = false
    var dataClass = DataClass.internal
  }

  let test: TestStore
  var random: SplitMix64
  var now = TestStore.now
  var clearance = DataClass.internal
  var tasks: [String: Task] = [:]
  var gone: Set<String> = []

  init(test: TestStore, random: SplitMix64) {
    self.test = test
    self.random = random
    tasks = [test.first.code("REP-1"): Task(), test.first.code("REP-2"): Task(physical: 4)]
  }

  /// What the shipped rules set as a floor, by their text: R2, R4, R5, and R6, which leaves the task to the human.
  func floor(of code: String, accountable: String?, overseer: String?) -> HumanAgencyLevel {
    guard let task = tasks[code] else { return .h1 }
    if accountable.map(gone.contains) ?? true { return .h5 }
    if task.dataClass > clearance { return .h5 }
    return task.irreversible || task.uncertainty >= 4 || task.physical >= 4 ? .h4 : .h1
  }

  /// - Returns: what was done.
  mutating func step() async throws -> String {
    now = now.addingTimeInterval(Double(Int.random(in: 0...1, using: &random)) * 86_400)
    switch Int.random(in: 0...6, using: &random) {
    case 0, 1: return try await changeTask()
    case 2:
      clearance = DataClass.allCases.randomElement(using: &random) ?? .public
      try await test.run(ImportAISystems(sheet: test.desk(cleared: clearance.rawValue)), at: now)
      return "clearance \(clearance)"
    case 3: return try await changePeople()
    case 4:
      try await test.run(ReevaluateBoundaries(), as: .service, at: now)
      return "a day passed"
    default: return try await decide()
    }
  }

  private mutating func changeTask() async throws -> String {
    guard let code = tasks.keys.sorted().randomElement(using: &random) else { return "nothing" }
    let task = Task(
      physical: Int.random(in: 1...5, using: &random), uncertainty: Int.random(in: 1...5, using: &random),
      irreversible: Bool.random(using: &random),
      dataClass: DataClass.allCases.randomElement(using: &random) ?? .restricted)
    tasks[code] = task
    try await test.run(
      ImportTasks(
        sheet: Sheet(
          """
          code,role,name_en,name_zh,importance,time_share,physical,interpersonal,uncertainty,expertise,enjoyment,\
          irreversible,affects_person,data_class,exposure,automation,ai_system
          """,
          """
          \(code),\(test.first.code("REP")),Task,任务,3,0.5,\(task.physical),1,\(task.uncertainty),3,3,\
          \(task.irreversible ? "yes" : "no"),no,\(task.dataClass.rawValue),E1,T3,\(test.first.code("DESK"))
          """)), at: now)
    return "\(code) \(task)"
  }

  /// The manager, who is accountable, leaves or returns.
  private mutating func changePeople() async throws -> String {
    let manager = test.first.code("MANAGER")
    let leaves = !gone.contains(manager)
    let yesterday = Day(now).adding(days: -1)
    try await test.run(
      ImportPeople(sheet: test.departure(of: "MANAGER", on: leaves ? "\(yesterday)" : "")), at: now)
    if leaves { gone.insert(manager) } else { gone.remove(manager) }
    return leaves ? "the manager left" : "the manager returned"
  }

  private mutating func decide() async throws -> String {
    let role = test.first.code("REP")
    let level = Bool.random(using: &random) ? HumanAgencyLevel.allCases.randomElement(using: &random) : nil
    try await test.run(ProposeBoundaries(role: role), at: now)
    for account in [AccountRole.hrAdmin, .owner] {
      try await test.run(ApproveBoundaries(role: role, level: level, skippingRefused: true), as: account, at: now)
    }
    return "decided at \(level.map(\.description) ?? "what is proposed")"
  }
}
