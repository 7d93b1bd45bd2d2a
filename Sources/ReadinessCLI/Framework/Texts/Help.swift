import ArgumentParser
import Readiness

extension CommandConfiguration {
  /// A command with its help in the language of the run.
  ///
  /// - Parameters:
  ///   - more: what the first line does not say.
  ///   - examples: command lines that work as they stand.
  ///   - aliases: other names that people expect it under.
  init(
    _ name: String, _ abstract: LocalizedText, more: LocalizedText? = nil, examples: [String] = [],
    subcommands: [any ParsableCommand.Type] = [], aliases: [String] = []
  ) {
    let language = Language.spoken
    let shown =
      examples.isEmpty ? nil : ([Text.examples[language]] + examples.map { "  $ \($0)" }).joined(separator: "\n")
    self.init(
      commandName: name, abstract: abstract[language],
      discussion: [more?[language], shown].compactMap { $0 }.joined(separator: "\n\n"), subcommands: subcommands,
      aliases: aliases)
  }
}

extension ArgumentHelp {
  /// - Parameter value: what stands for the value in the usage line.
  init(en: String, zh: String, value: String? = nil) {
    self.init(LocalizedText(en: en, zh: zh)[.spoken], valueName: value)
  }
}
