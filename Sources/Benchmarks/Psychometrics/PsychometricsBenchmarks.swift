import FoundationEssentials

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The Psychometrics module beside the packages of PyPI that do the same work, on the same data, in alternating rounds.
///
/// Times are the least of the rounds: what the machine does besides only ever adds to them. A speed counts only where
/// the result is as good as the peer's, which is checked in the same run.
struct PsychometricsBenchmarks {
  static let rounds = 7
  static let threads = max(1, ProcessInfo.processInfo.activeProcessorCount)

  /// The folder that has `Sources` and `Tests`.
  let checkout: String
  /// Made when missing; the data and the peers go here.
  let folder: String

  func run() async throws -> [BenchmarkRow] {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var peers: Peers?
    do {
      peers = try await Peers(checkout: checkout, folder: folder)
    } catch let missing as PeersMissing {
      note("\(missing)")
    }
    var rows = try await ScoringBenchmarks(folder: folder, peers: peers).run()
    rows += try await CalibrationBenchmarks(reference: reference, folder: folder, peers: peers).run()
    rows += try await AdaptiveBenchmarks(reference: reference, peers: peers).run()
    rows += try await MeasurementBenchmarks().run()
    return rows
  }

  private var reference: String { "\(checkout)/Tests/PsychometricsTests/Reference/data" }
}

/// A line for whoever waits; the table goes to standard output.
func note(_ line: String) {
  let bytes = Array("\(line)\n".utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}

/// Lets the peer do `request` and us `work` in turns.
///
/// - Parameters:
///   - peers: nil to measure ours alone.
///   - rounds: after one that is not counted.
/// - Returns: the least seconds of either.
func race(
  _ name: String, rounds: Int = PsychometricsBenchmarks.rounds, peers: Peers?, _ request: Peers.Request,
  work: () async throws -> Void
) async throws -> (ours: Double, theirs: Double?) {
  note(name)
  var ours: [Double] = []
  var theirs: [Double] = []
  for _ in 0...rounds {
    ours.append(try await ContinuousClock().measure { try await work() } / .seconds(1))
    if let peers { theirs += try peers.answer(request).seconds }
  }
  return (ours.dropFirst().min() ?? 0, theirs.dropFirst().min())
}

/// A file of comma-separated numbers, without its head.
func numbers(inFile path: String) throws -> [[Double]] {
  try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    .map { line in line.split(separator: ",").compactMap { Double($0) } }.filter { !$0.isEmpty }
}
