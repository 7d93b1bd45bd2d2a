public enum Policy {}
public enum PolicyVersion {}
public typealias PolicyID = Identifier<Policy>
public typealias PolicyVersionID = Identifier<PolicyVersion>

/// A policy as its file describes it: what staff may do with AI, and must not.
public struct PolicyDocument: Codable, Sendable, Equatable {
  /// The same in each version; 1 to 60 characters.
  public var code: String
  public var title: LocalizedText
  public var text: LocalizedText
  /// Codes of the roles that it is for; nil or empty: all.
  public var roles: [String]?

  public init(code: String, title: LocalizedText, text: LocalizedText, roles: [String]? = nil) {
    self.code = code
    self.title = title
    self.text = text
    self.roles = roles
  }

  private enum CodingKeys: String, CodingKey, CaseIterable { case code, title, text, roles }

  /// - Throws: also where there is a field of another name: a misspelt `roles` would make it a policy for all.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseOthers(than: CodingKeys.self)
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    code = try fields.decode(String.self, forKey: .code)
    title = try fields.decode(LocalizedText.self, forKey: .title)
    text = try fields.decode(LocalizedText.self, forKey: .text)
    roles = try fields.decodeIfPresent([String].self, forKey: .roles)
  }

  public static let longestTitle = 300
  public static let longestText = 100_000

  /// - Throws: the first text that is missing in a language or too long, by its field.
  public func check() throws(Refusal) {
    try code.requireText("policy.code", limit: 60)
    for (language, title, text) in [("en", title.en, text.en), ("zh", title.zh, text.zh)] {
      try title.requireText("policy.title.\(language)", limit: Self.longestTitle)
      try text.requireText("policy.text.\(language)", limit: Self.longestText)
    }
  }
}

/// Publishes a policy, as the next version of its code. The one before it ends; boundaries of its roles are then to be
/// reviewed, and everyone it is for has to acknowledge it anew.
public struct PublishPolicy: Command {
  public static let name = CommandName.publishPolicy
  public var policy: PolicyDocument
  /// From when it is in force; nil: today.
  public var effective: Day?

  public init(policy: PolicyDocument, effective: Day? = nil) {
    self.policy = policy
    self.effective = effective
  }

  /// The text is kept with the version.
  public var auditDetail: any Encodable & Sendable {
    ["code": policy.code, "title": policy.title.en, "effective": effective?.description]
  }

  public struct Result: Codable, Sendable, Equatable {
    public var version: Int

    public init(version: Int) { self.version = version }
  }
}

/// Says that the caller has read the version of a policy that is in force. Saying so again changes nothing.
public struct AcknowledgePolicy: Command {
  public static let name = CommandName.acknowledgePolicy
  public var policy: String

  public init(policy: String) { self.policy = policy }

  public struct Result: Codable, Sendable, Equatable {
    public var version: Int

    public init(version: Int) { self.version = version }
  }
}
