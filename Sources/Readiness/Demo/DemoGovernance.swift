/// What makes the demonstration's boundaries be looked at again: `seed/demo/governance.yaml`, where every field is explained.
public struct DemoGovernance: Decodable, Sendable {
  var policies: [Publication]
  var models: [ModelChange]
  var confirmations: [Confirmation]
  var incidents: [Incident]
  var exceptions: [Exception]
  var lapsing: [String]

  struct Publication: Decodable, Sendable {
    var month: Int
    var file: String
  }

  struct ModelChange: Decodable, Sendable {
    var month: Int
    var system: String
    var version: String
  }

  struct Confirmation: Decodable, Sendable {
    var month: Int
    var day: Int
    var role: String
    var tasks: [String]
    var note: String
  }

  struct Incident: Decodable, Sendable {
    var month: Int
    var day: Int
    var title: String
    var description: String
    var severity: IncidentSeverity
    var task: String
    var system: String
    /// Days; nil: it is open still.
    var resolvedAfter: Int?
    var resolution: String?
    /// What became of the task's boundary.
    var tightened: DemoStory.Decision?
  }

  struct Exception: Decodable, Sendable {
    var month: Int
    var role: String
    var task: String
    var level: HumanAgencyLevel
    var days: Int
    var reason: String
    /// False: nobody has decided yet.
    var given: Bool?
    /// Why it was taken back, ten days later.
    var revoked: String?
  }

  /// Files of policies in `seed/`, without their ending.
  public var policyFiles: [String] { policies.map(\.file) }
}
