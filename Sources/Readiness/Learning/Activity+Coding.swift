// The keys are not private: the compiler crashes where a type's other half is synthesised in another file.
extension Activity {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case code, name, description, kind, hours, cost, seats, lifts, prerequisites, evidence, effect, validityMonths
  }

  /// - Throws: `DecodingError` also for a property that does not exist, so that a misspelt one is not passed over.
  public init(from decoder: any Decoder) throws {
    try decoder.requireKnownKeys(CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      code: try container.decode(String.self, forKey: .code),
      name: try container.decode(LocalizedText.self, forKey: .name),
      description: try container.decodeIfPresent(LocalizedText.self, forKey: .description)
        ?? LocalizedText(en: "", zh: ""),
      kind: try container.decode(ActivityKind.self, forKey: .kind),
      hours: try container.decode(Double.self, forKey: .hours),
      cost: try container.decodeIfPresent(Int.self, forKey: .cost) ?? 0,
      seats: try container.decodeIfPresent(Int.self, forKey: .seats),
      lifts: try container.decode([Lift].self, forKey: .lifts),
      prerequisites: try container.decodeIfPresent([String].self, forKey: .prerequisites) ?? [],
      evidence: try container.decode(EvidenceKind.self, forKey: .evidence),
      effect: try container.decode(Effect.self, forKey: .effect),
      validityMonths: try container.decodeIfPresent(Int.self, forKey: .validityMonths))
  }
}

extension Activity.Effect {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case basis, text, source
  }

  public init(from decoder: any Decoder) throws {
    try decoder.requireKnownKeys(CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      basis: try container.decode(EffectBasis.self, forKey: .basis),
      text: try container.decode(LocalizedText.self, forKey: .text),
      source: try container.decodeIfPresent(String.self, forKey: .source) ?? "")
  }
}

extension Activity.Lift: LosslessStringConvertible {
  /// As tables write it: `direct:L1>L2`.
  public init?(_ description: String) {
    let parts = description.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let domain = QuotientDomain(rawValue: parts[0].trimmed) else { return nil }
    let levels = parts[1].split(separator: ">", omittingEmptySubsequences: false)
    guard levels.count == 2, let from = QuotientLevel(levels[0].trimmed), let to = QuotientLevel(levels[1].trimmed)
    else { return nil }
    self.init(domain: domain, from: from, to: to)
  }

  public var description: String { "\(domain.rawValue):\(from)>\(to)" }
}

extension StringProtocol {
  /// Without white space at either end.
  var trimmed: String {
    let head = drop(while: \.isWhitespace)
    return String(head.reversed().drop(while: \.isWhitespace).reversed())
  }
}

extension Decoder {
  /// - Throws: `DecodingError.dataCorrupted` for a key of the value that is not among `known`, and names those.
  func requireKnownKeys(_ known: [String]) throws {
    for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: codingPath + [key],
          debugDescription: "there is no such property; there are \(known.joined(separator: ", "))"))
    }
  }
}

/// Any key that a file has.
private struct AnyKey: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(stringValue: String) { self.stringValue = stringValue }

  init?(intValue: Int) { nil }
}
