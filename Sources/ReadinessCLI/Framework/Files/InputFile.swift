import FoundationEssentials
import Readiness
import Wire
import Yams

/// A file that the user named.
enum InputFile {
  /// - Parameter path: `-` for standard input.
  static func bytes(of path: String) throws -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: URL(filePath: path == "-" ? "/dev/stdin" : path)))
    } catch {
      throw Failure(.invalidInput, Text.unreadable(path, reason: FileProblem.reason(error)))
    }
  }

  /// Reads a value from YAML, or JSON, which YAML includes.
  ///
  /// - Throws: a failure that names the place in the file.
  static func decode<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
    try decode(type, from: Data(try bytes(of: path)), named: path)
  }

  /// Reads an instrument from one file, or from a folder of its head, `instrument.yaml`, and lists of items.
  static func instrument(from path: String) throws -> Instrument {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else {
      return try decode(Instrument.self, from: path)
    }
    func text(_ name: String) throws -> String { String(decoding: try bytes(of: "\(path)/\(name)"), as: UTF8.self) }
    let hasExposure = FileManager.default.fileExists(atPath: "\(path)/exposure.yaml")
    let lists = try FileManager.default.contentsOfDirectory(atPath: "\(path)/items").filter { $0.hasSuffix(".yaml") }
    let document = Instrument.document(
      head: try text("instrument.yaml"), exposure: hasExposure ? try text("exposure.yaml") : "",
      items: try lists.sorted().map { try text("items/\($0)") })
    return try decode(Instrument.self, from: Data(document.utf8), named: path)
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from data: Data, named path: String) throws -> Value {
    do {
      return try YAMLDecoder().decode(type, from: data)
    } catch let error as DecodingError {
      let (place, cause) = error.placeAndCause
      throw Failure(.invalidInput, Text.badFile(path, at: place.isEmpty ? nil : place, reason: cause))
    } catch {
      let reason = LocalizedText(en: "\(error)", zh: "\(error)")
      throw Failure(.invalidInput, Text.badFile(path, at: nil, reason: reason))
    }
  }

}

extension DecodingError {
  /// The path of the value at fault, empty for the whole, and what is wrong with it.
  fileprivate var placeAndCause: (String, LocalizedText) {
    switch self {
    case .keyNotFound(let key, let context):
      ((context.codingPath + [key]).path, LocalizedText(en: "it is missing", zh: "缺少该项"))
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      (context.codingPath.path, DecodingError.cause(context))
    @unknown default: ("", LocalizedText(en: "\(self)", zh: "\(self)"))
    }
  }

  private static func cause(_ context: Context) -> LocalizedText {
    switch context.underlyingError {
    case let error as InvalidRuleSet: error.message
    case let error as InvalidProfile: error.message
    case let error as UnknownField: error.message
    case let error?: LocalizedText(en: "\(error)", zh: "\(error)")
    case nil: LocalizedText(en: context.debugDescription, zh: context.debugDescription)
    }
  }
}
