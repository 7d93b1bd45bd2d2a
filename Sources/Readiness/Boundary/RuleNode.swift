/// What a rule file says before it is checked: the part of JSON that YAML shares, with whole numbers alone.
public indirect enum RuleNode: Sendable, Equatable {
  case boolean(Bool)
  case integer(Int)
  case text(String)
  case list([RuleNode])
  case map([String: RuleNode])
}

extension RuleNode: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }

  public init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Key.self) {
      let pairs = try container.allKeys.map { ($0.stringValue, try container.decode(RuleNode.self, forKey: $0)) }
      self = .map(Dictionary(pairs, uniquingKeysWith: { $1 }))
    } else if var container = try? decoder.unkeyedContainer() {
      var list: [RuleNode] = []
      while !container.isAtEnd { list.append(try container.decode(RuleNode.self)) }
      self = .list(list)
    } else {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .boolean(flag)
      } else if let number = try? container.decode(Int.self) {
        self = .integer(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .boolean(let flag): try flag.encode(to: encoder)
    case .integer(let number): try number.encode(to: encoder)
    case .text(let text): try text.encode(to: encoder)
    case .list(let list): try list.encode(to: encoder)
    case .map(let map): try map.encode(to: encoder)
    }
  }
}
