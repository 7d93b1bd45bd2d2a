import Foundation
import Readiness
import SyncClient
import Wire

/// What a history needs of one organisation's server, be it the simulated one or the product itself.
protocol HistoryServer: AnyObject, Sendable {
  /// 0 or 1.
  var organisation: Int { get }
  /// Servers of one installation share time, database and backups.
  var installation: ObjectIdentifier { get }
  var now: Date { get }
  /// Rows of a page, for phones to choose from.
  var pageRows: ClosedRange<Int> { get }
  /// The newest form of rows that is served; the oldest is 1.
  var newestSchema: Int { get }

  // What happens to it.

  /// - Returns: who gets the next phone, and of whom managers hold rows that the history changes.
  func employ(_ id: PersonID) async throws -> (holder: PersonID, subject: PersonID)
  /// - Parameters:
  ///   - id: of the device, where the server does not make one itself.
  ///   - old: the device that the new one is to replace.
  /// - Returns: the enrolment code.
  func invite(_ holder: PersonID, as id: DeviceID, replacing old: DeviceID?) async throws -> String
  func revoke(_ device: DeviceID) async throws
  func toggleGrant(of subject: PersonID, to device: DeviceID) async throws
  /// Writes the two rows that are always written together, in one transaction.
  func commitPair(tag: Int) async throws
  /// - Parameter level: 0 to 5: which of the rows about a subject.
  func commitManaged(level: Int, of subject: PersonID, tag: Int) async throws
  func deleteManaged(_ random: inout SeededRandom) async throws
  func clearTombstones() async throws
  func takeBackup() async throws
  /// The past again, with an epoch of its own; nothing where there is no backup.
  func restore() async throws
  /// 40 days. A backup from before is older than what devices retain and does not count any more.
  func passDays()
  /// What passes between two steps.
  func passMinutes()

  // What phones call.

  func enrol(_ enrolment: Enrolment) async throws -> DeviceTokens
  func trade(_ trade: TokenTrade) async throws -> DeviceTokens
  func confirmPurge(_ trade: TokenTrade) async throws
  func pull(_ request: PullRequest, as access: SyncAccess, schema: Int) async throws -> [UInt8]
  func push(_ request: PushRequest, as access: SyncAccess) async throws -> PushAnswer
  func verify(_ scope: SyncScope, as access: SyncAccess, schema: Int) async throws -> VerifyAnswer
  func leaf(_ leaf: Int, of scope: SyncScope, as access: SyncAccess, schema: Int) async throws -> [UInt8]

  // What its commands and rows look like.

  /// The command that writes a device's note, and the row that shows it at once.
  func note(_ name: String, by role: String, own: SyncScope) -> (command: any Command, shown: RowChange)
  /// A command that is always refused.
  func poison(_ name: String) -> any Command
  func name(of command: any Command) -> String?
  /// The count of the newest note of a role that a phone shows; 0: none.
  func newestNote(of role: String, own: SyncScope, in view: ReplicaView) throws -> Int
  /// Both halves of the pair, alike when they were written together; nil for one that is not there.
  func pair(in rows: [PullLine.RowKey: String]) -> [String?]

  // What there has to be.

  /// Its version.
  func head() async throws -> Int64
  func granted(to device: DeviceID) async throws -> Set<SyncScope>
  /// What a device that has just synchronised has to hold; nil when no page was made for it.
  func expectation(of device: DeviceID) async throws -> Expectation?
  /// Whether any of the rows is of another organisation.
  func isForeign(_ rows: [PullLine.RowKey: String]) async throws -> Bool
  func leaves(of scope: SyncScope, for device: DeviceID, schema: Int) async throws -> [ScopeDigest.Leaf]
  /// How often a mutation of the device's has taken effect.
  func effects(of note: String, by device: DeviceID) async throws -> Int
  /// Every mutation that ever had an effect, by its name.
  var applied: Set<String> { get }
  /// What of its own rules did not hold, until now.
  func violations() async throws -> [Violation]
}

/// What a device has to hold at one moment.
struct Expectation {
  var head: Int64
  var granted: Set<SyncScope>
  /// Nil where the state at `head` is not known.
  var rows: [PullLine.RowKey: String]?
}
