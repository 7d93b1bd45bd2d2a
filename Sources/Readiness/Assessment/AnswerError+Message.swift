extension AnswerError {
  /// For the person who answered.
  public var message: LocalizedText {
    let problem = reason.message
    return LocalizedText(en: "Item \(item): \(problem.en)", zh: "题目 \(item)：\(problem.zh)")
  }
}

extension AnswerError: CustomStringConvertible {
  public var description: String { "\(code): \(message.en)" }
}

extension AnswerError.Reason {
  fileprivate var message: LocalizedText {
    switch self {
    case .unknownItem:
      LocalizedText(en: "this form has no such item; send only items of the form.", zh: "本卷没有这道题；请只提交本卷中的题目。")
    case .repeatedItem:
      LocalizedText(en: "it is answered twice; send one answer an item.", zh: "重复作答；每题请只提交一个答案。")
    case .empty:
      LocalizedText(
        en: "no option is chosen; choose one, or leave the item out to skip it.", zh: "没有选择任何选项；请作答，或不提交该题以跳过。")
    case .unknownOption(let key, let known):
      LocalizedText(
        en: "there is no option “\(key.prefix(20))”; choose among \(known.joined(separator: ", ")).",
        zh: "没有选项“\(key.prefix(20))”；请从 \(known.joined(separator: "、")) 中选择。")
    case .repeatedOption(let key):
      LocalizedText(en: "option “\(key)” is named twice; name it once.", zh: "选项“\(key)”重复；请只选一次。")
    case .tooManyOptions(let limit):
      LocalizedText(en: "too many options; choose at most \(limit).", zh: "选项过多；最多选 \(limit) 个。")
    case .incompleteOrder(let missing):
      LocalizedText(
        en: "the order lacks \(missing.joined(separator: ", ")); place every option.",
        zh: "排序缺少 \(missing.joined(separator: "、"))；请排列所有选项。")
    case .notAPair(let key, let options, let targets):
      LocalizedText(
        en: "“\(key.prefix(20))” is no pair; write an option of \(options.joined(separator: ", ")) with a target of "
          + "\(targets.joined(separator: ", ")) behind it, such as \(options.first ?? "")\(targets.first ?? "").",
        zh: "“\(key.prefix(20))”不是配对；请写一个选项（\(options.joined(separator: "、"))）加一个目标"
          + "（\(targets.joined(separator: "、"))），例如 \(options.first ?? "")\(targets.first ?? "")。")
    case .incompleteMatching(let missing):
      LocalizedText(
        en: "there is no target for \(missing.joined(separator: ", ")); match every option.",
        zh: "\(missing.joined(separator: "、")) 尚未配对；请为每个选项选择目标。")
    case .notOneText:
      LocalizedText(en: "it is answered by one text; send it alone.", zh: "本题以一段文字作答；请只提交一段。")
    case .tooLong(let limit):
      LocalizedText(en: "the text is longer than \(limit) characters; shorten it.", zh: "文字超过 \(limit) 个字符；请缩短。")
    case .confidenceOutOfRange:
      LocalizedText(en: "the confidence must be from 0 to 1.", zh: "把握程度须在 0 到 1 之间。")
    case .negativeTime:
      LocalizedText(en: "the time spent must not be negative.", zh: "作答用时不能为负数。")
    }
  }
}
