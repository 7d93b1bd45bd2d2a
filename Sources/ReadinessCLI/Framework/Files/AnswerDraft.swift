import FoundationEssentials
import Glibc
import Readiness
import SystemPackage

/// What was typed of an answer and has not reached the server: kept on disk, so that a program that is killed, or a server
/// that is away, loses nothing.
struct AnswerDraft {
  private let path: FilePath

  init(of item: String, in attempt: AttemptID) {
    path = ConfigurationFolder.path.appending("drafts").appending("\(attempt)-\(item.filter(\.isSafe)).json")
  }

  struct Content: Codable {
    /// Lines of an answer in words, or the keys of options.
    var answer: [String]
    /// The whole answer, ready to be sent; nil while it is being written.
    var response: ItemResponse?
  }

  func load() -> Content? {
    guard let data = FileManager.default.contents(atPath: path.string) else { return nil }
    return try? JSONDecoder().decode(Content.self, from: data)
  }

  func save(_ content: Content) throws {
    try ConfigurationFolder.write(try JSONEncoder().encode(content), to: path)
  }

  func remove() { _ = unlink(path.string) }
}

extension Character {
  fileprivate var isSafe: Bool { isASCII && (isLetter || isNumber || self == "-") }
}
