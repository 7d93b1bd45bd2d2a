/// How many of those invited have come how far; nil: withheld, since it would tell of single persons.
public struct CampaignProgress: Codable, Sendable, Equatable {
  /// Withdrawn invitations do not count here.
  public var invited: Int?
  public var notStarted: Int?
  public var started: Int?
  public var finished: Int?
  public var expired: Int?
  public var withdrawn: Int?

  /// - Parameter count: of people in a state.
  public init(_ count: (InvitationState) -> Int) {
    (notStarted, started, finished, expired) = (count(.notStarted), count(.started), count(.finished), count(.expired))
    withdrawn = count(.withdrawn)
    invited = cells.reduce(0, +)
  }

  /// - Parameter cells: as `cells` has them.
  private init(invited: Int, cells: [Int?]) {
    (notStarted, started, finished, expired) = (cells[0], cells[1], cells[2], cells[3])
    self.invited = (1..<Suppression.threshold).contains(invited) ? nil : invited
  }

  /// Of those invited, by state.
  private var cells: [Int] { [notStarted, started, finished, expired].map { $0 ?? 0 } }

  public static func sum(_ parts: [CampaignProgress]) -> CampaignProgress {
    func sum(_ count: KeyPath<CampaignProgress, Int?>) -> Int { parts.reduce(0) { $0 + ($1[keyPath: count] ?? 0) } }
    return CampaignProgress { state in
      switch state {
      case .notStarted: sum(\.notStarted)
      case .started: sum(\.started)
      case .finished: sum(\.finished)
      case .expired: sum(\.expired)
      case .withdrawn: sum(\.withdrawn)
      }
    }
  }

  /// What may be shown to those who know the people: small cells are hidden, and others that would give them back. Totals
  /// by state are left out altogether where one of them is small, and withdrawn invitations always: what is invited less
  /// them, and then, would tell of a few.
  public static func published(_ parts: [CampaignProgress]) -> (total: CampaignProgress, parts: [CampaignProgress]) {
    let total = sum(parts)
    let cells = Suppression.suppress(parts.map(\.cells))
    let isSmall = total.cells.contains { (1..<Suppression.threshold).contains($0) }
    let isWithheld = isSmall || (!cells.isEmpty && cells.joined().allSatisfy { $0 == nil })
    return (
      CampaignProgress(invited: total.invited ?? 0, cells: isWithheld ? [nil, nil, nil, nil] : total.cells),
      zip(parts, cells).map { CampaignProgress(invited: $0.invited ?? 0, cells: $1) }
    )
  }
}
