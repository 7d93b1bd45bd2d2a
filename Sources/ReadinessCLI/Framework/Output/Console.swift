import FoundationEssentials
import Readiness
import Storage
import Wire

/// Where a command speaks: answers to standard output; notes, progress and errors to standard error.
struct Console: Sendable {
  let language: Language
  /// Answers are JSON, exactly, and nothing else.
  let isJSON: Bool

  init(language: Language, isJSON: Bool = false) {
    self.language = language
    self.isJSON = isJSON
  }

  /// Prints an answer of many rows.
  func show<Row>(_ answer: Answer<[Row]>, columns: [Column<Row>]) {
    guard !isJSON else { return print(json: answer.json) }
    print(rows: answer.value, columns: columns)
  }

  /// Prints an answer as `lines` puts it.
  func show<Value>(_ answer: Answer<Value>, lines: (Value) -> [LocalizedText]) {
    guard !isJSON else { return print(json: answer.json) }
    for line in lines(answer.value) { print(line[language]) }
  }

  /// Prints a value of this program's own.
  func show<Value: Encodable>(_ value: Value, lines: (Value) -> [LocalizedText]) throws {
    show(Answer(value: value, json: [UInt8](try JSONEncoder.wire.encode(value))), lines: lines)
  }

  /// Prints rows of this program's own.
  func show<Row: Encodable>(_ rows: [Row], columns: [Column<Row>]) throws {
    show(Answer(value: rows, json: [UInt8](try JSONEncoder.wire.encode(rows))), columns: columns)
  }

  /// Prints a table; in place of an empty one, a note that there is nothing.
  func print<Row>(rows: [Row], columns: [Column<Row>]) {
    guard !rows.isEmpty else { return note(Text.nothingThere) }
    for line in TextTable(rows, columns: columns, language: language).lines(for: .output) { print(line) }
  }

  func print(json: [UInt8]) {
    OutputStream.output.write(json + [UInt8(ascii: "\n")])
  }

  func print(_ line: String) {
    OutputStream.output.write("\(line)\n")
  }

  /// Tells what is going on, or what to do next.
  func note(_ text: LocalizedText) {
    note(verbatim: text[language])
  }

  func note(verbatim text: String, terminator: String = "\n") {
    OutputStream.error.write("\(text)\(terminator)")
  }

  /// At most so many faults are shown; then how many more there are.
  static let shownFaults = 50

  /// Tells why the program ends without having done what it was asked.
  func report(_ failure: Failure) {
    let terminal = Terminal.error
    var lines = ["\(terminal.red(Text.error[language]))\(failure.message[language])"]
    if !failure.faults.isEmpty {
      let columns: [Column<Failure.Fault>] = [
        Column(Text.row, .trailing) { $0.row.map(String.init) ?? "" },
        Column(Text.column) { $0.field ?? "" },
        Column(Text.whatIsWrong) { fault, language in fault.detail[language] },
      ]
      let shown = Array(failure.faults.prefix(Console.shownFaults))
      lines += TextTable(shown, columns: columns, language: language).lines(for: terminal).map { "  \($0)" }
      let rest = failure.faults.count - shown.count
      if rest > 0 { lines.append("  \(Text.moreFaults(rest)[language])") }
    }
    OutputStream.error.write(lines.joined(separator: "\n") + "\n")
  }
}

/// What a server or a database answered: the value, and its JSON as it came.
struct Answer<Value> {
  let value: Value
  let json: [UInt8]
}
