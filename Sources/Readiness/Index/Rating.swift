/// The answer to one rated item: a maturity level, L0 to L4, or “not applicable”.
public enum RatingAnswer: Int, Sendable, CaseIterable {
  case l0 = 0
  case l1, l2, l3, l4
  case notApplicable

  /// 25 points a level, so 0 to 100; nil when not applicable.
  public var points: Double? { self == .notApplicable ? nil : 25 * Double(rawValue) }
}

extension RatingAnswer: TextCoded {
  public static var expectation: String { "an answer: L0 to L4, or not_applicable" }

  public init?(_ description: String) {
    guard let answer = RatingAnswer.allCases.first(where: { $0.description == description }) else { return nil }
    self = answer
  }

  public var description: String { self == .notApplicable ? "not_applicable" : "L\(rawValue)" }
}

/// How one item of an index profile was answered for a group of people, and on what evidence.
public struct Rating: Codable, Sendable, Equatable {
  /// The item's code in the profile.
  public var item: String
  public var answer: RatingAnswer
  public var evidence: EvidenceStrength
  /// Where the evidence is to be found.
  public var link: String?

  public init(item: String, answer: RatingAnswer, evidence: EvidenceStrength, link: String? = nil) {
    self.item = item
    self.answer = answer
    self.evidence = evidence
    self.link = link
  }
}
