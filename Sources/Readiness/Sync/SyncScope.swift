/// A set of published rows that a device holds whole or not at all.
///
/// The projection is part of it: of one person their manager's device holds less than their own.
public enum SyncScope: Hashable, Sendable {
  /// What everyone in the organisation may know: roles, boundaries, policies, activities.
  case organisation
  /// All people, for those who administer them.
  case people
  /// A person's own rows.
  case own(PersonID)
  /// What a person's managers may know of them.
  case managed(PersonID)
  /// The items of a campaign's fixed form, for those who may answer them now.
  case campaign(CampaignID)

  /// The scopes that a device of `actor` may hold: no row is in two of them.
  ///
  /// - Parameters:
  ///   - team: everyone who reports to the actor at any depth, with or without themselves.
  ///   - campaigns: those whose fixed form the actor may begin, or has begun and not finished.
  public static func granted(
    to actor: Actor, team: [PersonID], campaigns: [CampaignID] = []
  ) -> Set<SyncScope> {
    var scopes: Set<SyncScope> = [.organisation]
    scopes.formUnion(campaigns.map(SyncScope.campaign))
    if let person = actor.person { scopes.insert(.own(person)) }
    switch actor.role {
    case .owner, .hrAdmin: scopes.insert(.people)
    case .manager: scopes.formUnion(team.filter { $0 != actor.person }.map(SyncScope.managed))
    case .assessor, .employee, .auditor, .service: break
    }
    return scopes
  }
}

extension SyncScope: TextCoded {
  public static var expectation: String { "a scope: o, all#hr, s:PERSON#self, s:PERSON#manager or c:CAMPAIGN" }

  public init?(_ description: String) {
    switch description {
    case "o": self = .organisation
    case "all#hr": self = .people
    case let text where text.hasPrefix("c:"):
      guard let campaign = CampaignID(String(text.dropFirst(2))), campaign.description == text.dropFirst(2) else {
        return nil
      }
      self = .campaign(campaign)
    default:
      let parts = description.split(separator: "#", omittingEmptySubsequences: false)
      guard description.hasPrefix("s:"), parts.count == 2, let person = PersonID(String(parts[0].dropFirst(2))),
        person.description == parts[0].dropFirst(2)
      else { return nil }
      switch parts[1] {
      case "self": self = .own(person)
      case "manager": self = .managed(person)
      default: return nil
      }
    }
  }

  public var description: String {
    switch self {
    case .organisation: "o"
    case .people: "all#hr"
    case .own(let person): "s:\(person)#self"
    case .managed(let person): "s:\(person)#manager"
    case .campaign(let campaign): "c:\(campaign)"
    }
  }
}

extension SyncScope: Comparable {
  public static func < (left: SyncScope, right: SyncScope) -> Bool { left.description < right.description }
}
