import Foundation
import Testing

@Suite struct `Help on the command line` {
  /// What the program says of itself for completions and manuals.
  private struct Described: Decodable {
    let command: Command

    struct Command: Decodable {
      let commandName: String
      let abstract: String?
      let discussion: String?
      let subcommands: [Command]?
      let arguments: [Argument]?

      /// Those that do something, with the words that lead to them.
      func leaves(below words: [String] = []) -> [(words: [String], command: Command)] {
        let words = words + [commandName]
        let below = (subcommands ?? []).filter { $0.commandName != "help" }
        return below.isEmpty ? [(words, self)] : below.flatMap { $0.leaves(below: words) }
      }
    }

    struct Argument: Decodable {
      let abstract: String?
      let valueName: String?
    }
  }

  private func leaves(_ settings: [String: String] = [:]) async throws -> [(
    words: [String], command: Described.Command
  )] {
    let dump = try await CLIProgram(inFolder: "/tmp", settings: settings).run("--experimental-dump-help")
    return try JSONDecoder().decode(Described.self, from: Data(dump.output.utf8)).command.leaves()
  }

  @Test func `every subcommand has an example that begins with its own words`() async throws {
    let leaves = try await leaves()
    #expect(leaves.count > 30)
    for (words, command) in leaves {
      let begin = words.joined(separator: " ")
      let hasExample = command.discussion?.contains("$ \(begin)") == true
      #expect(hasExample, "\(begin) has no example")
    }
  }

  @Test func `every subcommand and option is explained in Chinese, too`() async throws {
    let english = try await leaves()
    let chinese = try await leaves(["LC_ALL": "zh_CN.UTF-8"])
    for (one, other) in zip(english, chinese) {
      let isTranslated = one.command.abstract != other.command.abstract
      #expect(isTranslated, "\(one.words)")
      for (argument, translated) in zip(one.command.arguments ?? [], other.command.arguments ?? [])
      where argument.valueName != "help" && argument.abstract?.hasPrefix("Show") != true {
        let isTranslated = argument.abstract != translated.abstract
        #expect(isTranslated, "\(one.words) \(argument.valueName ?? "")")
      }
    }
  }
}
