extension BoundaryRecord {
  /// One proposal and what became of it by the day.
  public struct Version: Codable, Sendable {
    public var id: BoundaryVersionID
    public var number: Int
    public var status: BoundaryStatus
    public var proposedLevel: HumanAgencyLevel
    public var decidedLevel: HumanAgencyLevel?
    public var oversight: Oversight?
    public var facts: BoundaryFacts
    public var proposal: BoundaryProposal
    public var terms: BoundaryTerms
    /// Approved when it was proposed, with their clearance as it was then.
    public var systems: [PermissionCard.System]
    /// External ids.
    public var accountable: String?
    public var overseer: String?
    public var overseerLevel: QuotientLevel?
    public var proposedOn: Day
    /// E-mail addresses.
    public var proposedBy: String?
    public var approvedBy: String?
    public var secondApprover: String?
    public var effectiveFrom: Day?
    /// The day after the last.
    public var effectiveTo: Day?
    public var reviewOn: Day?
    public var signOffs: [SignOff]
    public var note: String

    public init(
      id: BoundaryVersionID, number: Int, status: BoundaryStatus, proposedLevel: HumanAgencyLevel,
      decidedLevel: HumanAgencyLevel?, oversight: Oversight?, facts: BoundaryFacts, proposal: BoundaryProposal,
      terms: BoundaryTerms, systems: [PermissionCard.System], accountable: String?, overseer: String?,
      overseerLevel: QuotientLevel?, proposedOn: Day, proposedBy: String?, approvedBy: String?,
      secondApprover: String?, effectiveFrom: Day?, effectiveTo: Day?, reviewOn: Day?, signOffs: [SignOff],
      note: String
    ) {
      self.id = id
      self.number = number
      self.status = status
      self.proposedLevel = proposedLevel
      self.decidedLevel = decidedLevel
      self.oversight = oversight
      self.facts = facts
      self.proposal = proposal
      self.terms = terms
      self.systems = systems
      self.accountable = accountable
      self.overseer = overseer
      self.overseerLevel = overseerLevel
      self.proposedOn = proposedOn
      self.proposedBy = proposedBy
      self.approvedBy = approvedBy
      self.secondApprover = secondApprover
      self.effectiveFrom = effectiveFrom
      self.effectiveTo = effectiveTo
      self.reviewOn = reviewOn
      self.signOffs = signOffs
      self.note = note
    }

    public func isInForce(on day: Day) -> Bool {
      guard let effectiveFrom, effectiveFrom <= day else { return false }
      return effectiveTo.map { $0 > day } ?? true
    }

    /// The version as it stood on a day: what was decided, signed or ended later is not told.
    ///
    /// - Parameter next: the day on which the next version was proposed, which withdraws one that is open.
    public func asOf(_ day: Day, next: Day?) -> Version {
      var version = self
      version.signOffs = signOffs.filter { $0.on <= day }
      if let effectiveTo, effectiveTo > day {
        version.status = .approved
        version.effectiveTo = nil
      }
      if status == .withdrawn { version.status = next.map { $0 <= day } ?? false ? .withdrawn : .proposed }
      let isDecided = version.signOffs.contains { !$0.kind.isGivenBeforehand }
      guard let effectiveFrom, effectiveFrom > day, !isDecided else { return version }
      version.status = .proposed
      (version.decidedLevel, version.oversight, version.reviewOn) = (nil, nil, nil)
      (version.effectiveFrom, version.effectiveTo) = (nil, nil)
      (version.approvedBy, version.secondApprover, version.note) = (nil, nil, "")
      return version
    }

    var events: [Event] {
      var events = [Event(.proposed, on: proposedOn, version: number, level: proposedLevel, by: proposedBy)]
      events += signOffs.map {
        Event(.signed, on: $0.on, version: number, by: $0.by, signOff: $0.kind, note: $0.note, reason: $0.reason)
      }
      if let effectiveFrom { events.append(Event(.inForce, on: effectiveFrom, version: number, level: decidedLevel)) }
      if let effectiveTo { events.append(Event(.ended, on: effectiveTo, version: number)) }
      return events
    }
  }
}
