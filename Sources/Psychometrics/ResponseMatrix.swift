/// The scored responses of many people to one form, in one flat buffer.
public struct ResponseMatrix: Hashable, Sendable {
  /// Stands where an item was not presented.
  public static let missing: Int8 = -1

  public let itemCount: Int
  /// Row-major, one person a row: the category of each item, or `missing`.
  public private(set) var values: [Int8]

  public var personCount: Int { values.count / itemCount }

  /// - Parameters:
  ///   - itemCount: at least 1.
  ///   - values: row-major, `itemCount` a person.
  /// - Throws: `ScoringError.emptyForm`, `.responseCount`.
  public init(itemCount: Int, values: [Int8] = []) throws(ScoringError) {
    guard itemCount > 0 else { throw .emptyForm }
    guard values.count.isMultiple(of: itemCount) else {
      throw .responseCount(expected: itemCount, found: values.count)
    }
    self.itemCount = itemCount
    self.values = values
  }

  public mutating func reserveCapacity(personCount: Int) {
    values.reserveCapacity(personCount * itemCount)
  }

  /// What `transform` makes of each of some people's rows, in their order.
  func map<Value, Failure: Error>(
    _ persons: Range<Int>, _ transform: (Span<Int8>) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    var results: [Value] = []
    results.reserveCapacity(persons.count)
    let values = values.span
    for person in persons {
      let start = person * itemCount
      results.append(try transform(values.extracting(start..<start + itemCount)))
    }
    return results
  }

  /// Adds one person.
  ///
  /// - Throws: `ScoringError.responseCount`.
  public mutating func append(_ responses: [Int8]) throws(ScoringError) {
    guard responses.count == itemCount else {
      throw .responseCount(expected: itemCount, found: responses.count)
    }
    values.append(contentsOf: responses)
  }
}
