public import FoundationEssentials

public enum Attempt {}
public enum Score {}
public typealias AttemptID = Identifier<Attempt>
public typealias ScoreID = Identifier<Score>

/// Publishes an instrument with its items, keys and parameters: an instrument that is out is never changed, only followed
/// by the next version.
public struct PublishInstrument: Command {
  public typealias Result = Done
  public static let name = CommandName.publishInstrument
  public var instrument: Instrument

  public init(instrument: Instrument) { self.instrument = instrument }

  /// Keys and parameters stay out of the audit.
  public var auditDetail: any Encodable & Sendable {
    ["code": instrument.code, "version": String(instrument.version), "items": String(instrument.items.count)]
  }
}

/// Starts an attempt of the caller's, or takes up the one in progress; one whose time is over is settled instead.
public struct StartAttempt: Command {
  public static let name = CommandName.startAttempt
  /// Code of the instrument; its newest version is given. Nil: the campaign's.
  public var instrument: String?
  /// Code of a campaign that the caller is invited to; nil: the only open one that is of the instrument, or none.
  public var campaign: String?
  /// Code of a form, or `adaptive`; nil: the campaign's, or else adaptive where the instrument is, or its first form.
  public var form: String?

  public init(instrument: String? = nil, campaign: String? = nil, form: String? = nil) {
    self.instrument = instrument
    self.campaign = campaign
    self.form = form
  }

  public struct Result: Codable, Sendable {
    public var attempt: AttemptID
    public var resumed: Bool
    /// Answers are taken until then; nil: for as long as one likes.
    public var deadline: Date?
    /// What became of an attempt whose time was over: scored by what was answered, submitted to its raters, or expired;
    /// nothing was started.
    public var settled: AttemptStatus?
    /// Nil when nothing was started.
    public var progress: AttemptProgress?

    public init(
      attempt: AttemptID, resumed: Bool, deadline: Date? = nil, settled: AttemptStatus? = nil,
      progress: AttemptProgress? = nil
    ) {
      self.attempt = attempt
      self.resumed = resumed
      self.deadline = deadline
      self.settled = settled
      self.progress = progress
    }
  }
}

/// Records the caller's answer to one item of their attempt, and tells what is asked next. Answers are final.
public struct RecordResponse: Command {
  public typealias Result = AttemptProgress
  public static let name = CommandName.recordResponse
  public var attempt: AttemptID
  public var item: String
  /// Keys of the options; in order, where the item asks for one.
  public var answer: [String]
  /// How sure the caller is, 0 to 1.
  public var confidence: Double?
  public var milliseconds: Int?

  public init(
    attempt: AttemptID, item: String, answer: [String], confidence: Double? = nil, milliseconds: Int? = nil
  ) {
    self.attempt = attempt
    self.item = item
    self.answer = answer
    self.confidence = confidence
    self.milliseconds = milliseconds
  }

  /// An answer is the person's own: the audit tells that it was given, not what it was.
  public var auditDetail: any Encodable & Sendable { ["attempt": attempt.description, "item": item] }
}

/// Ends the caller's attempt and scores it. What is not answered counts as wrong; what is answered in words waits for its
/// raters, and the score with it.
public struct FinishAttempt: Command {
  public static let name = CommandName.finishAttempt
  public var attempt: AttemptID

  public init(attempt: AttemptID) { self.attempt = attempt }

  public struct Result: Codable, Sendable, Equatable {
    /// `submitted` while raters have yet to score answers in words, else `scored`.
    public var status: AttemptStatus
    /// Nil while it waits, and of a self-report.
    public var score: ScoreReport?
    /// Of a self-report.
    public var selfReport: SelfReport?
    /// Codes of the items whose answers wait for raters.
    public var waiting: [String]

    public init(status: AttemptStatus, score: ScoreReport?, selfReport: SelfReport?, waiting: [String]) {
      self.status = status
      self.score = score
      self.selfReport = selfReport
      self.waiting = waiting
    }
  }
}

/// Takes finished attempts from a table, one row a person and item, and scores them, all or nothing. Those with answers in
/// words are scored once their raters have agreed.
public struct ImportResponses: Command {
  public static let name = CommandName.importResponses
  public var instrument: String
  /// Code of the form that was taken; nil: the instrument's first.
  public var form: String?
  /// Columns `person` (external id), `item`, `answer` (option keys, separated by spaces, or the text of an answer in words)
  /// and, if known, `confidence` (0 to 1) and `milliseconds`.
  public var sheet: Sheet
  /// The day the test was taken; nil: today.
  public var takenOn: Day?

  public init(instrument: String, form: String? = nil, sheet: Sheet, takenOn: Day? = nil) {
    self.instrument = instrument
    self.form = form
    self.sheet = sheet
    self.takenOn = takenOn
  }

  public var auditDetail: any Encodable & Sendable { BulkDetail(rows: sheet.rows.count, effective: takenOn) }

  public struct Result: Codable, Sendable, Equatable {
    public var attempts: Int
    public var responses: Int
    /// How many of the attempts wait for raters.
    public var waiting: Int

    public init(attempts: Int, responses: Int, waiting: Int) {
      self.attempts = attempts
      self.responses = responses
      self.waiting = waiting
    }
  }

  public static let columns = ["person", "item", "answer"]
  public static let optionalColumns = ["confidence", "milliseconds"]
}

/// A row of responses.
public struct ResponseRecord: Sendable, Equatable {
  public var person: String
  public var item: String
  /// As the cell has it.
  public var answer: String
  public var confidence: Double?
  public var milliseconds: Int?

  public init(from row: inout RowReader) {
    person = row.text("person")
    item = row.text("item")
    answer = row.text("answer", limit: Item.longestAnswer)
    confidence = row.optional("confidence", expecting: "a number from 0 to 1")
    if let confidence, !(0...1).contains(confidence) {
      row.fail("confidence", "invalid", en: "\(confidence) is not from 0 to 1.", zh: "\(confidence) 不在 0 到 1 之间。")
    }
    milliseconds = row.optional("milliseconds", expecting: "a whole number")
    if let milliseconds, !(0...86_400_000).contains(milliseconds) {
      row.fail(
        "milliseconds", "invalid", en: "\(milliseconds) is not a time within a day.",
        zh: "\(milliseconds) 不是一天之内的时长。")
    }
  }
}

extension ResponseRecord {
  /// The response as an item of that kind takes it: a text as it is, else the keys in it.
  public func response(to kind: ItemKind) -> ItemResponse {
    let keys = answer.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
    return ItemResponse(
      item: item, answer: kind.marking == .rubric ? [answer] : keys, confidence: confidence,
      milliseconds: milliseconds)
  }
}
