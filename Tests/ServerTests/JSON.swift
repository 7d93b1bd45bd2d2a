import Foundation

/// Any JSON or YAML value, as tests look into it.
enum JSON: Decodable, Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let object = try? container.decode([String: JSON].self) {
      self = .object(object)
    } else if let array = try? container.decode([JSON].self) {
      self = .array(array)
    } else if let flag = try? container.decode(Bool.self) {
      self = .bool(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .string(try container.decode(String.self))
    }
  }

  /// The property of an object; nil for any other value.
  subscript(key: String) -> JSON? {
    if case .object(let object) = self { object[key] } else { nil }
  }

  subscript(index: Int) -> JSON? { array.indices.contains(index) ? array[index] : nil }

  /// Empty when it is none.
  var array: [JSON] { if case .array(let array) = self { array } else { [] } }

  /// Empty when it is none.
  var object: [String: JSON] { if case .object(let object) = self { object } else { [:] } }

  var string: String? { if case .string(let string) = self { string } else { nil } }

  var int: Int? { if case .number(let number) = self { Int(exactly: number) } else { nil } }
}
