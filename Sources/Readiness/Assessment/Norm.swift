/// How ability was distributed among an organisation's people on a day: what its norm scores are told by.
public struct Norm: Codable, Sendable, Equatable {
  public var instrument: String
  /// The newest version when it was computed.
  public var version: Int
  public var computedOn: Day
  /// How many people it rests on.
  public var people: Int
  /// Of θ.
  public var mean: Double
  /// Above 0.
  public var standardDeviation: Double
  /// θ at the 1st to the 99th percentile: 99, none below the one before.
  public var percentiles: [Double]

  public init(
    instrument: String, version: Int, computedOn: Day, people: Int, mean: Double, standardDeviation: Double,
    percentiles: [Double]
  ) {
    self.instrument = instrument
    self.version = version
    self.computedOn = computedOn
    self.people = people
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.percentiles = percentiles
  }

  /// With fewer, the tails of the distribution are guesswork.
  public static let leastPeople = 300

  /// - Parameter abilities: θ of each person.
  /// - Throws: `too-few-for-norm`, `no-spread`.
  public init(of abilities: [Double], instrument: String, version: Int, computedOn day: Day) throws(Refusal) {
    guard abilities.count >= Norm.leastPeople else { throw .tooFewForNorm(abilities.count) }
    let sorted = abilities.sorted()
    let count = Double(sorted.count)
    let mean = sorted.reduce(0, +) / count
    let deviation = (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
    guard deviation > 1e-9 else { throw .noSpread }
    self.init(
      instrument: instrument, version: version, computedOn: day, people: sorted.count, mean: mean,
      standardDeviation: deviation, percentiles: (1...99).map { Norm.quantile(Double($0) / 100, of: sorted) })
  }

  /// By linear interpolation between the values at either side.
  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let position = share * Double(sorted.count - 1)
    let index = min(Int(position), sorted.count - 2)
    return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
  }

  /// Where an ability stands among the norm's people.
  public func standing(of theta: Double) -> Standing {
    // Whoever is at a percentile counts half below it; those beyond the table's ends are told its ends.
    let below = percentiles.count { $0 < theta }
    let atOrBelow = percentiles.count { $0 <= theta }
    let percentile = (below + atOrBelow + 1) / 2
    return Standing(
      score: 100 + 15 * (theta - mean) / standardDeviation, percentile: min(max(percentile, 1), 99),
      computedOn: computedOn)
  }

  /// A score among others: 100 is their mean, 15 their standard deviation.
  public struct Standing: Codable, Sendable, Equatable {
    public var score: Double
    /// 1 to 99: how many of 100 are below.
    public var percentile: Int
    /// The day of the norm.
    public var computedOn: Day

    public init(score: Double, percentile: Int, computedOn: Day) {
      self.score = score
      self.percentile = percentile
      self.computedOn = computedOn
    }
  }
}

extension Refusal {
  fileprivate static func tooFewForNorm(_ people: Int) -> Refusal {
    .conflict(
      "too-few-for-norm", field: "instrument",
      en:
        "A norm needs valid scores of \(Norm.leastPeople) people or more; there are \(people). Assess more people first.",
      zh: "建立常模至少需要 \(Norm.leastPeople) 人的有效成绩，目前有 \(people) 人。请先测评更多人员。")
  }

  fileprivate static let noSpread = Refusal.conflict(
    "no-spread", field: "instrument", en: "Everybody has the same score, so that nobody stands out from a norm.",
    zh: "所有人的成绩相同，无法建立常模。")
}
