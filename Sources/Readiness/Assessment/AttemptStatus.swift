/// Where one person's attempt at an instrument is.
public enum AttemptStatus: String, Codable, Sendable, CaseIterable {
  /// Begun; responses are accepted.
  case inProgress = "in_progress"
  /// Handed in by the person; closed to responses, to be scored.
  case submitted
  case scored
  /// Not handed in before its time limit; never scored, since what is missing says nothing about the person.
  case expired
  /// Set aside by a human decision, with a reason; a score of it no longer counts.
  case voided

  /// Whether an attempt may go from this status to `next`.
  public func canBecome(_ next: AttemptStatus) -> Bool {
    switch self {
    case .inProgress: next == .submitted || next == .expired || next == .voided
    case .submitted: next == .scored || next == .voided
    case .scored: next == .voided
    case .expired, .voided: false
    }
  }
}
