import Foundation

/// Holds values against the schemas of an OpenAPI document, as far as that one goes; properties that are not described
/// are faults too.
struct Validator: Sendable {
  let document: JSON

  /// Each fault at its path; empty when the value is as the schema says.
  func faults(of value: JSON, against schema: JSON, at path: String = "$") -> [String] {
    let schema = resolve(schema)
    if let constant = schema["const"], constant != value { return ["\(path) is not \(constant)"] }
    if let names = schema["enum"]?.array, !names.contains(value) { return ["\(path) is not one of its names"] }
    let types = schema["type"].map { $0.string.map { [$0] } ?? $0.array.compactMap(\.string) } ?? []
    guard types.isEmpty || types.contains(where: value.isOf) else {
      return ["\(path) is no \(types.joined(separator: " or "))"]
    }
    return arrayFaults(of: value, schema, path) + objectFaults(of: value, schema, path)
  }

  /// Follows `$ref`, to its end.
  func resolve(_ schema: JSON) -> JSON {
    guard let reference = schema["$ref"]?.string else { return schema }
    let target = reference.dropFirst(2).split(separator: "/").reduce(Optional(document)) { $0?[String($1)] }
    return target.map(resolve) ?? .null
  }

  private func arrayFaults(of value: JSON, _ schema: JSON, _ path: String) -> [String] {
    guard let items = schema["items"] else { return [] }
    return value.array.enumerated().flatMap { faults(of: $0.element, against: items, at: "\(path)[\($0.offset)]") }
  }

  private func objectFaults(of value: JSON, _ schema: JSON, _ path: String) -> [String] {
    let described = schema["properties"]?.object ?? [:]
    let required = schema["required"]?.array.compactMap(\.string) ?? []
    let missing = required.filter { value[$0] == nil }.map { "\(path).\($0) is missing" }
    let others = schema["additionalProperties"]
    return missing
      + value.object.sorted { $0.key < $1.key }.flatMap { key, property -> [String] in
        if let known = described[key] ?? others { return faults(of: property, against: known, at: "\(path).\(key)") }
        return described.isEmpty ? [] : ["\(path).\(key) is not described"]
      }
  }
}

extension JSON {
  /// By JSON Schema's names of types.
  fileprivate func isOf(_ type: String) -> Bool {
    switch (self, type) {
    case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"),
      (.number, "number"):
      true
    case (.number(let number), "integer"): number == number.rounded()
    default: false
    }
  }

  /// As JSON.
  var data: Data {
    get throws { try JSONSerialization.data(withJSONObject: any, options: .fragmentsAllowed) }
  }

  private var any: Any {
    switch self {
    case .null: NSNull()
    case .bool(let flag): flag
    case .number(let number): Int(exactly: number).map { $0 as Any } ?? number
    case .string(let string): string
    case .array(let array): array.map(\.any)
    case .object(let object): object.mapValues(\.any)
    }
  }
}
