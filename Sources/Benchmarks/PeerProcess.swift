import FoundationEssentials
import Subprocess

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Packages of PyPI that are measured beside, in a Python process of their own that is asked by lines of JSON.
///
/// The process stays for the whole run, so that what a package compiles or caches in its first call is not counted.
final class PeerProcess {
  private let requests: UnsafeMutablePointer<FILE>
  private let answers: UnsafeMutablePointer<FILE>

  /// Installs the packages into a virtual environment and starts Python.
  ///
  /// - Parameters:
  ///   - script: in `Sources/Benchmarks/Peers`, as `requirements`, which names packages with their versions.
  ///   - checkout: the folder that has `Sources`.
  ///   - folder: exists.
  ///   - packages: the folder of the virtual environment, which may be there from an earlier run; nil: in `folder`.
  /// - Throws: `PeersMissing` where Python, `venv` or the package index is not there.
  init(
    script: String, requirements: String, checkout: String, folder: String, packages: String? = nil
  ) async throws {
    let scripts = "\(checkout)/Sources/Benchmarks/Peers"
    let python = packages ?? "\(folder)/python"
    try await PeerProcess.call("python3", "-m", "venv", python)
    try await PeerProcess.call(
      "\(python)/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1",
      "--timeout", "20", "--requirement", "\(scripts)/\(requirements)")
    let pipe = "\(folder)/answers"
    guard mkfifo(pipe, 0o600) == 0,
      let requests = popen("'\(python)/bin/python' '\(scripts)/\(script)' > '\(pipe)'", "w"),
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
  /// - Parameter task: what is asked, for errors.
  /// - Throws: `PeerFailure`.
  func answer<Answer: Decodable>(_ request: some Encodable, task: String) throws -> Answer {
    let line = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
    fputs(line + "\n", requests)
    fflush(requests)
    var buffer: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(buffer) }
    let length = getline(&buffer, &capacity, answers)
    guard length > 0, let buffer else { throw PeerFailure(task: task, reason: "Python has ended.") }
    let data = Data(bytes: buffer, count: length)
    if let error = try JSONDecoder().decode(Failure.self, from: data).error {
      throw PeerFailure(task: task, reason: error)
    }
    return try JSONDecoder().decode(Answer.self, from: data)
  }

  private struct Failure: Decodable {
    let error: String?
  }
}

/// The peers could not be installed.
struct PeersMissing: Error, CustomStringConvertible {
  let reason: String

  var description: String {
    """
    The peers of the benchmarks could not be installed, so that nothing is compared with them. They need python3 with \
    venv (Debian: python3-venv) and a package index that pip reaches. \(reason)
    """
  }
}

/// A peer refused what it was asked to do.
struct PeerFailure: Error, CustomStringConvertible {
  let task: String
  let reason: String

  var description: String { "The peer's \(task) failed: \(reason)" }
}
