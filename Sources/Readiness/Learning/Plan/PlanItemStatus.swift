public enum PlanItem {}
public typealias PlanItemID = Identifier<PlanItem>

/// How far a person has come with an item of their plan. It follows from the evidence alone.
public enum PlanItemStatus: String, Codable, Sendable, CaseIterable {
  case planned
  case underWay = "under_way"
  case done
  /// Learnt elsewhere, as a reviewer found.
  case credited
  /// No longer to be done.
  case dropped

  public var name: LocalizedText {
    switch self {
    case .planned: LocalizedText(en: "planned", zh: "未开始")
    case .underWay: LocalizedText(en: "under way", zh: "进行中")
    case .done: LocalizedText(en: "done", zh: "已完成")
    case .credited: LocalizedText(en: "credited", zh: "已认可")
    case .dropped: LocalizedText(en: "dropped", zh: "已取消")
    }
  }

  /// There is something left to do.
  public var isOpen: Bool { self == .planned || self == .underWay }
  /// What it lifts counts.
  public var isAchieved: Bool { self == .done || self == .credited }
}

/// What somebody says of an item; kept for good.
public enum EvidenceAction: String, Codable, Sendable, CaseIterable {
  /// So many hours were spent on it.
  case log
  /// It is done.
  case complete
  /// Somebody entitled says what it is, and why.
  case override

  public var name: LocalizedText {
    switch self {
    case .log: LocalizedText(en: "hours logged", zh: "记录学时")
    case .complete: LocalizedText(en: "completed", zh: "完成")
    case .override: LocalizedText(en: "set by a reviewer", zh: "由审核人认定")
    }
  }
}

extension PlanItemStatus {
  /// What an item of this status is after evidence of it; nil: the evidence does not fit.
  ///
  /// - Parameter verdict: of an override.
  public func after(_ action: EvidenceAction, verdict: PlanItemVerdict?) -> PlanItemStatus? {
    switch action {
    case .log: isOpen ? .underWay : nil
    case .complete: isOpen ? .done : nil
    case .override: self == .credited ? nil : verdict?.status
    }
  }
}

/// What an override makes of an item.
public enum PlanItemVerdict: String, Codable, Sendable, CaseIterable {
  case done
  /// What was handed in does not do: it is open again.
  case reopened
  case dropped

  public var status: PlanItemStatus {
    switch self {
    case .done: .done
    case .reopened: .underWay
    case .dropped: .dropped
    }
  }
}
