/// What a rule does when it fires.
///
/// Written as one short phrase, in rule files and stored firings alike: `suggest H3`, `floor H4`, `raise`,
/// `require in_the_loop`, `block`, `flag conflict`, `review 6`.
public enum BoundaryEffect: Hashable, Sendable {
  /// The level that exposure and automation suggest; given by the suggestion table alone.
  case suggest(HumanAgencyLevel)
  /// At least this level, whatever is suggested or decided.
  case floor(HumanAgencyLevel)
  /// One step more human than suggestion and floors together.
  case raise
  case require(BoundaryRequirement)
  /// No decision can be approved.
  case block
  /// A mark for those who decide: lower-case letters, digits and `_`.
  case flag(String)
  /// Review after this many months, 1 to 60.
  case review(months: Int)

  /// True for what makes the level itself: suggest, floor and raise.
  public var setsLevel: Bool {
    switch self {
    case .suggest, .floor, .raise: true
    case .require, .block, .flag, .review: false
    }
  }
}

extension BoundaryEffect {
  /// True for effects that can follow the level. Those that make the level would go in a circle, and what a decision
  /// requires must not change with the level that is decided.
  var mayDependOnLevel: Bool {
    switch self {
    case .flag, .review: true
    case .suggest, .floor, .raise, .require, .block: false
    }
  }
}

extension BoundaryEffect: TextCoded {
  public static var expectation: String {
    "an effect: floor H1…H5, raise, require "
      + BoundaryRequirement.allCases.map(\.rawValue).joined(separator: "|")
      + ", block, flag NAME or review MONTHS"
  }

  public init?(_ description: String) {
    let words = description.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    switch (words.first, words.count) {
    case ("raise", 1): self = .raise
    case ("block", 1): self = .block
    case (let verb?, 2):
      guard let effect = BoundaryEffect(verb: verb, object: words[1]) else { return nil }
      self = effect
    default: return nil
    }
  }

  private init?(verb: String, object: String) {
    switch verb {
    case "suggest", "floor":
      guard let level = HumanAgencyLevel(object) else { return nil }
      self = verb == "floor" ? .floor(level) : .suggest(level)
    case "require":
      guard let requirement = BoundaryRequirement(rawValue: object) else { return nil }
      self = .require(requirement)
    case "flag":
      guard BoundaryEffect.isFlag(object) else { return nil }
      self = .flag(object)
    case "review":
      guard let months = Int(object), (1...60).contains(months) else { return nil }
      self = .review(months: months)
    default: return nil
    }
  }

  static func isFlag(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 60
      && text.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
  }

  public var description: String {
    switch self {
    case .suggest(let level): "suggest \(level)"
    case .floor(let level): "floor \(level)"
    case .raise: "raise"
    case .require(let requirement): "require \(requirement.rawValue)"
    case .block: "block"
    case .flag(let flag): "flag \(flag)"
    case .review(let months): "review \(months)"
    }
  }
}
