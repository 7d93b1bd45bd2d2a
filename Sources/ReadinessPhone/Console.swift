public import ArgumentParser
import Foundation
public import Readiness
import SyncClient
import Wire

/// What the program's exit code says. A command line that cannot be understood gives 64.
enum ExitStatus: Int32 {
  /// Refused, or failed.
  case failed = 1
  /// Not enrolled, or not any more.
  case unenrolled = 3
  /// The server cannot be reached, or has no time.
  case unreachable = 4
  /// The replica is locked: synchronise first.
  case locked = 5
}

/// Why the program ends without having done what it was asked.
struct Failure: Error {
  let status: ExitStatus
  let message: LocalizedText

  init(_ status: ExitStatus, _ message: LocalizedText) {
    self.status = status
    self.message = message
  }

  /// - Returns: nil for what is not told here: the parser's own errors, which carry usage and help.
  init?(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case SyncError.unenrolled: self.init(.unenrolled, Text.unenrolled)
    case SyncError.locked: self.init(.locked, Text.locked)
    case SyncError.ended(let problem): self.init(.unenrolled, Text.ended(problem.detail))
    case SyncError.tooLarge: self.init(.failed, Text.tooLarge)
    case SyncError.refused(let problem): self.init(.failed, LocalizedText(en: problem.detail, zh: problem.detail))
    case SyncTransportError.unreachable(let reason): self.init(.unreachable, Text.unreachable(reason))
    case let busy as SyncTransportError where busy.isPassing: self.init(.unreachable, Text.busy(busy.reason))
    case SyncTransportError.refused(let problem, _):
      self.init(problem.status == 401 ? .unenrolled : .failed, LocalizedText(en: problem.detail, zh: problem.detail))
    case is CancellationError: self.init(.failed, Text.stopped)
    case is POSIXError, is CocoaError: self.init(.failed, Text.unusable(error.localizedDescription))
    default:
      guard PhoneCommand.exitCode(for: error) == .failure else { return nil }
      self.init(.failed, Text.unusable("\(error)"))
    }
  }
}

/// What became of what was asked.
struct Outcome: Encodable {
  /// The command's number in the outbox; nil: of what is no command.
  var id: Int64?
  var state: MutationState

  static let done = Outcome(state: .shown)
}

/// Where a command speaks: answers to standard output; notes and errors to standard error.
struct Console {
  let language: Language
  /// Answers are JSON and nothing else.
  let isJSON: Bool

  /// Prints a value as JSON, or as the lines that it is put in.
  func show<Value: Encodable>(_ value: Value, lines: (Value) -> [String]) throws {
    let shown = isJSON ? [try JSONEncoder.wire.text(value)] : lines(value)
    for line in shown { Console.write(line, to: .standardOutput) }
  }

  /// Tells what became of what was asked: as JSON, or in words.
  func tell(_ outcome: Outcome, _ text: LocalizedText) throws {
    guard isJSON else { return note(text) }
    try show(outcome) { _ in [] }
  }

  func note(_ text: LocalizedText) { Console.write(text[language], to: .standardError) }

  static func write(_ line: String, to file: FileHandle) { file.write(Data("\(line)\n".utf8)) }

  /// Asks on standard error and reads a line.
  ///
  /// - Returns: nil at the end of the input.
  func ask(_ prompt: LocalizedText) -> String? {
    FileHandle.standardError.write(Data("\(prompt[language]) ".utf8))
    return readLine(strippingNewline: true)?.trimmingCharacters(in: .whitespaces)
  }
}

extension CommandConfiguration {
  /// A command with its help in the language of the run.
  init(
    _ name: String, _ abstract: LocalizedText, examples: [String] = [], subcommands: [any ParsableCommand.Type] = []
  ) {
    let shown = ([Text.examples[.spoken]] + examples.map { "  $ \($0)" }).joined(separator: "\n")
    self.init(
      commandName: name, abstract: abstract[.spoken], discussion: examples.isEmpty ? "" : shown,
      subcommands: subcommands)
  }
}

extension ArgumentHelp {
  init(en: String, zh: String, value: String? = nil) {
    self.init(LocalizedText(en: en, zh: zh)[.spoken], valueName: value)
  }
}

extension Language: ExpressibleByArgument {
  /// The language of this run: `--language`, or what `LC_ALL`, `LC_MESSAGES` or `LANG` ask for, or English.
  static let spoken: Language = {
    let arguments = CommandLine.arguments
    if let position = arguments.firstIndex(of: "--language"), position + 1 < arguments.count {
      return Language(argument: arguments[position + 1]) ?? .en
    }
    if let joined = arguments.first(where: { $0.hasPrefix("--language=") }) {
      return Language(argument: String(joined.dropFirst("--language=".count))) ?? .en
    }
    let environment = ProcessInfo.processInfo.environment
    let setting = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return setting?.lowercased().hasPrefix("zh") == true ? .zh : .en
  }()

  /// `en` or `zh`, also with a script or a region behind: `zh-Hans`, `en_GB`.
  public init?(argument: String) {
    self.init(rawValue: String(argument.lowercased().prefix { $0 != "-" && $0 != "_" }))
  }
}

extension HumanAgencyLevel: ExpressibleByArgument {}
