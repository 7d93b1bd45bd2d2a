import Crypto
import Foundation
import Readiness
import Wire

extension Sabotage {
  /// Changes the lines of a page, as a server would that was broken in this way.
  func change(_ page: [UInt8], organisation: Int, id: () -> UUID) throws -> [UInt8] {
    switch self {
    case .forgetsDeletions, .forgetsDrops, .crossesOrganisations, .leaksScope, .neverEnds: break
    default: return page
    }
    var lines = try page.split(separator: 0x0A).map { try PullLine(parsing: $0) }
    switch self {
    case .forgetsDeletions: lines.removeAll { if case .delete = $0 { true } else { false } }
    case .forgetsDrops: lines.removeAll { if case .drop = $0 { true } else { false } }
    case .crossesOrganisations:
      let key = PullLine.RowKey(scope: .organisation, table: "note", id: id())
      lines.insert(.put(key, row: #"{"organisation":\#(1 - organisation)}"#), at: lines.count - 1)
    case .leaksScope:
      let id = id()
      let key = PullLine.RowKey(scope: .own(PersonID(id)), table: "note", id: id)
      lines.insert(.put(key, row: #"{"organisation":\#(organisation)}"#), at: lines.count - 1)
    case .neverEnds:
      if case .done(let end) = lines.last { lines[lines.count - 1] = .page(.init(cursor: end.cursor, sha256: "")) }
    default: break
    }
    return try PullLine.page(of: lines)
  }
}

extension PullLine {
  /// A page of lines, with the sum of them in the last one.
  static func page(of lines: [PullLine]) throws -> [UInt8] {
    let body = try lines.dropLast().map { try $0.text() }.joined()
    let sha256 = SHA256.hash(data: Data(body.utf8)).hexadecimal
    var last = lines[lines.count - 1]
    switch last {
    case .page(var end):
      end.sha256 = sha256
      last = .page(end)
    case .done(var end):
      end.sha256 = sha256
      last = .done(end)
    default: break
    }
    return Array((body + (try last.text())).utf8)
  }
}
