/// One of the two groups compared.
public enum Group: String, Hashable, Sendable, CaseIterable, Codable {
  /// The group that others are compared with, as a rule the larger one.
  case reference
  /// The group whose treatment is in question.
  case focal
}

/// How differently an item works for persons of equal ability in two groups, and whom it favours.
public enum DifferentialFunctioning: Hashable, Sendable {
  /// Class A: none, or too little to matter.
  case negligible
  /// Class B: let an expert look at the item.
  case moderate(favouring: Group)
  /// Class C: take the item out unless an expert finds the difference belongs to what is measured.
  case large(favouring: Group)

  /// The group that the item favours; nil where that is negligible.
  public var favoured: Group? {
    switch self {
    case .negligible: nil
    case .moderate(let group), .large(let group): group
    }
  }

  /// A, B or C, the letters of the Educational Testing Service.
  public var letter: Character {
    switch self {
    case .negligible: "A"
    case .moderate: "B"
    case .large: "C"
    }
  }
}
