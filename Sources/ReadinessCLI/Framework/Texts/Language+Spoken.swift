public import ArgumentParser
import FoundationEssentials
public import Readiness

extension Language {
  /// The language of this run: `--language`, or what `LC_ALL`, `LC_MESSAGES` or `LANG` ask for, or English.
  ///
  /// Known before the command line is parsed, for its help speaks it too.
  static let spoken = Language.spoken(
    arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)

  static func spoken(arguments: [String], environment: [String: String]) -> Language {
    for name in ["--language", "--lang"] {
      if let position = arguments.firstIndex(of: name), position + 1 < arguments.count {
        return Language(argument: arguments[position + 1]) ?? .en
      }
      if let joined = arguments.first(where: { $0.hasPrefix("\(name)=") }) {
        return Language(argument: String(joined.dropFirst(name.count + 1))) ?? .en
      }
    }
    let setting = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return setting?.lowercased().hasPrefix("zh") == true ? .zh : .en
  }
}

extension Language: ExpressibleByArgument {
  /// `en` or `zh`, also with a script or a region behind: `zh-Hans`, `en_GB`.
  public init?(argument: String) {
    self.init(rawValue: String(argument.lowercased().prefix { $0 != "-" && $0 != "_" }))
  }
}

extension Day: ExpressibleByArgument {}
extension Identifier: ExpressibleByArgument {}
extension AccountRole: ExpressibleByArgument {}

extension PeopleImport.LeaverPolicy: ExpressibleByArgument {}
