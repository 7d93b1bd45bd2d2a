import Foundation
import Subprocess
import SystemPackage
import Testing

/// The program as people run it: a process of its own, with its own data and settings in a fresh folder.
struct CLIProgram: Sendable {
  let folder: FilePath
  private let environment: [Environment.Key: String]

  /// What a run left.
  struct Outcome: Sendable {
    /// Minus the signal's number where a signal ended it.
    let status: Int
    let output: String
    let error: String
  }

  /// - Parameter settings: environment variables beside those that keep this run apart from others.
  init(inFolder path: String, settings: [String: String] = [:]) {
    folder = FilePath(path)
    var environment: [Environment.Key: String] = [
      "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder.string,
      "READINESS_DATA": folder.appending("data").string, "XDG_CONFIG_HOME": folder.appending("config").string,
      "READINESS_SHARE": CLIProgram.root.string,
    ]
    for (name, value) in settings { environment[Environment.Key(stringLiteral: name)] = value }
    self.environment = environment
  }

  /// The server's address that its commands use.
  var server: String { environment["READINESS_SERVER"] ?? "" }

  func with(_ settings: [String: String]) -> CLIProgram {
    var names = environment.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
    names.merge(settings) { $1 }
    return CLIProgram(inFolder: folder.string, settings: names)
  }

  @discardableResult
  func run(_ arguments: String..., input: String = "") async throws -> Outcome {
    try await run(arguments, input: input)
  }

  func run(_ arguments: [String], input: String = "") async throws -> Outcome {
    try await run(CLIProgram.executable, arguments, input: input)
  }

  /// Runs the phone in the terminal, with its own data in the same folder.
  func runPhone(_ arguments: String..., input: String = "") async throws -> Outcome {
    try await runPhone(arguments, input: input)
  }

  func runPhone(_ arguments: [String], input: String = "") async throws -> Outcome {
    try await run(CLIProgram.phone, arguments + ["--folder", path("phone")], input: input)
  }

  private func run(_ executable: FilePath, _ arguments: [String], input: String) async throws -> Outcome {
    let result = try await Subprocess.run(
      .path(executable), arguments: Arguments(arguments), environment: .custom(environment),
      workingDirectory: folder, input: .string(input), output: .string(limit: 1 << 24), error: .string(limit: 1 << 24))
    return Outcome(
      status: result.terminationStatus.code, output: result.standardOutput, error: result.standardError)
  }

  /// Runs the phone, and tells its process as soon as there is one.
  ///
  /// - Returns: its exit code; minus the signal's number where a signal ended it.
  func runPhone(_ arguments: String..., started: @escaping @Sendable (pid_t) -> Void) async throws -> Int {
    let result = try await Subprocess.run(
      .path(CLIProgram.phone), arguments: Arguments(arguments + ["--folder", path("phone")]),
      environment: .custom(environment), workingDirectory: folder, input: .none, output: .discarded,
      error: .discarded
    ) { execution in started(execution.processIdentifier.value) }
    return result.terminationStatus.code
  }

  /// Runs it, and expects that it does what it is asked.
  ///
  /// - Returns: its standard output.
  @discardableResult
  func succeed(
    _ arguments: String..., input: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    try await succeed(arguments, input: input, sourceLocation: sourceLocation)
  }

  @discardableResult
  func succeed(
    _ arguments: [String], input: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    let outcome = try await run(arguments, input: input)
    #expect(outcome.status == 0, "\(outcome.error)", sourceLocation: sourceLocation)
    return outcome.output
  }

  /// Runs it on a terminal, as `script` makes one, and returns all that appears there.
  func runOnTerminal(_ arguments: String) async throws -> String {
    let result = try await Subprocess.run(
      .name("script"), arguments: ["-qec", "\(CLIProgram.executable.string) \(arguments)", "/dev/null"],
      environment: .custom(environment), workingDirectory: folder, output: .string(limit: 1 << 20))
    return result.standardOutput
  }

  /// Runs `serve` until `body` has ended, then ends it as systemd does; `body` is given its address and process.
  ///
  /// - Returns: the server's exit code.
  @discardableResult
  func serve(_ body: (CLIProgram, pid_t) async throws -> Void) async throws -> Int {
    let result = try await Subprocess.run(
      .path(CLIProgram.executable), arguments: ["serve", "--port", "0"], environment: .custom(environment),
      workingDirectory: folder, input: .none, output: .discarded, error: .sequence
    ) { execution in
      var lines = execution.standardError.strings().makeAsyncIterator()
      var log: [String] = []
      var address: String?
      while address == nil, let line = try await lines.next() {
        log.append(line)
        address = line.split(separator: "Readiness is ready at ").last.map(String.init)
        if address == line { address = nil }
      }
      guard let address else { throw ServerFailure(log: log.joined(separator: "\n")) }
      let client = with(["READINESS_SERVER": address.trimmingCharacters(in: .whitespacesAndNewlines)])
      try await body(client, execution.processIdentifier.value)
      kill(execution.processIdentifier.value, SIGTERM)
      // The server would wait for a reader of its log.
      while try await lines.next() != nil {}
    }
    return result.terminationStatus.code
  }

  struct ServerFailure: Error, CustomStringConvertible {
    let log: String
    var description: String { "The server did not become ready: \(log)" }
  }

  /// The path of a file in the program's folder.
  func path(_ name: String) -> String { "\(folder.string)/\(name)" }

  func write(_ text: String, to name: String) throws -> String {
    let path = path(name)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  func text(of name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  /// The path of a file in the checkout.
  static func checkout(_ name: String) -> String { root.string + "/" + name }

  private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()

  private static let executable = programs.appending("readiness")
  private static let phone = programs.appending("readiness-phone")

  /// Beside the tests' own bundle, where one build puts all.
  private static let programs: FilePath = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") }
    return bundle.map { path in
      var path = FilePath(path)
      while !path.isEmpty, path.lastComponent?.extension != "xctest" { path.removeLastComponent() }
      return path.removingLastComponent()
    } ?? root.appending(".build").appending("debug")
  }()
}

extension TerminationStatus {
  fileprivate var code: Int {
    switch self {
    case .exited(let code): Int(code)
    case .signaled(let signal): -Int(signal)
    }
  }
}

/// Gives `body` the program with a fresh folder, which is removed afterwards.
func withProgram(_ body: (CLIProgram) async throws -> Void) async throws {
  // Below /tmp, which PostgreSQL's own user may enter.
  let folder = "/tmp/readiness-cli-\(UUID().uuidString.prefix(8).lowercased())"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try await body(CLIProgram(inFolder: folder))
}

/// Gives `body` the program signed in as the owner of a new organisation at a running server.
func withSignedIn(_ body: (CLIProgram) async throws -> Void) async throws {
  try await withProgram { program in
    let code = try await program.bootstrap()
    try await program.serve { client, _ in
      let login = try await client.run("login", input: code)
      guard login.status == 0 else { throw CLIProgram.ServerFailure(log: login.error) }
      try await body(client)
    }
  }
}

extension CLIProgram {
  /// - Returns: the owner's sign-in code.
  func bootstrap() async throws -> String {
    let made = try await run(
      "account", "bootstrap", "--organisation-name", "Kestrelbridge", "--organisation-name-zh", "隼桥", "--email",
      "owner@example.com", "--name", "Ada Owner")
    guard made.status == 0 else { throw ServerFailure(log: made.error) }
    return made.output
  }
}
