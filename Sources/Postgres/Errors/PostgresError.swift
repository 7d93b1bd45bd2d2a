import CLibPQ

/// An error that the server reported for a statement.
///
/// Carries the statement's text and where it was called, never a parameter's value. `detail` is the server's own and
/// may quote data (“Key (mail)=(…) already exists.”), so that it is no part of `description`.
public struct PostgresError: Error, Hashable, Sendable {
  /// The error's kind; nil when the error is libpq's own.
  public let sqlstate: SQLState?
  public let message: String
  public let detail: String?
  public let hint: String?
  /// The function calls the error arose in.
  public let context: String?
  public let schema: String?
  public let table: String?
  public let column: String?
  public let constraint: String?
  /// The statement's text, with `$1` … for its parameters.
  public internal(set) var statement: String
  /// Where in `statement` the error is: a character, counted from 1.
  public let position: Int?
  /// The source file and line of the call.
  public internal(set) var file: StaticString = ""
  public internal(set) var line: UInt = 0

  /// `ERROR`, or for notices `WARNING`, `NOTICE` …, or `FATAL` and `PANIC`, with which the session ends.
  let severity: String
}

extension PostgresError: CustomStringConvertible {
  public var description: String {
    var text = "\(message) (\(sqlstate?.rawValue ?? "no SQLSTATE"))"
    if let constraint { text += ", constraint “\(constraint)”" }
    if let hint { text += ". Hint: \(hint)" }
    return text + ". In: \(statement)" + (line > 0 ? " at \(file):\(line)" : "")
  }
}

extension PostgresError {
  /// Copies a result's error out of libpq.
  init(_ result: OpaquePointer, statement: String, site: CallSite) {
    func field(_ code: UnicodeScalar) -> String? {
      PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
    }
    sqlstate = field("C").map(SQLState.init(rawValue:))
    message = field("M") ?? String(cString: PQresultErrorMessage(result)).trimmed
    detail = field("D")
    hint = field("H")
    context = field("W")
    schema = field("s")
    table = field("t")
    column = field("c")
    constraint = field("n")
    position = field("P").flatMap { Int($0) }
    severity = field("V") ?? "ERROR"
    self.statement = statement
    file = site.file
    line = site.line
  }

  public static func == (left: PostgresError, right: PostgresError) -> Bool {
    left.sqlstate == right.sqlstate && left.message == right.message && left.detail == right.detail
      && left.constraint == right.constraint && left.statement == right.statement && left.line == right.line
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(sqlstate)
    hasher.combine(message)
  }
}

/// Where in the program a statement was called.
struct CallSite: Sendable {
  let file: StaticString
  let line: UInt
}

extension String {
  /// Without the line ends that libpq's messages end in.
  var trimmed: String {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
