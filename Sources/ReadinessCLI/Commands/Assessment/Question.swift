import Readiness

/// One item, put to a person in the terminal.
struct Question {
  let item: PresentedItem
  let console: Console
  private let begun = ContinuousClock.now

  init(item: PresentedItem, console: Console) {
    self.item = item
    self.console = console
  }

  func show(_ progress: AttemptProgress) {
    let (language, terminal) = (console.language, Terminal.error)
    let place = Text.place(progress)[language]
    console.note(verbatim: "")
    console.note(
      verbatim: terminal.dim("\(place)  \(item.domain.name[language]) · \(item.kind.name[language])"))
    console.note(verbatim: terminal.bold(item.stem[language]))
    for option in item.options { console.note(verbatim: "  \(option.key)) \(option.text[language])") }
    if !item.targets.isEmpty { console.note(verbatim: terminal.dim("  ──")) }
    for target in item.targets { console.note(verbatim: "  \(target.key)) \(target.text[language])") }
    if !item.criteria.isEmpty {
      console.note(Text.lookedFor(item.criteria))
    }
  }

  /// Asks until the answer can be taken.
  ///
  /// - Parameters:
  ///   - earlier: lines of an answer in words that an earlier run kept.
  ///   - keep: called with all lines after each.
  /// - Returns: nil when the input ends.
  func ask(since earlier: [String], keep: ([String]) throws -> Void) throws -> ItemResponse? {
    var earlier = earlier
    while let keys = item.kind.marking == .rubric ? try askText(earlier, keep) : askKeys() {
      do {
        let answer = try Readiness.Answer(parsing: keys, for: item)
        let milliseconds = Int((ContinuousClock.now - begun) / .milliseconds(1))
        return ItemResponse(
          item: item.code, answer: answer.keys, confidence: item.kind.marking == .key ? askConfidence() : nil,
          milliseconds: min(milliseconds, 86_400_000))
      } catch {
        console.note(error.message)
        earlier = []
      }
    }
    return nil
  }

  private func askKeys() -> [String]? {
    console.ask(Text.howToAnswer(item.kind)).map { line in
      line.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "," || $0 == "，" }
        .split(whereSeparator: { $0 == " " || $0 == "," || $0 == "，" }).map(String.init)
    }
  }

  private func askText(_ earlier: [String], _ keep: ([String]) throws -> Void) throws -> [String]? {
    var lines = earlier
    console.note(Text.howToAnswer(item.kind))
    for line in lines { console.note(verbatim: "  \(line)") }
    while let line = readLine() {
      if line == "." { return [lines.joined(separator: "\n")] }
      lines.append(line)
      try keep(lines)
    }
    return nil
  }

  /// - Returns: 0 to 1; nil when left out.
  private func askConfidence() -> Double? {
    while let line = console.ask(Text.howSure), !line.isEmpty {
      if let percent = Int(line), (0...100).contains(percent) { return Double(percent) / 100 }
      console.note(Text.percentExpected)
    }
    return nil
  }
}

extension Console {
  /// Asks for a line; the question goes where people read it, and no answer is mixed with it.
  ///
  /// - Returns: nil when the input ends.
  func ask(_ question: LocalizedText) -> String? {
    note(verbatim: question[language], terminator: " ")
    return readLine()
  }
}
