public import FoundationEssentials
public import Readiness
import Wire

/// Loads the demonstration organisation, command by command, each on its day of the past.
public struct DemoLoader: Sendable {
  private let store: Store
  private let demo: DemoOrganisation

  public init(_ demo: DemoOrganisation, into store: Store) {
    self.store = store
    self.demo = demo
  }

  /// What was loaded.
  public struct Outcome: Sendable {
    public var organisation: OrganisationID
    /// One for each account that a person would sign in with.
    public var signIns: [SignIn]
    /// As of the history's last day.
    public var brief: Brief
  }

  public struct SignIn: Codable, Sendable {
    public var email: String
    public var role: AccountRole
    /// Good once, within a week.
    public var code: String
  }

  public struct Progress: Sendable {
    /// The day that the history has reached.
    public var day: Day
    /// Rows.
    public var done: Int
    public var total: Int
  }

  /// - Parameters:
  ///   - now: when the sign-in codes begin to run.
  ///   - progress: told after each submission.
  /// - Throws: a `Refusal` that names the command and its day, when one is not applied; what came before it stays.
  public func load(now: Date, progress: (Progress) -> Void = { _ in }) async throws -> Outcome {
    let organisation = try await store.createOrganisation(name: demo.name, now: demo.start.instant)
    var callers = DemoCallers(store: store, organisation: organisation)
    var submitter = DemoSubmitter(store: store)
    let total = demo.steps.reduce(0) { $0 + $1.work }
    var done = 0
    for batch in demo.batches {
      let instant = submitter.instant(on: batch[0].day)
      let caller = try await callers.caller(for: batch[0].actor, now: instant)
      let answer = try await batch[0].question?.answer(store, by: caller, of: organisation, now: instant)
      let commands = batch.flatMap { $0.commands(answer ?? DemoAnswer()) }
      try await submitter.submit(commands, by: caller, now: instant)
      done += batch.reduce(0) { $0 + $1.work }
      progress(Progress(day: batch[0].day, done: done, total: total))
    }
    try await callers.signOut(now: now)
    return Outcome(
      organisation: organisation, signIns: try await invite(to: organisation, now: now),
      brief: try await store.answer(ReadBrief(asOf: demo.asOf), by: .operatorOf(organisation), now: now))
  }

  private func invite(to organisation: OrganisationID, now: Date) async throws -> [SignIn] {
    var signIns: [SignIn] = []
    for (email, role) in demo.signIns where role != .service {
      let issued = try await store.execute(IssueSignInCode(email: email), by: .operatorOf(organisation), now: now)
      signIns.append(SignIn(email: email, role: role, code: issued.code))
    }
    return signIns
  }
}

extension DemoOrganisation {
  /// Steps of one day and actor go together, up to a size that one transaction bears; one that asks first goes alone.
  fileprivate var batches: [[DemoStep]] {
    var batches: [[DemoStep]] = []
    var work = 0
    for step in steps {
      let last = batches.last?.last
      let isTogether =
        last.map { $0.day == step.day && $0.actor == step.actor && $0.question == nil && step.question == nil } ?? false
      let fits = work + step.work <= 5_000 && batches.last?.count ?? 0 < Submission.limit
      if isTogether && fits {
        batches[batches.count - 1].append(step)
        work += step.work
      } else {
        batches.append([step])
        work = step.work
      }
    }
    return batches
  }
}

/// Submits the history as one client, in the working hours of the past.
private struct DemoSubmitter {
  let store: Store
  private let client = UUID()
  private var sequence: Int64 = 0
  private var day: Day?
  private var minutes = 0

  init(store: Store) {
    self.store = store
  }

  /// From 08:00 UTC; what is submitted on one day follows each other by a minute.
  mutating func instant(on next: Day) -> Date {
    minutes = next == day ? minutes + 1 : 0
    day = next
    return next.instant.addingTimeInterval(Double(8 * 60 + minutes) * 60)
  }

  /// As many at a time as a submission may carry.
  mutating func submit(_ commands: [any Command], by caller: Caller, now: Date) async throws {
    for start in stride(from: 0, to: commands.count, by: Submission.limit) {
      let part = commands[start..<min(start + Submission.limit, commands.count)].enumerated().map { offset, command in
        SubmittedCommand(sequence: sequence + Int64(offset) + 1, command: command)
      }
      sequence += Int64(part.count)
      let outcomes = try await store.submit(Submission(client: client, commands: part), by: caller, now: now)
      for (command, outcome) in zip(part, outcomes) {
        if let refusal = outcome.refusal { throw Refusal(refusal, command: command.name, on: Day(now)) }
      }
    }
  }
}

extension Refusal {
  /// A refusal within the history: its seeds and the rules do not agree.
  fileprivate init(_ refusal: Refusal, command: String, on day: Day) {
    self = refusal
    message = LocalizedText(
      en: "\(command) of \(day): \(refusal.message.en)", zh: "\(day) 的 \(command)：\(refusal.message.zh)")
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
    for (_, token) in tokens.sorted(by: { $0.key < $1.key }) {
      _ = try await store.execute(RevokeToken(id: token.id), by: .operatorOf(organisation), now: now)
    }
  }
}
