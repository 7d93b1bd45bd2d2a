/// Scores an answer in words by its item's rubric, as one of two raters; where these are too far apart, as the third.
///
/// Nobody rates their own answer, and nobody rates one twice. Until enough have rated it a rater is told neither whose it
/// is nor how others scored it.
public struct RateResponse: Command {
  public static let name = CommandName.rateResponse
  public var attempt: AttemptID
  /// The item's code.
  public var item: String
  /// By criterion code: from 0 to the criterion's highest level.
  public var scores: [String: Int]
  /// Why, for whoever judges an appeal; at most 4,000 characters.
  public var comment: String?

  public init(attempt: AttemptID, item: String, scores: [String: Int], comment: String? = nil) {
    self.attempt = attempt
    self.item = item
    self.scores = scores
    self.comment = comment
  }

  /// Raters are blind: the audit tells that one has rated, not how.
  public var auditDetail: any Encodable & Sendable {
    ["attempt": attempt.description, "item": String(item.prefix(60))]
  }

  public struct Result: Codable, Sendable, Equatable {
    /// How many raters have yet to score this answer.
    public var missing: Int
    /// Where the attempt is now: scored, once all of its answers in words are.
    public var status: AttemptStatus

    public init(missing: Int, status: AttemptStatus) {
      self.missing = missing
      self.status = status
    }
  }

  /// In characters.
  public static let longestComment = 4_000
}
