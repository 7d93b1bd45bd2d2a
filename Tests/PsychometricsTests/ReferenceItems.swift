import Psychometrics
import Testing

/// An item as the reference files write it: a name and its model's parameters by their letters.
struct ReferenceItem: Decodable {
  let name: String
  let parameters: [String: Double]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    name = try container.decode(String.self, forKey: AnyKey("item"))
    var parameters: [String: Double] = [:]
    for key in container.allKeys where key.stringValue != "item" {
      parameters[key.stringValue] = try container.decodeIfPresent(Double.self, forKey: key)
    }
    self.parameters = parameters
  }

  /// The item by the model that the reference files call `name`: 2PL, 3PL, GRM or GPCM.
  func model(_ name: String) throws -> any ItemModel {
    let slope = try parameter("a")
    let steps = (1...9).compactMap { parameters["b\($0)"] }
    return switch name {
    case "2PL": try TwoParameterLogistic(slope: slope, difficulty: parameter("b"))
    case "3PL":
      try ThreeParameterLogistic(
        slope: slope, difficulty: parameter("b"), lowerAsymptote: parameter("g"), upperAsymptote: parameters["u"] ?? 1)
    case "GRM": try GradedResponse(slope: slope, thresholds: steps)
    case "GPCM": try GeneralizedPartialCredit(slope: slope, steps: steps)
    default: throw ReferenceError.unknownModel(name)
    }
  }

  private func parameter(_ key: String) throws -> Double {
    guard let value = parameters[key] else { throw ReferenceError.missing(key, of: name) }
    return value
  }
}

enum ReferenceError: Error {
  case unknownModel(String)
  case missing(String, of: String)
}

/// Any text as a key, for objects whose keys are data.
struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ text: String) { stringValue = text }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}

/// A form with a table of expected figures, of which the columns named as items are responses.
struct ReferenceForm: Decodable, Sendable, CustomTestStringConvertible {
  let id: String
  let model: String
  let items: [ReferenceItem]
  /// One row a pattern or an ability; null where there is no such figure.
  let expected: [[String: Double?]]
  /// The lowest category's number in the rows.
  let categoryBase: Int?

  var testDescription: String { id }

  enum CodingKeys: String, CodingKey {
    case id, model, items, expected
    case categoryBase = "category_base"
  }

  func models() throws -> [any ItemModel] { try items.map { try $0.model(model) } }

  /// A figure that the row must have.
  func figure(_ name: String, in row: [String: Double?]) throws -> Double {
    guard let value = row[name] ?? nil else { throw ReferenceError.missing(name, of: id) }
    return value
  }

  func responses(in row: [String: Double?]) -> [Int8] {
    items.map { item in
      guard let value = row[item.name] ?? nil else { return ResponseMatrix.missing }
      return Int8(Int(value) - (categoryBase ?? 0))
    }
  }
}

/// scoring.json: expected a posteriori, modal, likelihood and Warm's estimates of four forms.
struct ScoringReference: Decodable {
  let cases: [ReferenceForm]

  static let forms: [ReferenceForm] = (try? Reference.json("scoring", as: ScoringReference.self).cases) ?? []
}
