import FoundationEssentials
import Readiness
import Storage
import Wire

/// Loads the demonstration organisation into a store, command by command, each on its day of the past.
struct DemoLoader {
  let store: Store
  let demo: DemoOrganisation

  /// What was loaded.
  struct Outcome: Sendable {
    var organisation: OrganisationID
    /// One a person-facing account, to sign in with within a week.
    var signIns: [SignIn]
    /// As of the history's last day.
    var brief: Brief
  }

  struct SignIn: Sendable {
    var email: String
    var role: AccountRole
    var code: String
  }

  struct Progress: Sendable {
    /// The day that the history has reached.
    var day: Day
    var done: Int
    var total: Int
  }

  /// - Parameters:
  ///   - now: when the sign-in codes begin to run.
  ///   - progress: told after each submission.
  /// - Throws: `DemoRejection` when the product refuses a command of the history.
  func load(now: Date, progress: (Progress) -> Void) async throws -> Outcome {
    let organisation = try await store.createOrganisation(name: demo.name, now: demo.start.instant)
    var callers = DemoCallers(store: store, organisation: organisation)
    let client = UUID()
    let total = demo.steps.reduce(0) { $0 + $1.work }
    var (sequence, done, clock) = (Int64(0), 0, DemoClock())
    for batch in DemoLoader.batches(of: demo.steps) {
      let instant = clock.instant(on: batch[0].day)
      let caller = try await callers.caller(for: batch[0].actor, now: instant)
      let commands = batch.map { step in
        sequence += 1
        return SubmittedCommand(sequence: sequence, command: step.command())
      }
      let outcomes = try await store.submit(Submission(client: client, commands: commands), by: caller, now: instant)
      for (command, outcome) in zip(commands, outcomes) {
        if case .rejected(let refusal) = outcome.verdict {
          throw DemoRejection(command: command.name, day: batch[0].day, refusal: refusal)
        }
      }
      done += batch.reduce(0) { $0 + $1.work }
      progress(Progress(day: batch[0].day, done: done, total: total))
    }
    try await callers.signOut(now: now)
    return Outcome(
      organisation: organisation, signIns: try await invite(to: organisation, now: now),
      brief: try await store.answer(ReadBrief(asOf: demo.asOf), by: .operatorOf(organisation), now: now))
  }

  /// Steps of one day and actor go together, up to a size that one transaction bears.
  private static func batches(of steps: [DemoStep]) -> [[DemoStep]] {
    var batches: [[DemoStep]] = []
    var (first, work) = (0, 0)
    for (index, step) in steps.enumerated() {
      let isTogether = step.day == steps[first].day && step.actor == steps[first].actor
      if index > first, !isTogether || work + step.work > 5_000 || index - first == Submission.limit {
        batches.append(Array(steps[first..<index]))
        (first, work) = (index, 0)
      }
      work += step.work
    }
    return batches + [Array(steps[first...])]
  }

  /// A code for each account that a person would sign in with.
  private func invite(to organisation: OrganisationID, now: Date) async throws -> [SignIn] {
    var signIns: [SignIn] = []
    for (email, role) in demo.signIns where role != .service {
      let issued = try await store.execute(
        IssueSignInCode(email: email), by: .operatorOf(organisation), now: now)
      signIns.append(SignIn(email: email, role: role, code: issued.code))
    }
    return signIns
  }
}

/// A command of the history that the product refused: the seeds and the rules do not agree.
struct DemoRejection: Error, CustomStringConvertible {
  let command: String
  let day: Day
  let refusal: Refusal

  var description: String {
    let faults = refusal.faults.prefix(5).map { "\n  row \($0.row ?? 0), \($0.field ?? ""): \($0.message.en)" }
    return "\(command) of \(day) was refused: \(refusal.message.en)\(faults.joined())"
  }
}

/// Working hours of the past: what is submitted on one day follows each other by a minute.
private struct DemoClock {
  private var day: Day?
  private var minutes = 0

  mutating func instant(on next: Day) -> Date {
    minutes = next == day ? minutes + 1 : 0
    day = next
    return next.instant.addingTimeInterval(Double(8 * 60 + minutes) * 60)
  }
}

/// Who acts in the history: the operator, and accounts with tokens that end with it.
private struct DemoCallers {
  let store: Store
  let organisation: OrganisationID
  private var tokens: [String: IssueToken.Result] = [:]

  init(store: Store, organisation: OrganisationID) {
    self.store = store
    self.organisation = organisation
  }

  mutating func caller(for actor: DemoActor, now: Date) async throws -> Caller {
    guard case .account(let email) = actor else { return .operatorOf(organisation) }
    if let token = tokens[email] { return .token(token.token) }
    let token = try await store.execute(
      IssueToken(email: email, label: "demo", days: 366), by: .operatorOf(organisation), now: now)
    tokens[email] = token
    return .token(token.token)
  }

  func signOut(now: Date) async throws {
    for token in tokens.values {
      _ = try await store.execute(RevokeToken(id: token.id), by: .operatorOf(organisation), now: now)
    }
  }
}
