public enum BoundarySignOff {}
public typealias BoundarySignOffID = Identifier<BoundarySignOff>

/// In which capacity someone stands behind a version of a boundary.
public enum SignOffKind: String, Codable, Sendable, CaseIterable {
  case approval
  /// Of a decision that relaxes.
  case secondApproval = "second_approval"
  case worksCouncil = "works_council"
  case legal
  case dataProtection = "data_protection"
  /// By the rules, when a fact changed.
  case tightening

  public var name: LocalizedText {
    switch self {
    case .approval: LocalizedText(en: "Approval", zh: "批准")
    case .secondApproval: LocalizedText(en: "Second approval", zh: "第二批准")
    case .worksCouncil: LocalizedText(en: "Works council", zh: "职工代表机构")
    case .legal: LocalizedText(en: "Legal", zh: "法务")
    case .dataProtection: LocalizedText(en: "Data protection", zh: "数据保护")
    case .tightening: LocalizedText(en: "Tightened by the rules", zh: "依规则收紧")
    }
  }

  /// True for those that a rule may require, and that are given by `boundary.sign`.
  public var isGivenBeforehand: Bool {
    switch self {
    case .worksCouncil, .legal, .dataProtection: true
    case .approval, .secondApproval, .tightening: false
    }
  }
}

/// Records that works council, legal or data protection stand behind a role's open proposals.
///
/// It is for the proposals as they are: a proposal that replaces one has to be signed anew.
public struct SignBoundaries: Command {
  public static let name = CommandName.signBoundaries
  public var role: String
  /// Codes; nil: all of the role's tasks with an open proposal.
  public var tasks: [String]?
  public var kind: SignOffKind
  /// Who signed, and on what: a resolution, an opinion, an assessment.
  public var note: String

  public init(role: String, tasks: [String]? = nil, kind: SignOffKind, note: String) {
    self.role = role
    self.tasks = tasks
    self.kind = kind
    self.note = note
  }

  public struct Result: Codable, Sendable {
    /// Task codes.
    public var signed: [String]
    public init(signed: [String]) { self.signed = signed }
  }

  /// - Throws: for a kind that approving gives by itself, and for a note that is empty or too long.
  public func check() throws(Refusal) {
    guard kind.isGivenBeforehand else {
      throw .invalid(
        "sign-off-by-approval", field: "kind",
        en: "“\(kind.rawValue)” is signed by deciding. Sign as works_council, legal or data_protection.",
        zh: "“\(kind.rawValue)”由批准操作自动签署。请以 works_council、legal 或 data_protection 签署。")
    }
    guard (1...4_000).contains(note.count) else {
      throw .invalid(
        "invalid-note", field: "note", en: "Say in 1 to 4000 characters who signed, and on what.",
        zh: "请用 1 到 4000 个字符说明由谁签署、依据为何。")
    }
  }
}
