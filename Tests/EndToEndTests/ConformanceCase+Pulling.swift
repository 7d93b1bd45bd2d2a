import Foundation
import GRDB
import Readiness
import Testing
import Wire

@testable import SyncClient

extension ConformanceCase {
  static let pulling = [
    firstSynchronisation, brokenPage, changedMeanwhile, onlyChanges, dropped, scopesOfAccounts, forgedCursor,
    compressed,
  ]

  private static let firstSynchronisation = ConformanceCase(
    "a first sync in pages of three equals one in a single round"
  ) { world in
    try await world.phone.client.synchronise()
    let (paged, whole) = (try world.phone.emptied(pageRows: 3), try world.phone.emptied())
    paged.wire.befall {
      $0.page = { _, page in
        let shown = try (paged.held().count, paged.client.status().head)
        #expect(shown == (0, nil), "nothing shows before the last page")
        return page
      }
    }
    try await paged.client.synchronise()
    #expect(paged.wire.log.pages.count > 5)
    for (number, page) in paged.wire.log.pages.enumerated() {
      let lines = try TappedWire.Log.lines(of: page)
      guard case .begin = lines.first else {
        Issue.record("page \(number) does not begin")
        continue
      }
      #expect(lines.count { $0.key != nil } <= 3)
      if number < paged.wire.log.pages.count - 1, case .page = lines.last { continue }
      #expect(number == paged.wire.log.pages.count - 1)
    }
    try await whole.client.synchronise()
    #expect(whole.wire.log.pages.count == 1)
    #expect(try paged.held() == whole.held() && !paged.held().isEmpty)
    #expect(try paged.client.status().head == whole.client.status().head)
    #expect(try #require(try paged.client.status().lease) > Date())
  }

  private static let brokenPage = ConformanceCase(
    "a page that was cut or damaged is discarded and the sync goes on from the last stored one"
  ) { world in
    let phone = try world.phone.emptied(pageRows: 3)
    phone.wire.befall { $0.page = { number, page in number < 2 ? page : page.dropLast(page.count / 2) } }
    #expect(try await isCutOff { try await phone.client.synchronise() })
    let staged = try phone.staged()
    let damages: [@Sendable ([UInt8]) -> [UInt8]] = [
      { $0.dropLast() }, { page in page.dropLast(page.count - page.dropLast().lastIndex(of: UInt8(ascii: "\n"))! - 1) },
      { _ in [] },
      { $0.replacing(Array(#""put""#.utf8), with: Array(#""pat""#.utf8), maxReplacements: 1) },
      { $0.replacing(Array(#""at":"#.utf8), with: Array(#""at":1"#.utf8), maxReplacements: 1) },
    ]
    for damage in damages {
      phone.wire.reset()
      phone.wire.befall {
        $0.page = { _, page in
          let (broken, isBroken) = (damage(page), damage(page) != page)
          #expect(isBroken)
          return broken
        }
      }
      #expect(try await isCutOff { try await phone.client.synchronise() })
      #expect(try phone.staged() == staged && phone.held().isEmpty, "nothing of it is kept")
      #expect(try phone.client.status().phase == .waiting && phone.client.status().obstacle != nil)
    }
    phone.wire.reset()
    try await phone.client.synchronise()
    #expect(phone.wire.log.pulls.first?.request.cursor == staged.first, "it goes on where it was")
    #expect(try phone.held() == world.phone.held())
  }

  private static let changedMeanwhile = ConformanceCase(
    "rows that change in the middle of a round are met again"
  ) { world in
    let phone = try world.phone.emptied(pageRows: 3)
    phone.wire.befall {
      $0.beforePull = { number in if number == 4 { try await world.rename() } }
    }
    try await phone.client.synchronise()
    #expect(phone.wire.log.pages.count > 4)
    try await world.phone.client.synchronise()
    #expect(try phone.held() == world.phone.held())
    #expect(try phone.unit().text == world.owner.unit().text, "with the change")
  }

  private static let onlyChanges = ConformanceCase(
    "a replica that is up to date is sent what has changed alone"
  ) { world in
    let phone = world.phone
    try await phone.client.synchronise()
    phone.wire.reset()
    try await phone.client.synchronise()
    #expect(try phone.wire.log.lines.allSatisfy { $0.key == nil }, "nothing is sent twice")
    let before = try phone.unit()
    var texts = phone.client.observe { try $0.row("unit", before.id)?.text }.makeAsyncIterator()
    #expect(try await texts.next() == before.text)
    let name = try await world.rename()
    phone.wire.reset()
    try await phone.client.synchronise()
    let lines = try phone.wire.log.lines
    #expect(Set(lines.compactMap(\.key)) == [PullLine.RowKey(scope: before.scope, table: "unit", id: before.id)])
    #expect(!lines.contains { if case .open = $0 { true } else { false } }, "no scope is opened again")
    #expect(try phone.unit().version > before.version)
    #expect(try await texts.next()??.contains(name) == true, "who observes is told")
  }

  private static let dropped = ConformanceCase(
    "what is granted no longer is dropped until the device says that it is purged"
  ) { world in
    let (manager, scope) = (world.manager, try world.reportScope())
    try await manager.client.synchronise()
    #expect(try manager.scopes().contains(scope), "a manager holds their report")
    try await world.place(under: "")
    try await manager.client.verify()
    manager.wire.befall {
      $0.page = { _, page in
        #expect(try TappedWire.Log.lines(of: page).contains(.drop(scope)))
        throw TappedWire.lost
      }
    }
    #expect(try await isCutOff { try await manager.client.synchronise() })
    manager.wire.reset()
    try await manager.client.synchronise()
    #expect(try manager.wire.log.lines.contains(.drop(scope)), "told again while nothing is said")
    #expect(try !manager.scopes().contains(scope) && manager.client.replica.keys.key(of: scope) == nil)
    manager.wire.reset()
    try await manager.client.synchronise()
    #expect(manager.wire.log.pulls.first?.request.purged == [scope])
    #expect(try !manager.wire.log.lines.contains(.drop(scope)), "told no more once it is purged")
    let refused = try await refusal { _ = try await manager.wire.verify(scope, as: manager.access()) }
    #expect(refused == "404 not-found")
    try await world.place(under: "E2")
    manager.wire.reset()
    try await manager.client.synchronise()
    #expect(manager.wire.log.pulls.first?.request.purged == nil)
    #expect(try manager.wire.log.lines.contains(.open(scope)) && manager.scopes().contains(scope))
    try await manager.expectWhole()
  }

  private static let scopesOfAccounts = ConformanceCase("scopes are those of the account") { world in
    #expect(try world.owner.scopes().isSuperset(of: [.organisation, .people]))
    let own = SyncScope.own(try #require(try world.phone.client.read { try $0.owner() }))
    #expect(try world.phone.scopes() == [.organisation, own])
  }

  private static let forgedCursor = ConformanceCase(
    "a cursor is good for its device alone and cannot be made"
  ) { world in
    let phone = world.phone
    try await phone.client.synchronise()
    let held = try phone.held()
    let cursor = try #require(try phone.staged().first ?? nil)
    var changed = Array(cursor)
    changed[changed.count / 2] = changed[changed.count / 2] == "A" ? "B" : "A"
    let foreign = try #require(try world.owner.staged().first ?? nil)
    for forged in [String(changed), String(cursor.dropLast(4)), "", "AAAA", "!", foreign] {
      try await phone.client.replica.database.write { db in try Replica.write(forged, to: .cursor, db) }
      phone.wire.reset()
      try await phone.client.synchronise()
      #expect(phone.wire.log.refusals.map(\.code) == ["cursor-invalid"], "\(forged)")
      #expect(phone.wire.log.refusals.map(\.status) == [400])
      #expect(phone.wire.log.pulls.first?.request.cursor == nil, "it begins anew")
      #expect(try phone.held() == held)
    }
  }

  private static let compressed = ConformanceCase("a page is compressed for whoever takes gzip") { world in
    let proxy = try CutProxy()
    defer { proxy.end() }
    proxy.lead(to: URL(string: world.program.server)?.port)
    let phone = try world.phone.emptied(server: proxy.server)
    try await phone.client.synchronise()
    let packed = proxy.takeAnswers().lowercased()
    proxy.rewrite([("gzip", "none")])
    let other = try world.phone.emptied(server: proxy.server)
    try await other.client.synchronise()
    let plain = proxy.takeAnswers().lowercased()
    #expect(packed.contains("content-encoding: gzip") && !plain.contains("content-encoding"))
    for answer in [packed, plain] {
      #expect(answer.contains("cache-control: private, no-store"))
      #expect(answer.contains("content-type: application/x-ndjson"))
    }
    #expect(try phone.wire.log.lines.dropLast() == other.wire.log.lines.dropLast())
    #expect(try phone.held() == world.phone.held() && other.held() == world.phone.held())
  }
}

extension PullLine {
  /// The row that it is about; nil: it is about none.
  fileprivate var key: RowKey? {
    switch self {
    case .put(let key, _), .delete(let key): key
    default: nil
    }
  }
}
