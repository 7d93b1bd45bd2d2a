import ArgumentParser
import Readiness

/// Where reminders go: to a file for a timer, or to standard output.
struct ReminderOutput: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(en: "A CSV file for them; otherwise standard output.", zh: "输出 CSV 文件；默认为标准输出。", value: "file"))
  var output: String?

  /// - Parameter table: what the file is to have.
  func show<Result, Row>(
    _ answer: Answer<Result>, rows: [Row], table: @autoclosure () -> Sheet, columns: [Column<Row>], _ console: Console
  ) throws {
    if let output {
      try OutputFile.write(try TableExport.text(of: table()), to: output)
      console.note(Text.written(output))
    }
    if console.isJSON {
      console.print(json: answer.json)
    } else if output == nil {
      console.print(rows: rows, columns: columns)
    }
  }
}
