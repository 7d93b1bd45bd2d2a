import Foundation
import Psychometrics
import Testing

/// The published calibrations, as they stand in calibration.json and calibration_optimum.json.
struct ReferenceCalibration: Decodable, Sendable, CustomTestStringConvertible {
  struct Expected: Decodable, Sendable {
    let logLik: Double
    let AIC: Double
    let BIC: Double
    let n_par: Int
    let items: [String: Item]
  }

  struct Item: Decodable, Sendable {
    let est: [String: Double]
    let se: [String: Double?]
  }

  let id: String
  let model: String
  let data: String
  let expected: Expected

  var testDescription: String { id }

  /// Items in the order of the data's columns, which the file keeps only as names.
  func parameters(_ columns: [String]) -> [(estimates: [Double], errors: [Double])] {
    columns.map { name in
      let item = expected.items[name]
      let keys = item?.est.keys.filter { $0 != "g" && $0 != "u" }.sorted() ?? []
      return (keys.compactMap { item?.est[$0] }, keys.compactMap { item?.se[$0] ?? nil })
    }
  }

  /// The whole file but the case of another engine's print, which has a form of its own.
  static let all: [ReferenceCalibration] = {
    struct Entry: Decodable {
      let value: ReferenceCalibration?
      init(from decoder: any Decoder) { value = try? ReferenceCalibration(from: decoder) }
    }
    return (try? Reference.json("calibration", as: [Entry].self))?.compactMap(\.value) ?? []
  }()

  static func with(_ id: String) throws -> ReferenceCalibration { try #require(all.first { $0.id == id }) }
}

/// The maxima found by direct maximisation on 121 nodes.
struct ReferenceOptimum: Decodable, Sendable {
  struct Case: Decodable, Sendable {
    let logLik: Double
    let a: [Double]
    /// One row an item, whether the file has one difficulty or several.
    let b: [[Double]]

    enum CodingKeys: CodingKey { case logLik, a, b }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      logLik = try container.decode(Double.self, forKey: .logLik)
      a = try container.decode([Double].self, forKey: .a)
      if let single = try? container.decode([Double].self, forKey: .b) {
        b = single.map { [$0] }
      } else {
        b = try container.decode([[Double]].self, forKey: .b)
      }
    }
  }

  let cases: [String: Case]

  static func with(_ name: String) throws -> Case {
    try #require(try Reference.json("calibration_optimum", as: ReferenceOptimum.self).cases[name])
  }
}

extension Reference {
  /// The names that head a table.
  static func columns(of lines: [Substring]) -> [String] { lines[0].split(separator: ",").map(String.init) }

  /// One digit a response, one line a person.
  static func digits(of name: String) throws -> ResponseMatrix {
    let lines = try lines(of: name)
    var matrix = try ResponseMatrix(itemCount: lines[0].utf8.count)
    for line in lines { try matrix.append(line.utf8.map { Int8($0) - 48 }) }
    return matrix
  }
}
