/// How items are kept from being shown to too many people.
public enum ExposureControl: Hashable, Sendable {
  /// The most informative item is asked, always.
  case none
  /// One of the `among` most informative items, each as likely (Kingsbury & Zara, 1989).
  case randomesque(among: Int)
  /// Each item is open to a person with its pool's exposure parameter as probability (Sympson & Hetter, 1985).
  ///
  /// The lottery is drawn once a person and item, which is the same as drawing it when the item is first chosen and
  /// setting a refused item aside for the rest of the test.
  case sympsonHetter
}

/// Why a test ended.
public enum StopReason: String, Hashable, Sendable, CaseIterable {
  case standardErrorReached, maximumLength, timeLimit, poolExhausted
}

/// When a test ends. Whatever is nil does not end it; the pool's end always does.
public struct StoppingRules: Hashable, Sendable {
  /// The test ends when the standard error of ability is at or below this; in standard deviations of the prior.
  public let standardError: Double?
  /// Below this many answers a small standard error does not end the test.
  public let minimumLength: Int
  /// The most answers.
  public let maximumLength: Int?
  /// The test ends with the first answer at or after this time. No minimum holds it up.
  public let timeLimitMilliseconds: Int?

  /// - Throws: `AdaptiveError.standardErrorInvalid`, `.lengthsInvalid`, `.timeLimitInvalid`.
  public init(
    standardError: Double? = nil, minimumLength: Int = 0, maximumLength: Int? = nil, timeLimitMilliseconds: Int? = nil
  ) throws(AdaptiveError) {
    if let standardError, !(standardError > 0 && standardError.isFinite) {
      throw .standardErrorInvalid(standardError)
    }
    guard minimumLength >= 0, maximumLength.map({ $0 >= max(1, minimumLength) }) ?? true else {
      throw .lengthsInvalid(minimum: minimumLength, maximum: maximumLength)
    }
    if let timeLimitMilliseconds, timeLimitMilliseconds <= 0 {
      throw .timeLimitInvalid(milliseconds: timeLimitMilliseconds)
    }
    self.standardError = standardError
    self.minimumLength = minimumLength
    self.maximumLength = maximumLength
    self.timeLimitMilliseconds = timeLimitMilliseconds
  }

  /// Why a test ends at this point, apart from its pool.
  func reason(answered: Int, standardError found: Double, elapsedMilliseconds: Int) -> StopReason? {
    if let standardError, answered >= minimumLength, answered > 0, found <= standardError {
      return .standardErrorReached
    }
    if let maximumLength, answered >= maximumLength { return .maximumLength }
    if let timeLimitMilliseconds, elapsedMilliseconds >= timeLimitMilliseconds { return .timeLimit }
    return nil
  }
}

/// The rules of an adaptive test, fixed before its first item: maximum information at the provisional ability, within
/// the domain whose turn it is and among the items that exposure control leaves open.
public struct AdaptiveRules: Hashable, Sendable {
  public let estimation: ProvisionalEstimation
  public private(set) var exposure: ExposureControl
  /// Nil where content is not balanced.
  public let balance: ContentBalance?
  public let stopping: StoppingRules

  /// - Throws: `AdaptiveError.candidateCountInvalid`.
  public init(
    stopping: StoppingRules, estimation: ProvisionalEstimation = .expectedAPosteriori,
    exposure: ExposureControl = .none, balance: ContentBalance? = nil
  ) throws(AdaptiveError) {
    if case .randomesque(let count) = exposure, count < 1 { throw .candidateCountInvalid(count) }
    self.stopping = stopping
    self.estimation = estimation
    self.exposure = exposure
    self.balance = balance
  }

  /// How many of the best items the choice is among.
  var candidateCount: Int {
    if case .randomesque(let count) = exposure { count } else { 1 }
  }

  /// The same rules with an exposure control that needs no check.
  func controlled(by exposure: ExposureControl) -> AdaptiveRules {
    var rules = self
    rules.exposure = exposure
    return rules
  }

  /// - Throws: `AdaptiveError.domainWithoutShare`, `.domainWithoutItems`.
  func check(against pool: ItemPool) throws(AdaptiveError) {
    guard let shares = balance?.shares else { return }
    for (domain, positions) in pool.positionsOfDomain.enumerated() where !positions.isEmpty {
      guard domain < shares.count else { throw .domainWithoutShare(domain: domain) }
    }
    for (domain, share) in shares.enumerated() where share > 0 {
      guard domain < pool.domainCount, !pool.positionsOfDomain[domain].isEmpty else {
        throw .domainWithoutItems(domain: domain)
      }
    }
  }
}
