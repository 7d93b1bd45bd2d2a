import Foundation
import Readiness
import Wire

/// The simulation's rows: every row says whose organisation it is of, and how new it is.
enum Note {
  /// The row that a note of a device leads to: one for each role, so that later ones replace earlier ones.
  static func key(of role: String, scope: SyncScope) -> PullLine.RowKey {
    PullLine.RowKey(scope: scope, table: "note", id: id(role))
  }

  /// One of the two rows that are always written together.
  static func pair(_ half: String) -> PullLine.RowKey {
    PullLine.RowKey(scope: .organisation, table: "pair", id: id("pair-\(half)"))
  }

  static func text(of note: RecordConsultation, organisation: Int) -> String {
    #"{"organisation":\#(organisation),"name":"\#(note.task)"}"#
  }

  static func text(organisation: Int, tag: Int) -> String { #"{"organisation":\#(organisation),"tag":\#(tag)}"# }

  /// A row as it is sent in a schema, 1 to 3: the two newer ones have a column more each.
  static func form(_ text: String, schema: Int) -> String {
    switch schema {
    case ...1: text
    case 2: text.dropLast() + #","second":2}"#
    default: text.dropLast() + #","second":2,"third":3}"#
    }
  }

  /// The columns that all schemas have.
  static func shared(_ text: String) -> String {
    guard let added = text.range(of: #","second""#) else { return text }
    return text[..<added.lowerBound] + "}"
  }

  /// The same id for the same name.
  static func id(_ name: String) -> UUID {
    var random = SeededRandom(
      seed: name.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 })
    return UUID(random: &random)
  }

  /// What comes after the last dash of a note's name: the count of the device's notes.
  static func count(in text: String) -> Int? {
    guard let dash = text.lastIndex(of: "-") else { return nil }
    return Int(text[text.index(after: dash)...].prefix { $0.isNumber })
  }
}
