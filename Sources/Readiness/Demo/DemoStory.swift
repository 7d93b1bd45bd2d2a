/// What happens to the demonstration organisation: `seed/demo/story.yaml`, where every field is explained.
public struct DemoStory: Decodable, Sendable {
  var name: LocalizedText
  var emailDomain: String
  var chineseShare: Double
  var units: [Unit]
  var roles: [Role]
  var handovers: [Handover]
  var domains: [String: Double]
  var boundaries: [Boundaries]
  var accounts: [Account]
  var reports: [Report]

  struct Unit: Decodable, Sendable {
    var code: String
    /// Nil: `headcount` tells.
    var weight: Double?
    var headcount: Int?
    var ability: Double
    var assessed: Double
  }

  struct Role: Decodable, Sendable {
    var code: String
    var weight: Double
    var leads: Bool?
  }

  struct Handover: Decodable, Sendable {
    var unit: String
    var month: Int
  }

  struct Boundaries: Decodable, Sendable {
    var role: String
    var month: Int
    var again: Int?
    var asked: Int
    /// How many are asked; nil: two.
    var respondents: Int?
    /// Nobody answers where the rules demand it.
    var unanswered: Bool?
    /// False: no overseer is named.
    var overseen: Bool?
    /// Decided more humanly than proposed.
    var cautious: Decision?
    /// Decided less humanly, by two approvers.
    var relaxed: Decision?
    /// As `relaxed`, by the first of the two approvers only.
    var waiting: Decision?
    /// Tasks whose proposals nobody has decided on.
    var open: [String]?
    /// Who stood behind the proposals before they were decided.
    var signed: [SignOff]?
  }

  struct SignOff: Decodable, Sendable {
    var kind: SignOffKind
    /// Nil: all of the role's tasks.
    var tasks: [String]?
    var note: String
  }

  struct Decision: Decodable, Sendable {
    var level: HumanAgencyLevel
    var tasks: [String]
    var note: String
  }

  struct Account: Decodable, Sendable {
    var email: String
    var role: AccountRole
    var name: String
    /// Code of the unit of the person whom the account belongs to.
    var unit: String?
    /// The person's place in it; the last one's where it has fewer.
    var rank: Int?
  }

  struct Report: Decodable, Sendable {
    var code: String
    var language: Language
    var timeZone: String
  }
}
