import FoundationEssentials
import Subprocess

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The psychometrics packages of PyPI that are measured beside, in a Python process of their own.
///
/// The process stays for the whole run, so that what a package compiles or caches in its first call is not counted.
final class Peers {
  /// What `Sources/Benchmarks/Peers/psychometrics_peers.py` is asked to do.
  struct Request: Encodable {
    var task: String
    var library = "mirt"
    var model: String?
    var method: String?
    /// A file of bytes, a person a row.
    var responses: String?
    var items: Int?
    var slopes: [Double]?
    var difficulties: [Double]?
    var abilities: [Double]?
    var length: Int?
    var seed: Int?
    /// Whether what was found is to be sent too.
    var wantsValues = false
  }

  struct Answer: Decodable {
    /// What the calls took.
    var seconds: [Double]
    var values: [Double]?
    var error: String?
  }

  private let requests: UnsafeMutablePointer<FILE>
  private let answers: UnsafeMutablePointer<FILE>

  /// Installs the packages, at the versions of `requirements.txt`, into a virtual environment and starts Python.
  ///
  /// - Parameters:
  ///   - checkout: the folder that has `Sources`.
  ///   - folder: exists.
  /// - Throws: `PeersMissing` where Python, `venv` or the package index is not there.
  init(checkout: String, folder: String) async throws {
    let scripts = "\(checkout)/Sources/Benchmarks/Peers"
    try await Peers.call("python3", "-m", "venv", "\(folder)/python")
    try await Peers.call(
      "\(folder)/python/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1",
      "--timeout", "20", "--requirement", "\(scripts)/requirements.txt")
    let pipe = "\(folder)/answers"
    guard mkfifo(pipe, 0o600) == 0,
      let requests = popen("'\(folder)/python/bin/python' '\(scripts)/psychometrics_peers.py' > '\(pipe)'", "w"),
      let answers = fopen(pipe, "r")
    else { throw PeersMissing(reason: String(cString: strerror(errno))) }
    // A process that has died is told of by the missing answer.
    signal(SIGPIPE, SIG_IGN)
    self.requests = requests
    self.answers = answers
  }

  deinit {
    pclose(requests)
    fclose(answers)
  }

  private static func call(_ program: String, _ arguments: String...) async throws {
    do {
      // Through env, which looks names up and takes paths alike.
      let result = try await Subprocess.run(
        .name("env"), arguments: Arguments([program] + arguments), output: .string(limit: 100_000),
        error: .string(limit: 100_000))
      guard result.terminationStatus.isSuccess else {
        throw PeersMissing(reason: "\(result.standardOutput)\(result.standardError)")
      }
    } catch let error as SubprocessError {
      throw PeersMissing(reason: "\(program) did not run: \(error)")
    }
  }

  /// Waits for the answer; meanwhile Python has the machine to itself.
  ///
  /// - Throws: `PeerFailure`.
  func answer(_ request: Request) throws -> Answer {
    let line = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
    fputs(line + "\n", requests)
    fflush(requests)
    var buffer: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(buffer) }
    let length = getline(&buffer, &capacity, answers)
    guard length > 0, let buffer else { throw PeerFailure(task: request.task, reason: "Python has ended.") }
    let answer = try JSONDecoder().decode(Answer.self, from: Data(bytes: buffer, count: length))
    if let error = answer.error { throw PeerFailure(task: "\(request.library) \(request.task)", reason: error) }
    return answer
  }
}

/// The peers could not be installed.
struct PeersMissing: Error, CustomStringConvertible {
  let reason: String

  var description: String {
    """
    The peers of the psychometrics benchmarks could not be installed, so that nothing is compared with them. They need \
    python3 with venv (Debian: python3-venv) and a package index that pip reaches. \(reason)
    """
  }
}

/// A peer refused what it was asked to do.
struct PeerFailure: Error, CustomStringConvertible {
  let task: String
  let reason: String

  var description: String { "The peer's \(task) failed: \(reason)" }
}
