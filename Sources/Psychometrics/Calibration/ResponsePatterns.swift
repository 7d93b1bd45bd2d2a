/// The responses, collapsed twice: people who answered alike are one pattern with a weight, and within a block of a few
/// items all that answered those alike share one row of the likelihood.
///
/// A block's row is the product of its items' category probabilities, computed once and then used by everyone who has
/// it; expected counts are likewise summed a block's row first and an item second (the "method of four Russians"). A
/// person so costs one multiplication a block and node, not one an item and node.
struct ResponsePatterns: Sendable {
  /// The rows of each pattern, ascending; row 0, the population's, comes first in each.
  private(set) var entries: [Int32] = []
  /// Where each pattern's entries begin, and where the last one's end.
  private(set) var starts: [Int] = [0]
  /// How many people have each pattern.
  private(set) var weights: [Double] = []
  /// Each person's pattern; nil for those who answered nothing.
  private(set) var patternOfPerson: [Int?] = []
  /// What each row multiplies: rows of category probabilities.
  private(set) var factors: [Int32] = [0]
  /// Where each row's factors begin, and where the last one's end.
  private(set) var factorStarts: [Int] = [0, 1]
  /// The first row of the block that holds each term; the population's is row 0.
  private(set) var firstRowOfBlock: [Int32] = [0]

  var patternCount: Int { weights.count }
  var rowCount: Int { factorStarts.count - 1 }
  /// People who answered anything.
  var personCount: Int { Int(weights.reduce(0, +)) }

  /// Calls `body` with each row of category probabilities that a pattern multiplies, the population's first.
  @inline(__always)
  func forEachAnswer(of pattern: Int, _ body: (Int) -> Void) {
    for entry in starts[pattern]..<starts[pattern + 1] {
      let row = Int(entries[entry])
      for factor in factorStarts[row]..<factorStarts[row + 1] { body(Int(factors[factor])) }
    }
  }

  /// The most items a block may have, however few people there are: the product of more could be too small a number.
  private static let itemLimit = 12

  /// - Parameters:
  ///   - terms: the population's first, then the items'.
  ///   - rowLimit: the most rows a block may have; so long as one item has not more by itself.
  init(_ matrix: ResponseMatrix, terms: [ItemTerm], rowLimit: Int = 128) {
    let people = matrix.personCount
    var block = Block(people: people)
    var blockTerms: [Int] = []
    var rows: [[Int32]] = []
    for index in terms.indices.dropFirst() {
      let codes = Self.codes(of: terms[index], in: matrix)
      let limit = blockTerms.isEmpty ? .max : blockTerms.count < Self.itemLimit ? rowLimit : 0
      if !block.append(codes, of: terms[index], limit: limit) {
        rows.append(close(&block, holding: blockTerms))
        blockTerms = []
        _ = block.append(codes, of: terms[index], limit: .max)
      }
      blockTerms.append(index)
    }
    rows.append(close(&block, holding: blockTerms))
    collapse(rows, people: people)
  }

  /// 0 where the response is missing, else the category's place among the observed ones, from 1.
  private static func codes(of term: ItemTerm, in matrix: ResponseMatrix) -> [UInt8] {
    guard let column = term.column else { return [] }
    var table = [UInt8](repeating: 0, count: 256)
    for (place, category) in term.categories.enumerated() { table[category] = UInt8(place + 1) }
    return (0..<matrix.personCount).map { person in
      table[Int(UInt8(bitPattern: matrix.values[person * matrix.itemCount + column]))]
    }
  }

  /// Numbers the block's rows after those there are.
  ///
  /// - Returns: each person's row; 0 where all of the block is missing.
  private mutating func close(_ block: inout Block, holding terms: [Int]) -> [Int32] {
    let first = Int32(rowCount)
    var rows: [Int32] = []
    for answers in block.rows {
      rows.append(answers.isEmpty ? 0 : Int32(rowCount))
      if answers.isEmpty { continue }
      factors.append(contentsOf: answers)
      factorStarts.append(factors.count)
    }
    firstRowOfBlock.append(contentsOf: repeatElement(first, count: terms.count))
    defer { block = Block(people: block.codes.count) }
    return block.codes.map { rows[Int($0)] }
  }

  private mutating func collapse(_ rows: [[Int32]], people: Int) {
    var found: [Int: [Int]] = [:]
    found.reserveCapacity(people)
    patternOfPerson.reserveCapacity(people)
    var pattern: [Int32] = []
    for person in 0..<people {
      pattern.removeAll(keepingCapacity: true)
      pattern.append(0)
      for block in rows where block[person] != 0 { pattern.append(block[person]) }
      guard pattern.count > 1 else {
        patternOfPerson.append(nil)
        continue
      }
      let key = pattern.reduce(0) { ($0 &* 31 &+ Int($1)) &* 0x9E37_79B9_7F4A_7C1 }
      let known = found[key]?.first { entries[starts[$0]..<starts[$0 + 1]].elementsEqual(pattern) }
      patternOfPerson.append(known ?? weights.count)
      if let known {
        weights[known] += 1
      } else {
        found[key, default: []].append(weights.count)
        entries.append(contentsOf: pattern)
        starts.append(entries.count)
        weights.append(1)
      }
    }
  }
}

/// Items under way to being a block: who answered them alike.
private struct Block {
  /// Each person's row within the block.
  var codes: [Int32]
  /// Of each row, the rows of category probabilities that it multiplies.
  var rows: [[Int32]] = [[]]

  init(people: Int) { codes = Array(repeating: 0, count: people) }

  /// Adds an item, unless the block would then have more than `limit` rows.
  mutating func append(_ responses: [UInt8], of term: ItemTerm, limit: Int) -> Bool {
    let radix = term.categoryCount + 1
    var numbers = [Int32](repeating: -1, count: rows.count * radix)
    var extended: [[Int32]] = []
    var newCodes = codes
    for person in codes.indices {
      let key = Int(codes[person]) * radix + Int(responses[person])
      if numbers[key] < 0 {
        guard extended.count < limit else { return false }
        numbers[key] = Int32(extended.count)
        let answer = responses[person]
        extended.append(rows[key / radix] + (answer == 0 ? [] : [Int32(term.firstRow) + Int32(answer) - 1]))
      }
      newCodes[person] = numbers[key]
    }
    codes = newCodes
    rows = extended
    return true
  }
}
