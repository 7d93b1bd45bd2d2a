import Postgres
import Readiness
import Storage
import Tables
import Wire

/// What the program's exit code says. A command line that cannot be understood gives 64.
enum ExitStatus: Int32 {
  /// Refused, or failed.
  case failed = 1
  /// Not signed in, or not allowed.
  case notAllowed = 3
  /// The server cannot be reached, or is not ready to serve.
  case unreachable = 4
  /// The file that was to be read is not sound.
  case invalidInput = 5
}

/// Why the program ends without having done what it was asked: what is wrong, where, and what to do.
struct Failure: Error {
  let status: ExitStatus
  let message: LocalizedText
  let faults: [Fault]

  /// One fault of many, at its place in the user's file.
  struct Fault {
    var row: Int?
    var field: String?
    var detail: LocalizedText
  }

  init(_ status: ExitStatus, _ message: LocalizedText, faults: [Fault] = []) {
    self.status = status
    self.message = message
    self.faults = faults
  }

  /// - Returns: nil for what is not told here: the parser's own errors, which carry usage and help.
  init?(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let problem as Problem: self.init(problem)
    case let refusal as Refusal: self.init(refusal)
    case let error as TableError: self.init(.invalidInput, LocalizedText(error))
    case let error as InvalidRuleSet: self.init(.invalidInput, error.message)
    default:
      guard let text = Failure.plain(error) else { return nil }
      self.init(.failed, LocalizedText(en: text, zh: text))
    }
  }

  private init(_ problem: Problem) {
    let faults = (problem.faults ?? []).map { fault in
      Fault(row: fault.row, field: fault.field, detail: LocalizedText(en: fault.detail, zh: fault.detail))
    }
    let text = problem.detail.isEmpty ? problem.title : problem.detail
    self.init(
      ExitStatus(http: problem.status, hasFaults: !faults.isEmpty), LocalizedText(en: text, zh: text), faults: faults)
  }

  private init(_ refusal: Refusal) {
    self.init(
      ExitStatus(http: refusal.kind.status, hasFaults: !refusal.faults.isEmpty), refusal.message,
      faults: refusal.faults.map { Fault(row: $0.row, field: $0.field, detail: $0.message) })
  }

  /// The words of errors that exist in English alone: those of the host's own machinery.
  private static func plain(_ error: any Error) -> String? {
    switch error {
    case let error as MigrationError: error.description
    case let error as EmbeddedClusterError: error.description
    case let error as DatabaseRoleError: error.description
    case let error as FileError: error.description
    case let error as BackupError: error.description
    case let error as DatabaseError: error.description
    case let error as PostgresError: error.description
    default: nil
    }
  }
}

extension ExitStatus {
  init(http status: Int, hasFaults: Bool) {
    switch status {
    case 401, 403: self = .notAllowed
    case 502, 503, 504: self = .unreachable
    case 422 where hasFaults: self = .invalidInput
    default: self = .failed
    }
  }
}

extension LocalizedText {
  init(_ error: TableError) {
    self.init(en: error.english, zh: error.chinese)
  }
}
