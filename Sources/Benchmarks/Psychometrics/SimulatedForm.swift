import FoundationEssentials
import Psychometrics

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A form with known items and responses to it, in memory and in a file that a peer reads.
struct SimulatedForm {
  /// The items that answered, not estimates of them.
  let items: [any ItemModel]
  let responses: ResponseMatrix
  /// One byte a response, a person a row.
  let file: String

  /// Saves the responses of a form.
  init(_ name: String, items: [any ItemModel], responses: ResponseMatrix, folder: String) throws {
    self.items = items
    self.responses = responses
    file = "\(folder)/\(name).bytes"
    try Data(responses.values.map { UInt8(bitPattern: $0) }).write(to: URL(filePath: file))
  }

  /// Lets so many standard normal abilities answer.
  init(_ name: String, items: [any ItemModel], persons: Int, seed: UInt64, folder: String) throws {
    var random = SeededRandom(seed: seed)
    try self.init(
      name, items: items, responses: random.responses(to: items, abilities: (0..<persons).map { _ in random.normal() }),
      folder: folder)
  }

  /// A line a person, a digit a response.
  init(_ name: String, items: [any ItemModel], digits path: String, folder: String) throws {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let values = lines.flatMap { line in line.utf8.map { Int8($0) - 48 } }
    try self.init(
      name, items: items, responses: ResponseMatrix(itemCount: lines[0].utf8.count, values: values), folder: folder)
  }
}

/// Random numbers that a seed repeats, on every machine: SplitMix64 (Steele, Lea & Flood, 2014).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func uniform(_ range: Range<Double> = 0..<1) -> Double { Double.random(in: range, using: &self) }

  /// Standard normal, by Marsaglia's polar method.
  mutating func normal() -> Double {
    while true {
      let (x, y) = (uniform(-1..<1), uniform(-1..<1))
      let square = x * x + y * y
      if square > 0, square < 1 { return x * (-2 * log(square) / square).squareRoot() }
    }
  }

  /// A category as a person of this ability would answer.
  mutating func response(to item: any ItemModel, at theta: Double) -> Int8 {
    var rest = uniform()
    for category in 0..<item.categoryCount - 1 {
      rest -= item.curve(ofCategory: category, at: theta).probability
      if rest < 0 { return Int8(category) }
    }
    return Int8(item.categoryCount - 1)
  }

  mutating func responses(to items: [any ItemModel], abilities: [Double]) throws -> ResponseMatrix {
    var matrix = try ResponseMatrix(itemCount: items.count)
    matrix.reserveCapacity(personCount: abilities.count)
    for theta in abilities { try matrix.append(items.map { response(to: $0, at: theta) }) }
    return matrix
  }
}

/// Items such as tests have: log a ~ N(0.1, 0.3²) within 0.5 … 2.5, difficulties spread evenly over −2 … 2.
struct ItemDraw {
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  private mutating func slope() -> Double {
    min(max(exp(0.1 + 0.3 * random.normal()), 0.5), 2.5)
  }

  private func place(_ item: Int, of count: Int) -> Double { -2 + 4 * Double(item) / Double(count - 1) }

  mutating func twoParameter(_ count: Int) throws -> [TwoParameterLogistic] {
    try (0..<count).map { try TwoParameterLogistic(slope: slope(), difficulty: place($0, of: count)) }
  }

  mutating func threeParameter(_ count: Int) throws -> [ThreeParameterLogistic] {
    try (0..<count).map {
      try ThreeParameterLogistic(slope: slope(), difficulty: place($0, of: count), lowerAsymptote: 0.2)
    }
  }

  /// Of five categories.
  mutating func graded(_ count: Int) throws -> [GradedResponse] {
    try (0..<count).map { item in
      try GradedResponse(
        slope: slope(), thresholds: [-1.5, -0.5, 0.5, 1.5].map { $0 + place(item, of: count) / 4 })
    }
  }

  /// Of five categories.
  mutating func partialCredit(_ count: Int) throws -> [GeneralizedPartialCredit] {
    try (0..<count).map { item in
      try GeneralizedPartialCredit(
        slope: slope(), steps: [-1.5, -0.5, 0.5, 1.5].map { $0 + place(item, of: count) / 4 })
    }
  }
}
