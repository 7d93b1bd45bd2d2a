/// What a client must know of one submitted command, whatever it was: that it is settled, and whether it was refused.
public struct Acknowledgement: Codable, Sendable, Equatable {
  public var sequence: Int64
  /// Nil: applied.
  public var problem: Problem?

  public init(sequence: Int64, problem: Problem?) {
    self.sequence = sequence
    self.problem = problem
  }
}
