/// The AI quotients at which the levels L1 to L4 begin.
public struct CutScores: Codable, Hashable, Sendable {
  /// From 1; a score names the version it was judged by.
  public var version: Int
  /// 0 to 100, each above the one before.
  public var l1, l2, l3, l4: Double

  public init(version: Int, l1: Double, l2: Double, l3: Double, l4: Double) {
    self.version = version
    self.l1 = l1
    self.l2 = l2
    self.l3 = l3
    self.l4 = l4
  }

  private enum CodingKeys: String, CodingKey {
    case version
    case l1 = "L1"
    case l2 = "L2"
    case l3 = "L3"
    case l4 = "L4"
  }

  /// Where a level begins; 0 for L0.
  public subscript(level: QuotientLevel) -> Double {
    switch level {
    case .l0: 0
    case .l1: l1
    case .l2: l2
    case .l3: l3
    case .l4: l4
    }
  }

  /// The highest level whose cut `quotient` reaches.
  public func level(of quotient: Double) -> QuotientLevel {
    QuotientLevel.allCases.last { quotient >= self[$0] } ?? .l0
  }
}

/// What defines the AI quotient's scale: a published reference form and the cuts on it.
///
/// AIQ = 100 × the share of the reference form's points that ability θ is expected to reach.
public struct QuotientScale: Codable, Hashable, Sendable {
  /// The code and version of the instrument that founded it.
  public var instrument: String
  public var version: Int
  /// In the form's order.
  public var referenceForm: [ReferenceItem]

  public init(instrument: String, version: Int, referenceForm: [ReferenceItem]) {
    self.instrument = instrument
    self.version = version
    self.referenceForm = referenceForm
  }

  /// The reference form of one domain's own quotient.
  public func referenceForm(of domain: QuotientDomain) -> [ReferenceItem] {
    referenceForm.filter { $0.domain == domain }
  }

  public struct ReferenceItem: Codable, Hashable, Sendable {
    public var code: String
    public var domain: QuotientDomain
    public var parameters: ItemParameters

    public init(code: String, domain: QuotientDomain, parameters: ItemParameters) {
      self.code = code
      self.domain = domain
      self.parameters = parameters
    }
  }
}

extension Instrument {
  /// The scale it is scored on: the one it was linked to, or that of its own reference form. Nil for a self-report.
  public var quotientScale: QuotientScale? {
    if let foundingScale { return foundingScale }
    guard let referenceForm, let form = form(referenceForm) else { return nil }
    return QuotientScale(
      instrument: code, version: version,
      referenceForm: delivered(in: form).compactMap { item in
        guard item.status.isScored, let parameters = item.parameters else { return nil }
        return .init(code: item.code, domain: item.domain, parameters: parameters)
      })
  }
}
