/// Everything that keeps an instrument from being published.
public struct InstrumentError: Error, Hashable, Sendable {
  /// The instrument's code.
  public var instrument: String
  /// In the instrument's order; never empty.
  public var problems: [Problem]

  public init(instrument: String, problems: [Problem]) {
    self.instrument = instrument
    self.problems = problems
  }

  /// One thing that is wrong, where, and what to do.
  public struct Problem: Hashable, Sendable {
    /// The item's code; nil for a field of the instrument itself.
    public var item: String?
    /// As it is written in the file: `options[b].zh`.
    public var field: String
    public var code: Code
    public var message: LocalizedText

    public init(item: String?, field: String, code: Code, message: LocalizedText) {
      self.item = item
      self.field = field
      self.code = code
      self.message = message
    }
  }

  /// Stable, for programs.
  public enum Code: String, Codable, Sendable, CaseIterable {
    case malformed = "instrument-malformed"
    case outOfRange = "instrument-out-of-range"
    case duplicate = "instrument-duplicate"
    case missingText = "instrument-missing-text"
    case keyNotAnOption = "instrument-key-not-an-option"
    case keyDoesNotFitKind = "instrument-key-does-not-fit-kind"
    case tooFewOptions = "instrument-too-few-options"
    case tooFewItems = "instrument-too-few-items"
  }
}

extension InstrumentError: CustomStringConvertible {
  public var description: String {
    problems.map { problem in
      let place = [instrument, problem.item, problem.field].compactMap { $0 }.joined(separator: " / ")
      return "\(place): \(problem.message.en)"
    }.joined(separator: "\n")
  }
}
