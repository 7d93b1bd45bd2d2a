extension Item {
  /// What is wrong with it by itself, for an instrument taken in `languages`.
  func problems(languages: [Language]) -> [InstrumentError.Problem] {
    textProblems(languages: languages)
      + (kind.marking == .rubric ? rubricProblems(languages: languages) : optionProblems)
      + (kind.marking == .key ? keyProblems : strayKeyProblems) + parameterProblems
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
      + targets.flatMap { $0.text.problems(item: code, field: "targets[\($0.key)]", languages: languages) }
      + rationale.problems(item: code, field: "rationale", languages: languages)
  }

  private var optionProblems: [InstrumentError.Problem] {
    let few =
      options.count < 3
      ? [problem("options", .tooFewOptions, en: "Give at least three options.", zh: "至少需要三个选项。")] : []
    return few.isEmpty ? duplicateKeys(options, "options") + targetProblems : few
  }

  private func duplicateKeys(_ options: [ItemOption], _ field: String) -> [InstrumentError.Problem] {
    let keys = options.map(\.key)
    guard Set(keys).count < keys.count || keys.contains(where: \.isBlank) else { return [] }
    return [problem(field, .duplicate, en: "Give each option a key of its own.", zh: "每个选项须有各自的代号。")]
  }

  private var targetProblems: [InstrumentError.Problem] {
    guard kind == .matching else {
      return targets.isEmpty
        ? []
        : [problem("targets", .keyDoesNotFitKind, en: "Only a matching has targets.", zh: "只有配对题才有目标。")]
    }
    guard targets.count >= 2 else {
      return [problem("targets", .tooFewOptions, en: "Give at least two targets.", zh: "至少需要两个目标。")]
    }
    return duplicateKeys(targets, "targets")
  }

  private func rubricProblems(languages: [Language]) -> [InstrumentError.Problem] {
    var problems: [InstrumentError.Problem] = []
    if rubric.isEmpty || rubric.contains(where: { $0.levels.count < 2 }) {
      problems.append(
        problem(
          "rubric", .tooFewOptions, en: "Give a rubric whose criteria have at least two levels each.",
          zh: "须有评分标准，且每项标准至少有两个等级。"))
    }
    if Set(rubric.map(\.code)).count < rubric.count {
      problems.append(problem("rubric", .duplicate, en: "Give each criterion a code of its own.", zh: "每项标准须有各自的代号。"))
    }
    if !options.isEmpty {
      problems.append(
        problem("options", .keyDoesNotFitKind, en: "An answer in words has no options.", zh: "文字作答题没有选项。"))
    }
    if !(1...Item.longestAnswer).contains(maximumCharacters ?? 0) {
      problems.append(
        problem(
          "maximumCharacters", .outOfRange,
          en: "Say how long the answer may be, up to \(Item.longestAnswer) characters.",
          zh: "请注明答案的最大长度，不超过 \(Item.longestAnswer) 个字符。"))
    }
    return problems
      + rubric.flatMap { criterion in
        let texts =
          [("name", criterion.name)] + criterion.levels.enumerated().map { ("levels[\($0.offset)]", $0.element) }
        return texts.flatMap {
          $0.1.problems(item: code, field: "rubric[\(criterion.code)].\($0.0)", languages: languages)
        }
      }
  }

  /// No answer in words may be longer, in characters.
  static let longestAnswer = 10_000

  private var strayKeyProblems: [InstrumentError.Problem] {
    answer.isEmpty
      ? [] : [problem("answer", .keyDoesNotFitKind, en: "This kind of item has no key.", zh: "此类题目没有答案。")]
  }

  private var keyProblems: [InstrumentError.Problem] {
    do {
      _ = try Answer(parsing: answer, for: presented)
      return []
    } catch {
      switch error.reason {
      case .unknownOption(let stranger, _), .notAPair(let stranger, _, _):
        return [
          problem(
            "answer", .keyNotAnOption, en: "“\(stranger)” is not among the options.", zh: "“\(stranger)”不是选项之一。")
        ]
      default:
        return [
          problem(
            "answer", .keyDoesNotFitKind,
            en: "Name each option once: one for a choice of one, some for a set, all for an order or a matching.",
            zh: "每个选项只列一次：单选一项，多选若干项，排序和配对列出全部。")
        ]
      }
    }
  }

  private var parameterProblems: [InstrumentError.Problem] {
    guard let parameters else {
      return kind.marking == .none
        ? [] : [problem("slope", .outOfRange, en: "Give its slope and difficulty.", zh: "请给出区分度和难度。")]
    }
    var problems: [InstrumentError.Problem] = []
    if !(parameters.slope > 0 && parameters.slope <= 4) {
      problems.append(
        problem("slope", .outOfRange, en: "Give a slope above 0 and up to 4.", zh: "区分度须大于 0 且不超过 4。"))
    }
    let thresholds = parameters.thresholds
    let rises = zip(thresholds, thresholds.dropFirst()).allSatisfy { $0 < $1 }
    if thresholds.count != maximumScore || !rises || !thresholds.allSatisfy({ (-6...6).contains($0) }) {
      problems.append(
        problem(
          maximumScore == 1 ? "difficulty" : "thresholds", .outOfRange,
          en: "Give rising difficulties from −6 to 6, one for each score from 1 to \(maximumScore).",
          zh: "请为 1 到 \(maximumScore) 的每个得分给出递增的难度，范围为 −6 到 6。"))
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
