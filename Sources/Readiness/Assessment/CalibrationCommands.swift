public enum CalibrationRun {}
public typealias CalibrationRunID = Identifier<CalibrationRun>

/// Estimates an instrument's item parameters from the responses given so far, links them to its scale and keeps them as a
/// draft, for another account to publish or reject.
public struct RunCalibration: Command {
  public static let name = CommandName.runCalibration
  /// Code; its newest version is calibrated.
  public var instrument: String
  /// How many steps the search may take, 1 to 10,000; nil: 500.
  public var iterationLimit: Int?

  public init(instrument: String, iterationLimit: Int? = nil) {
    self.instrument = instrument
    self.iterationLimit = iterationLimit
  }

  public struct Result: Codable, Sendable, Equatable {
    public var run: CalibrationRunID
    /// The version that it was compared with.
    public var version: Int
    public var people: Int
    /// How many items have parameters that may be published, of how many.
    public var calibrated: Int
    public var items: Int
    public var converged: Bool

    public init(
      run: CalibrationRunID, version: Int, people: Int, calibrated: Int, items: Int, converged: Bool
    ) {
      self.run = run
      self.version = version
      self.people = people
      self.calibrated = calibrated
      self.items = items
      self.converged = converged
    }
  }

  /// With fewer people, parameters are worse than experts' judgement.
  public static let leastPeople = 200
  /// With fewer responses, an item keeps the parameters it has.
  public static let leastResponses = 100
}

/// Publishes the instrument's next version with the parameters that a calibration found. Another account than the one that
/// ran it decides.
public struct PublishCalibration: Command {
  public static let name = CommandName.publishCalibration
  public var run: CalibrationRunID
  /// Beta items that count from now on.
  public var promote: [ItemDecision]
  /// Items that are no longer delivered.
  public var retire: [ItemDecision]

  public init(run: CalibrationRunID, promote: [ItemDecision] = [], retire: [ItemDecision] = []) {
    self.run = run
    self.promote = promote
    self.retire = retire
  }

  /// One item, and why.
  public struct ItemDecision: Codable, Sendable, Equatable {
    public var item: String
    public var reason: String

    public init(item: String, reason: String) {
      self.item = item
      self.reason = reason
    }
  }

  public struct Result: Codable, Sendable, Equatable {
    public var instrument: String
    /// The version that is now published.
    public var version: Int
    public var calibrated: Int

    public init(instrument: String, version: Int, calibrated: Int) {
      self.instrument = instrument
      self.version = version
      self.calibrated = calibrated
    }
  }
}

/// Decides that a calibration is not published.
public struct RejectCalibration: Command {
  public typealias Result = Done
  public static let name = CommandName.rejectCalibration
  public var run: CalibrationRunID
  public var reason: String

  public init(run: CalibrationRunID, reason: String) {
    self.run = run
    self.reason = reason
  }
}

/// Scores each person's latest valid attempt anew by the parameters of the instrument's newest version. The new scores
/// count from today on; reports of earlier days keep the old ones.
public struct RescoreAttempts: Command {
  public static let name = CommandName.rescoreAttempts
  public var instrument: String

  public init(instrument: String) { self.instrument = instrument }

  public struct Result: Codable, Sendable, Equatable {
    /// The version whose parameters were used.
    public var version: Int
    /// Attempts that were looked at.
    public var attempts: Int
    /// Attempts with a score, overall or of a domain, that is another now.
    public var changed: Int
    /// Of the overall quotient, over all attempts.
    public var change: ScoreChange

    public init(version: Int, attempts: Int, changed: Int, change: ScoreChange) {
      self.version = version
      self.attempts = attempts
      self.changed = changed
      self.change = change
    }
  }
}

/// Publishes how ability is distributed among the organisation's own people, by their latest valid scores.
public struct PublishNorm: Command {
  public typealias Result = Norm
  public static let name = CommandName.publishNorm
  public var instrument: String

  public init(instrument: String) { self.instrument = instrument }
}
