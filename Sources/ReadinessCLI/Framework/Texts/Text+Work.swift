import Readiness

/// What is told of roles, tasks and what is published.
extension Text {
  static func codeTaken(_ code: String) -> LocalizedText {
    LocalizedText(
      en: "“\(code)” is there already. Change it by an import, or choose another code.",
      zh: "“\(code)”已存在。请通过导入更改，或换用其他编码。")
  }

  /// What a role requires: overall, then by domain.
  static func requirements(_ required: [String: QuotientLevel]) -> [LocalizedText] {
    let overall = required["overall"].map { [(Text.overall, $0)] } ?? []
    let domains = QuotientDomain.allCases.compactMap { domain in
      required[domain.rawValue].map { (domain.name, $0) }
    }
    return (overall + domains).map { name, level in
      LocalizedText(
        en: "\(name.en): \(level) \(level.name.en)", zh: "\(name.zh)：\(level) \(level.name.zh)")
    }
  }

  static func published(_ name: LocalizedText, version: Int) -> LocalizedText {
    LocalizedText(en: "Published \(name.en), version \(version).", zh: "已发布\(name.zh)第 \(version) 版。")
  }
}
