import Foundation
import Readiness
import SyncClient
import Wire

extension SimulatedServer: HistoryServer {
  var installation: ObjectIdentifier { ObjectIdentifier(self) }
  var pageRows: ClosedRange<Int> { 1...6 }
  var newestSchema: Int { 3 }

  func employ(_ id: PersonID) -> (holder: PersonID, subject: PersonID) { (id, id) }

  func invite(_ holder: PersonID, as id: DeviceID, replacing old: DeviceID?) -> String {
    tables.grants[id] = old.map { tables.grants[$0] ?? [] } ?? [.organisation, .own(holder), .managed(holder)]
    return id.description
  }

  func toggleGrant(of subject: PersonID, to device: DeviceID) {
    tables.grants[device]?.formSymmetricDifference([.managed(subject)])
  }

  func commitPair(tag: Int) {
    let text = Note.text(organisation: organisation, tag: tag)
    commit([Note.pair("a"): text, Note.pair("b"): text])
  }

  func commitManaged(level: Int, of subject: PersonID, tag: Int) {
    let key = PullLine.RowKey(scope: .managed(subject), table: "level", id: Note.id("level-\(level)"))
    commit([key: Note.text(organisation: organisation, tag: tag)])
  }

  func deleteManaged(_ random: inout SeededRandom) {
    let rows = tables.rows.filter { $0.key.table == "level" && $0.value.text != nil }.keys.sorted()
    if !rows.isEmpty { commit([random.pick(rows): nil]) }
  }

  func passMinutes() {}

  /// Tokens do not end here; the code is the device's id.
  func enrol(_ enrolment: Enrolment) throws -> DeviceTokens {
    guard let device = DeviceID(enrolment.code) else { throw Refusal.invalid("code", en: "No code.", zh: "无效。") }
    return DeviceTokens(
      device: device, accessToken: "a", accessExpiresAt: .distantFuture, refreshToken: "r",
      refreshExpiresAt: .distantFuture)
  }

  func trade(_ trade: TokenTrade) throws -> DeviceTokens {
    throw Refusal.invalid("trade", en: "Tokens do not end.", zh: "令牌不会过期。")
  }

  func confirmPurge(_ trade: TokenTrade) {}

  func note(_ name: String, by role: String, own: SyncScope) -> (command: any Command, shown: RowChange) {
    let note = RecordConsultation(role: role, task: name, desiredLevel: .h3)
    let key = Note.key(of: role, scope: own)
    let text = Note.text(of: note, organisation: organisation)
    return (note, RowChange(scope: own, table: key.table, id: key.id, row: text))
  }

  func poison(_ name: String) -> any Command { RecordConsultation(role: "POISON", task: name, desiredLevel: .h3) }

  func name(of command: any Command) -> String? { (command as? RecordConsultation)?.task }

  func newestNote(of role: String, own: SyncScope, in view: ReplicaView) throws -> Int {
    let key = Note.key(of: role, scope: own)
    return try view.rows(key.table).first { $0.id == key.id }.flatMap { Note.count(in: $0.text) } ?? 0
  }

  func pair(in rows: [PullLine.RowKey: String]) -> [String?] { [rows[Note.pair("a")], rows[Note.pair("b")]] }

  func head() -> Int64 { tables.version }

  func granted(to device: DeviceID) -> Set<SyncScope> { tables.grants[device] ?? [] }

  func expectation(of device: DeviceID) -> Expectation? {
    guard let served = served[device] else { return nil }
    let rows = tables.history[served.head]?.compactMapValues(\.text).filter { served.granted.contains($0.key.scope) }
    return Expectation(
      head: served.head, granted: served.granted, rows: rows?.mapValues { Note.form($0, schema: served.schema) })
  }

  func isForeign(_ rows: [PullLine.RowKey: String]) -> Bool {
    rows.values.contains { !$0.contains(#""organisation":\#(organisation)"#) }
  }

  func effects(of note: String, by device: DeviceID) -> Int { tables.effects["\(device)/\(note)", default: 0] }

  func violations() -> [Violation] { broken }
}
