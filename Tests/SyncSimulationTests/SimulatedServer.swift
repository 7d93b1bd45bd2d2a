import Crypto
import Foundation
import Readiness
import SyncClient
import Wire

@testable import Storage

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

  /// What a backup holds.
  struct Tables {
    var epoch: UUID
    var version: Int64 = 0
    var horizon: Int64 = 0
    var rows: [PullLine.RowKey: Row] = [:]
    var ledger: [DeviceID: [Int64: Entry]] = [:]
    /// How often each mutation, by its device's and its own name, has had an effect.
    var effects: [String: Int] = [:]
    /// The state of the rows at each version.
    var history: [Int64: [PullLine.RowKey: Row]] = [0: [:]]
    /// Who may hold what.
    var grants: [DeviceID: Set<SyncScope>] = [:]
    var recorded: [DeviceID: Set<SyncScope>] = [:]
    var unpurged: [DeviceID: Set<SyncScope>] = [:]
  }

  /// What a page was made from.
  struct Served {
    var head: Int64
    var granted: Set<SyncScope>
    var schema: Int
  }

  let organisation: Int
  var tables: Tables
  private var backup: Tables?
  private var revoked: Set<DeviceID> = []
  /// Every mutation that ever had an effect, by its name.
  private(set) var applied: Set<String> = []
  var now = Date(timeIntervalSince1970: 1_800_000_000)
  private(set) var served: [DeviceID: Served] = [:]
  /// Pages and commits that broke a rule of their own.
  private(set) var broken: [Violation] = []
  private let key = SymmetricKey(data: [UInt8](repeating: 7, count: 32))
  private let sabotage: Sabotage?
  private var random: SeededRandom
  /// Rows that the last commit held back, for sabotages.
  private var late: [PullLine.RowKey: Row] = [:]

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
    let version = tables.version
    publish(sabotage == .publishesLate ? late : late.mapValues { Row(version: version, text: $0.text) })
    late = [:]
    for (index, change) in changes.sorted(by: { $0.key < $1.key }).enumerated() {
      if change.value == nil, tables.rows[change.key] == nil { continue }
      let row = Row(version: version, text: change.value)
      if isHeldBack(index) { late[change.key] = row } else { publish([change.key: row]) }
    }
    tables.history[version] = tables.rows
  }

  private func isHeldBack(_ index: Int) -> Bool {
    switch sabotage {
    case .splitsTransactions: index == 1
    case .publishesLate: random.chance(0.3)
    default: false
    }
  }

  /// Makes rows visible: none below a head that was served (2).
  private func publish(_ rows: [PullLine.RowKey: Row]) {
    for (key, row) in rows {
      let seen = served.values.map(\.head).max() ?? 0
      if row.version <= seen, row.version < tables.version {
        broken.append(Violation(invariant: 2, text: "version \(row.version) is visible after \(seen) was served"))
      }
      tables.rows[key] = row
    }
  }

  /// Clears away the tombstones that there are.
  func clearTombstones() {
    tables.horizon = tables.version
    tables.rows = tables.rows.filter { $0.value.text != nil }
  }

  func takeBackup() { backup = tables }

  func passDays() {
    now += 40 * 86_400
    backup = nil
  }

  /// The past again, with an epoch of its own.
  func restore() {
    guard var past = backup else { return }
    past.epoch = sabotage == .keepsEpoch ? tables.epoch : UUID(random: &random)
    past.grants.merge(tables.grants) { past, _ in past }
    tables = past
    late = [:]
    served = [:]
  }

  func revoke(_ device: DeviceID) { revoked.insert(device) }

  // MARK: - Pulling

  func pull(_ request: PullRequest, as access: SyncAccess, schema: Int) throws -> [UInt8] {
    let device = access.device
    let granted = try admit(device)
    record(granted, purged: request.purged ?? [], by: device)
    let isOld = sabotage == .goesBack && tables.version > 3 && random.chance(0.3)
    let state = SyncState(
      device: device, epoch: tables.epoch, head: isOld ? tables.version - 2 : toldHead,
      horizon: sabotage == .ignoresHorizon ? 0 : tables.horizon, lease: now.addingTimeInterval(30 * 86_400), key: key,
      granted: granted, recorded: granted, unpurged: tables.unpurged[device] ?? [],
      lastSequence: sabotage == .ignoresForks ? 0 : lastSequence(of: device))
    let rows = isOld ? tables.history[tables.version - 2] ?? [:] : tables.rows
    let source = TableSource(rows: rows, schema: schema, sabotage: sabotage)
    let request =
      isOld ? PullRequest(cursor: nil, limit: request.limit, lastSequence: request.lastSequence) : request
    var page = try SyncPager(state: state).page(request, schema: sabotage == .keepsOldForm ? 1 : schema, from: source)
    if let sabotage { page = try sabotage.change(page, organisation: organisation, id: { UUID(random: &random) }) }
    served[device] = Served(head: isOld ? state.head : tables.version, granted: granted, schema: schema)
    try check(page, granted, request)
    return page
  }

  private var toldHead: Int64 { sabotage == .tellsOldHead ? max(0, tables.version - 1) : tables.version }

  private func admit(_ device: DeviceID) throws -> Set<SyncScope> {
    if revoked.contains(device) { throw Refusal(.unauthenticated, "device-revoked", LocalizedText(en: "r", zh: "r")) }
    return tables.grants[device] ?? []
  }

  private func record(_ granted: Set<SyncScope>, purged: [SyncScope], by device: DeviceID) {
    let before = tables.recorded[device] ?? []
    tables.unpurged[device, default: []].formUnion(before.subtracting(granted))
    tables.unpurged[device, default: []].subtract(purged)
    tables.recorded[device] = granted
  }

  /// No page may hold what its device may not (3, 17), nor go on from where deletions are forgotten (10).
  private func check(_ page: [UInt8], _ granted: Set<SyncScope>, _ request: PullRequest) throws {
    if let text = request.cursor, tables.horizon > 0 {
      let cursor = try SyncCursor(opening: text, by: key)
      if cursor.version < tables.horizon, !cursor.isOfFirstRound {
        broken.append(Violation(invariant: 10, text: "\(cursor.version) is gone on from, below \(tables.horizon)"))
      }
    }
    for line in String(decoding: page, as: UTF8.self).split(separator: "\n") where line.hasPrefix(#"{"put""#) {
      let scope = line.firstRange(of: #""scope":""#).map { line[$0.upperBound...].prefix { $0 != "\"" } } ?? ""
      if !granted.contains(where: { $0.description == scope }) {
        broken.append(Violation(invariant: 3, text: "a page holds a row of \(scope), which is not granted"))
      }
      if !line.contains(#""organisation":\#(organisation)"#) {
        broken.append(Violation(invariant: 17, text: "a page holds another organisation's row"))
      }
    }
  }

  // MARK: - Pushing

  func push(_ request: PushRequest, as access: SyncAccess) throws -> PushAnswer {
    let device = access.device
    _ = try admit(device)
    if request.epoch != tables.epoch.uuidString.lowercased() { throw Refusal.epochChanged }
    let last = lastSequence(of: device)
    try request.check(after: last)
    for mutation in request.mutations where sabotage != .ignoresForks {
      let known = tables.ledger[device]?[mutation.command.sequence]
      if let known, known.payload != payload(of: mutation) { throw Refusal.deviceForked }
    }
    var results: [MutationResult] = []
    for mutation in request.mutations { results.append(try apply(mutation, by: device)) }
    return PushAnswer(
      lastSequence: max(last, request.mutations.last?.command.sequence ?? 0), version: tables.version, results: results)
  }

  private func lastSequence(of device: DeviceID) -> Int64 { tables.ledger[device]?.keys.max() ?? 0 }

  private func payload(of mutation: Mutation) -> String {
    (try? mutation.command.command.get() as? RecordConsultation)?.task ?? ""
  }

  /// The simulation's one command: a note under a name of its own, or a poison that is refused.
  private func apply(_ mutation: Mutation, by device: DeviceID) throws -> MutationResult {
    let sequence = mutation.command.sequence
    if sabotage != .forgetsLedger, let known = tables.ledger[device]?[sequence] { return known.result }
    guard let note = try mutation.command.command.get() as? RecordConsultation else {
      throw Refusal.invalid("unexpected", en: "unexpected", zh: "unexpected")
    }
    var result = MutationResult(sequence: sequence, outcome: .applied)
    if note.role == "POISON" {
      let refusal = Refusal.invalid("poison", en: "No.", zh: "不。")
      result = MutationResult(sequence: sequence, outcome: .rejected, problem: Problem(refusal, language: .en))
      if sabotage == .blocksOnRefusal { return result }
    } else {
      take(note, from: device)
    }
    tables.ledger[device, default: [:]][sequence] = Entry(payload: payload(of: mutation), result: result)
    return result
  }

  private func take(_ note: RecordConsultation, from device: DeviceID) {
    tables.effects["\(device)/\(note.task)", default: 0] += 1
    applied.insert(note.task)
    let own = tables.grants[device]?.first { if case .own = $0 { true } else { false } } ?? .organisation
    commit([Note.key(of: note.role, scope: own): Note.text(of: note, organisation: organisation)])
  }

  // MARK: - Verifying

  func verify(_ scope: SyncScope, as access: SyncAccess, schema: Int) throws -> VerifyAnswer {
    guard try admit(access.device).contains(scope) else {
      throw Refusal.notFound(LocalizedText(en: "scope", zh: "范围"), "\(scope)")
    }
    return VerifyAnswer(version: tables.version, leaves: leaves(of: scope, for: access.device, schema: schema))
  }

  func leaves(of scope: SyncScope, for device: DeviceID, schema: Int) -> [ScopeDigest.Leaf] {
    var digest = ScopeDigest()
    for (key, row) in tables.rows where key.scope == scope {
      if let text = row.text { digest.add(table: key.table, id: key.id, row: Note.form(text, schema: schema)) }
    }
    return digest.leaves
  }

  func leaf(_ leaf: Int, of scope: SyncScope, as access: SyncAccess, schema: Int) throws -> [UInt8] {
    var lines: [PullLine] = []
    for (key, row) in tables.rows where key.scope == scope && ScopeDigest.leaf(table: key.table, id: key.id) == leaf {
      guard let text = row.text, sabotage != .sendsEmptyLeaves else { continue }
      lines += [.at(row.version), .put(key, row: Note.form(text, schema: schema))]
    }
    let end = PullLine.Done(cursor: "", head: tables.version, lastSequence: 0, lease: now, sha256: "")
    return try PullLine.page(of: lines + [.done(end)])
  }
}
