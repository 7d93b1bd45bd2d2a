/// What a person says of themselves, overall and by domain: reported beside what was measured, never mixed into it.
public struct SelfReport: Codable, Hashable, Sendable {
  /// The instrument's code and version.
  public var instrument: String
  public var version: Int
  public var overall: Part
  /// Of the domains with an answer, in the order of `QuotientDomain.allCases`.
  public var domains: [DomainPart]
  public var reportedOn: Day
  /// What speaks against taking the answers at face value: for a human to look at, never a verdict.
  public var flags: [ResponseFlag]

  public struct Part: Codable, Hashable, Sendable {
    /// 0, the least said of oneself, to 100.
    public var value: Double
    /// How many statements were answered.
    public var answered: Int

    public init(value: Double, answered: Int) {
      self.value = value
      self.answered = answered
    }
  }

  public struct DomainPart: Codable, Hashable, Sendable {
    public var domain: QuotientDomain
    public var part: Part

    public init(domain: QuotientDomain, part: Part) {
      self.domain = domain
      self.part = part
    }
  }

  public init(
    instrument: String, version: Int, overall: Part, domains: [DomainPart], reportedOn: Day, flags: [ResponseFlag]
  ) {
    self.instrument = instrument
    self.version = version
    self.overall = overall
    self.domains = domains
    self.reportedOn = reportedOn
    self.flags = flags
  }
}

extension Instrument {
  /// The mean of the answers, each the place of its option between the first, 0, and the last, 100, and turned where the
  /// statement is reversed. What is not answered is left out: it says nothing.
  ///
  /// - Parameter delivered: what was put before the person.
  /// - Returns: nil when nothing was answered.
  /// - Throws: `AnswerError` for a response that does not fit its item.
  public func selfReport(
    of responses: [ItemResponse], delivered: [Item], on day: Day
  ) throws(AnswerError) -> SelfReport? {
    let answers = try parse(responses, delivered: delivered)
    let agreements = delivered.compactMap { item in
      answers[item.code].flatMap { item.agreement(of: $0.answer) }.map { (domain: item.domain, value: $0) }
    }
    guard !agreements.isEmpty else { return nil }
    let domains = QuotientDomain.allCases.compactMap { domain -> SelfReport.DomainPart? in
      let values = agreements.filter { $0.domain == domain }.map(\.value)
      return values.isEmpty ? nil : .init(domain: domain, part: .init(meanOf: values))
    }
    return SelfReport(
      instrument: code, version: version, overall: .init(meanOf: agreements.map(\.value)), domains: domains,
      reportedOn: day, flags: ResponseFlag.flags(of: responses, delivered: delivered))
  }
}

extension SelfReport.Part {
  /// - Parameter values: at least one.
  fileprivate init(meanOf values: [Double]) {
    self.init(value: values.reduce(0, +) / Double(values.count), answered: values.count)
  }
}

extension Item {
  /// 0 to 100; nil where the item is no statement about oneself.
  fileprivate func agreement(of answer: Answer) -> Double? {
    guard kind == .selfReport, options.count > 1, let place = options.firstIndex(where: { [$0.key] == answer.keys })
    else { return nil }
    let value = 100 * Double(place) / Double(options.count - 1)
    return isReversed ? 100 - value : value
  }
}
