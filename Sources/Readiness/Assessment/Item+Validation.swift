extension Item {
  /// What is wrong with it by itself, for an instrument taken in `languages`.
  func problems(languages: [Language]) -> [InstrumentError.Problem] {
    textProblems(languages: languages) + optionProblems + keyProblems + parameterProblems
  }

  private func problem(
    _ field: String, _ problem: InstrumentError.Code, en: String, zh: String
  ) -> InstrumentError.Problem {
    .init(item: code, field: field, code: problem, message: LocalizedText(en: en, zh: zh))
  }

  private func textProblems(languages: [Language]) -> [InstrumentError.Problem] {
    let blankCode =
      code.isBlank ? [problem("code", .malformed, en: "Give the item a code.", zh: "请填写题目代码。")] : []
    return blankCode
      + stem.problems(item: code, field: "stem", languages: languages)
      + options.flatMap { $0.text.problems(item: code, field: "options[\($0.key)]", languages: languages) }
      + rationale.problems(item: code, field: "rationale", languages: languages)
  }

  private var optionProblems: [InstrumentError.Problem] {
    let keys = options.map(\.key)
    if keys.count < 3 {
      return [problem("options", .tooFewOptions, en: "Give at least three options.", zh: "至少需要三个选项。")]
    }
    if Set(keys).count < keys.count || keys.contains(where: \.isBlank) {
      return [problem("options", .duplicate, en: "Give each option a key of its own.", zh: "每个选项须有各自的代号。")]
    }
    return []
  }

  private var keyProblems: [InstrumentError.Problem] {
    let known = options.map(\.key)
    if let stranger = answer.first(where: { !known.contains($0) }) {
      return [
        problem(
          "answer", .keyNotAnOption, en: "“\(stranger)” is not among the options.", zh: "“\(stranger)”不是选项之一。")
      ]
    }
    let lengths = kind.answerLengths(optionCount: known.count)
    guard Set(answer).count == answer.count, lengths.contains(answer.count) else {
      return [
        problem(
          "answer", .keyDoesNotFitKind,
          en: "Name each option once: one for a choice of one, some for a set, all for an order.",
          zh: "每个选项只列一次：单选一项，多选若干项，排序列出全部。")
      ]
    }
    return []
  }

  private var parameterProblems: [InstrumentError.Problem] {
    var problems: [InstrumentError.Problem] = []
    if !(slope > 0 && slope <= 4) {
      problems.append(
        problem("slope", .outOfRange, en: "Give a slope above 0 and up to 4.", zh: "区分度须大于 0 且不超过 4。"))
    }
    if !(-4...4).contains(difficulty) {
      problems.append(
        problem("difficulty", .outOfRange, en: "Give a difficulty from −4 to 4.", zh: "难度须在 −4 到 4 之间。"))
    }
    return problems
  }
}

extension LocalizedText {
  /// One for each of `languages` in which there is no text.
  func problems(item: String?, field: String, languages: [Language]) -> [InstrumentError.Problem] {
    languages.filter { self[$0].isBlank }.map { language in
      let message = LocalizedText(
        en: "The \(language == .zh ? "Chinese" : "English") text is missing.",
        zh: "缺少\(language == .zh ? "中文" : "英文")文本。")
      return .init(item: item, field: "\(field).\(language.rawValue)", code: .missingText, message: message)
    }
  }
}

extension StringProtocol {
  /// Whether there is nothing but white space.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
