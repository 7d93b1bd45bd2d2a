/// One command of the demonstration's history: when, by whom, and how much work it is.
public struct DemoStep: Sendable {
  public let day: Day
  public let actor: DemoActor
  /// Rows that the command carries, 1 or more: what a progress bar counts.
  public let work: Int
  /// Made when it is needed: those with responses are large.
  public let command: @Sendable () -> any Command

  init(_ day: Day, by actor: DemoActor = .operator, work: Int = 1, _ command: @escaping @Sendable () -> any Command) {
    self.day = day
    self.actor = actor
    self.work = work
    self.command = command
  }
}

/// Who submits a step.
public enum DemoActor: Hashable, Sendable {
  case `operator`
  /// By e-mail address; an earlier step made the account.
  case account(String)
}
