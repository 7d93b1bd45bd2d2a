import Crypto
import Foundation
import Readiness
import Storage
public import Wire

/// Ways to break the server on purpose: each must be found out by the checks.
enum Sabotage: String, CaseIterable, Sendable {
  /// Rows of a scope that is not granted are sent.
  case leaksScope
  /// The device is not told to drop what it may hold no longer.
  case forgetsDrops
  /// Deleted rows are not told.
  case forgetsDeletions
  /// A cursor from before the horizon is gone on from.
  case ignoresHorizon
  /// A mutation that is sent again is applied again.
  case forgetsLedger
  /// A refused mutation does not use its sequence up.
  case blocksOnRefusal
  /// Of a transaction's two rows the second is published a version later.
  case splitsTransactions
  /// After a restore the epoch stays.
  case keepsEpoch
  /// Rows of the other organisation are sent.
  case crossesOrganisations
  /// The page is taken from a newer state than the head that it tells.
  case tellsOldHead
  /// A copied device is not found out.
  case ignoresForks
}

/// The server's own core (`SyncPager`, `SyncCursor`, `PushRequest.check`) over tables in memory instead of PostgreSQL.
final class SimulatedServer: @unchecked Sendable {
  // Sendable: a history runs in one task, and nothing of it runs beside it.
  struct Row: Equatable {
    var version: Int64
    var text: String?
  }

  /// A device's accepted mutation, and what it was told of it.
  struct Entry {
    var payload: String
    var result: MutationResult
  }

  struct Tables {
    var epoch: UUID
    var version: Int64 = 0
    var horizon: Int64 = 0
    var rows: [PullLine.RowKey: Row] = [:]
    var ledger: [DeviceID: [Int64: Entry]] = [:]
    /// How often each mutation, by its own name, has had an effect.
    var effects: [String: Int] = [:]
    /// The state of the rows at each version.
    var history: [Int64: [PullLine.RowKey: Row]] = [0: [:]]
  }

  /// What a page was made from.
  struct Served {
    var head: Int64
    var granted: Set<SyncScope>
  }

  let organisation: Int
  private(set) var tables: Tables
  private var backup: Tables?
  /// Who may hold what; changes are part of the history.
  var grants: [DeviceID: Set<SyncScope>] = [:]
  private var recorded: [DeviceID: Set<SyncScope>] = [:]
  private var unpurged: [DeviceID: Set<SyncScope>] = [:]
  var revoked: Set<DeviceID> = []
  var now = Date(timeIntervalSince1970: 1_800_000_000)
  private(set) var served: [DeviceID: Served] = [:]
  /// Pages that broke a rule of their own.
  private(set) var violations: [String] = []
  private let key = SymmetricKey(data: [UInt8](repeating: 7, count: 32))
  private let sabotage: Sabotage?
  private var random: SeededRandom

  init(organisation: Int, seed: UInt64, sabotage: Sabotage?) {
    self.organisation = organisation
    self.sabotage = sabotage
    random = SeededRandom(seed: seed)
    tables = Tables(epoch: UUID(random: &random))
  }

  // MARK: - Writing

  /// Commits changes in one transaction.
  func commit(_ changes: [PullLine.RowKey: String?]) {
    tables.version += 1
    for (index, change) in changes.sorted(by: { $0.key < $1.key }).enumerated() {
      if sabotage == .splitsTransactions, index == 1 {
        tables.history[tables.version] = tables.rows
        tables.version += 1
      }
      if change.value == nil, tables.rows[change.key] == nil { continue }
      tables.rows[change.key] = Row(version: tables.version, text: change.value)
    }
    tables.history[tables.version] = tables.rows
  }

  /// Clears away the tombstones that there are.
  func clearTombstones() {
    tables.horizon = tables.version
    tables.rows = tables.rows.filter { $0.value.text != nil }
  }

  func takeBackup() { backup = tables }

  /// The past again, with an epoch of its own.
  func restore() -> Bool {
    guard var past = backup else { return false }
    past.epoch = sabotage == .keepsEpoch ? tables.epoch : UUID(random: &random)
    tables = past
    return true
  }

  // MARK: - Pulling

  func pull(_ request: PullRequest, by device: DeviceID) throws -> [UInt8] {
    let granted = try admit(device)
    record(granted, purged: request.purged ?? [], by: device)
    let state = SyncState(
      device: device, epoch: tables.epoch, head: head, horizon: sabotage == .ignoresHorizon ? 0 : tables.horizon,
      lease: now.addingTimeInterval(30 * 86_400), key: key, granted: granted, recorded: granted,
      unpurged: unpurged[device] ?? [], lastSequence: sabotage == .ignoresForks ? 0 : lastSequence(of: device))
    let source = TableSource(tables: tables, sabotage: sabotage)
    var page = try SyncPager(state: state).page(request, schema: SyncProtocol.schema, from: source)
    page = try sabotaged(page)
    served[device] = Served(head: tables.version, granted: granted)
    try check(page, granted)
    return page
  }

  private var head: Int64 { sabotage == .tellsOldHead ? max(0, tables.version - 1) : tables.version }

  private func admit(_ device: DeviceID) throws -> Set<SyncScope> {
    if revoked.contains(device) { throw Refusal(.unauthenticated, "device-revoked", LocalizedText(en: "r", zh: "r")) }
    return grants[device] ?? []
  }

  private func record(_ granted: Set<SyncScope>, purged: [SyncScope], by device: DeviceID) {
    let before = recorded[device] ?? []
    unpurged[device, default: []].formUnion(before.subtracting(granted))
    unpurged[device, default: []].subtract(purged)
    recorded[device] = granted
  }

  private func sabotaged(_ page: [UInt8]) throws -> [UInt8] {
    guard sabotage == .forgetsDrops || sabotage == .crossesOrganisations || sabotage == .leaksScope else { return page }
    var lines = try page.split(separator: 0x0A).map { try PullLine(parsing: $0) }
    switch sabotage {
    case .forgetsDrops: lines.removeAll { if case .drop = $0 { true } else { false } }
    case .crossesOrganisations:
      let key = PullLine.RowKey(scope: .organisation, table: "note", id: UUID(random: &random))
      lines.insert(.put(key, row: #"{"organisation":\#(1 - organisation)}"#), at: lines.count - 1)
    case .leaksScope:
      let key = PullLine.RowKey(scope: .own(PersonID(UUID(random: &random))), table: "note", id: UUID(random: &random))
      lines.insert(.put(key, row: #"{"organisation":\#(organisation)}"#), at: lines.count - 1)
    default: break
    }
    return try seal(lines)
  }

  private func seal(_ lines: [PullLine]) throws -> [UInt8] {
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

  /// No page may hold what its device may not (invariants 3 and 17).
  private func check(_ page: [UInt8], _ granted: Set<SyncScope>) throws {
    for line in page.split(separator: 0x0A) {
      guard case .put(let key, let text) = try PullLine(parsing: line) else { continue }
      if !granted.contains(key.scope) { violations.append("a page holds a row of \(key.scope), which is not granted") }
      if !text.contains(#""organisation":\#(organisation)"#) { violations.append("a page holds another organisation's row") }
    }
  }

  // MARK: - Pushing

  func push(_ request: PushRequest, by device: DeviceID) throws -> PushAnswer {
    _ = try admit(device)
    if request.epoch != tables.epoch.uuidString.lowercased() { throw Refusal.epochChanged }
    let last = lastSequence(of: device)
    try request.check(after: last)
    for mutation in request.mutations where sabotage != .ignoresForks {
      let known = tables.ledger[device]?[mutation.command.sequence]
      if let known, try known.payload != payload(of: mutation) { throw Refusal.deviceForked }
    }
    var results: [MutationResult] = []
    for mutation in request.mutations { results.append(try apply(mutation, by: device)) }
    return PushAnswer(
      lastSequence: max(last, request.mutations.last?.command.sequence ?? 0), version: tables.version, results: results)
  }

  private func lastSequence(of device: DeviceID) -> Int64 { tables.ledger[device]?.keys.max() ?? 0 }

  private func payload(of mutation: Mutation) throws -> String { try JSONEncoder.wire.text(mutation.command) }

  /// The simulation's one command: a note under a name of its own, or a poison that is refused.
  private func apply(_ mutation: Mutation, by device: DeviceID) throws -> MutationResult {
    let sequence = mutation.command.sequence
    if sabotage != .forgetsLedger, let known = tables.ledger[device]?[sequence] { return known.result }
    guard let note = try mutation.command.command.get() as? RecordConsultation else {
      throw Refusal.invalid("unexpected", en: "unexpected", zh: "unexpected")
    }
    if note.role == "POISON" {
      let refusal = Refusal.invalid("poison", en: "No.", zh: "不。")
      let result = MutationResult(sequence: sequence, outcome: .rejected, problem: Problem(refusal, language: .en))
      if sabotage != .blocksOnRefusal {
        tables.ledger[device, default: [:]][sequence] = Entry(payload: try payload(of: mutation), result: result)
      }
      return result
    }
    tables.effects[note.task, default: 0] += 1
    let person = grants[device]?.first { if case .own = $0 { true } else { false } } ?? .organisation
    commit([Note.key(of: note, scope: person): Note.text(of: note, organisation: organisation)])
    let result = MutationResult(sequence: sequence, outcome: .applied)
    tables.ledger[device, default: [:]][sequence] = Entry(payload: try payload(of: mutation), result: result)
    return result
  }

  // MARK: - Verifying

  func verify(_ scope: SyncScope, by device: DeviceID) throws -> VerifyAnswer {
    guard try admit(device).contains(scope) else { throw Refusal.notFound(LocalizedText(en: "scope", zh: "范围"), "\(scope)") }
    var digest = ScopeDigest()
    for (key, row) in tables.rows where key.scope == scope {
      if let text = row.text { digest.add(table: key.table, id: key.id, row: text) }
    }
    return VerifyAnswer(version: tables.version, leaves: digest.leaves)
  }

  func leaf(_ leaf: Int, of scope: SyncScope) throws -> [UInt8] {
    var lines: [PullLine] = []
    for (key, row) in tables.rows where key.scope == scope && ScopeDigest.leaf(table: key.table, id: key.id) == leaf {
      guard let text = row.text else { continue }
      lines += [.at(row.version), .put(key, row: text)]
    }
    let end = PullLine.Done(cursor: "", head: tables.version, lastSequence: 0, lease: now, sha256: "")
    return try seal(lines + [.done(end)])
  }

  /// The rows of scopes at a version: what a replica at that version has to equal.
  func oracle(_ version: Int64, _ granted: Set<SyncScope>) -> [PullLine.RowKey: String]? {
    tables.history[version]?.compactMapValues(\.text).filter { granted.contains($0.key.scope) }
  }
}

/// One snapshot of the tables, in the order of the database's index.
private struct TableSource: PublishedRowSource {
  let tables: SimulatedServer.Tables
  let sabotage: Sabotage?

  func scopesWithRows(_ starts: [(scope: SyncScope, version: Int64)]) throws -> Set<SyncScope> {
    Set(starts.filter { start in tables.rows.contains { $0.key.scope == start.scope && $0.value.version > start.version } }
      .map(\.scope))
  }

  func publishedRows(of scope: SyncScope, after start: RowStart, isNew: Bool, limit: Int) throws -> [PublishedRow] {
    let rows = tables.rows.filter { $0.key.scope == scope && !(isNew && $0.value.text == nil) }
      .map { (position: SyncCursor.Position(version: $0.value.version, table: $0.key.table, id: $0.key.id), $0.key, $0.value.text) }
      .filter { row in
        switch start {
        case .version(let version): row.position.version > version
        case .row(let last): last.order < row.position.order
        }
      }
      .filter { sabotage != .forgetsDeletions || $0.2 != nil }
      .sorted { $0.position.order < $1.position.order }
    return try rows.prefix(limit).map { row in
      let line: PullLine = row.2.map { .put(row.1, row: $0) } ?? .delete(row.1)
      return PublishedRow(position: row.position, line: try line.text())
    }
  }
}

extension SyncCursor.Position {
  fileprivate var order: (Int64, String, String) { (version, table, id.uuidString) }
}

extension PullLine.RowKey: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    (left.scope, left.table, left.id.uuidString) < (right.scope, right.table, right.id.uuidString)
  }
}
