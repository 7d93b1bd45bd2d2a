/// Ways to break the server or the client on purpose: the check of the invariant that each breaks must find it out.
enum Sabotage: String, CaseIterable, Sendable {
  // The server.

  /// Deleted rows are not told.
  case forgetsDeletions
  /// The page is taken from a newer state than the head that it tells.
  case tellsOldHead
  /// A row becomes visible below a head that was served already, as behind a sequence or a clock.
  case publishesLate
  /// Rows of a scope that is not granted are sent.
  case leaksScope
  /// The device is not told to drop what it may hold no longer.
  case forgetsDrops
  /// Of a transaction's two rows the second is published with the next.
  case splitsTransactions
  /// A mutation that is sent again is applied again.
  case forgetsLedger
  /// A page is taken from an older state than one before.
  case goesBack
  /// A page that goes on in a scope leaves out a row.
  case skipsOnResume
  /// A cursor from before the horizon is gone on from.
  case ignoresHorizon
  /// The rows of a leaf are not sent.
  case sendsEmptyLeaves
  /// After a restore the epoch stays.
  case keepsEpoch
  /// A copied device is not found out.
  case ignoresForks
  /// Rows are not sent again in the form of a device's newer schema.
  case keepsOldForm
  /// A refused mutation does not use its sequence up.
  case blocksOnRefusal
  /// There is always one more page.
  case neverEnds
  /// Rows of the other organisation are sent.
  case crossesOrganisations

  // The client.

  /// The keys of dropped scopes stay.
  case keepsKeys
  /// Of a page one row is not kept.
  case appliesPartly
  /// What waits when a device is revoked is deleted.
  case discardsQuarantine
  /// An own write is no longer laid over the replica once the server has taken it.
  case flickers
  /// The version of what is held is not kept as it was told.
  case setsHeadBack
  /// What a restored server has lost is not sent again.
  case forgetsSent

  /// The number of the invariant that does not hold then.
  var breaks: Int {
    switch self {
    case .forgetsDeletions, .tellsOldHead: 1
    case .publishesLate: 2
    case .leaksScope, .forgetsDrops, .keepsKeys: 3
    case .splitsTransactions, .appliesPartly: 4
    case .forgetsLedger: 5
    case .discardsQuarantine: 6
    case .flickers: 7
    case .goesBack, .setsHeadBack: 8
    case .skipsOnResume: 9
    case .ignoresHorizon: 10
    case .sendsEmptyLeaves: 11
    case .keepsEpoch, .forgetsSent: 12
    case .ignoresForks: 13
    case .keepsOldForm: 14
    case .blocksOnRefusal: 15
    case .neverEnds: 16
    case .crossesOrganisations: 17
    }
  }

  /// What it does to a client's database.
  var trigger: String? {
    switch self {
    case .appliesPartly:
      """
      CREATE TRIGGER sabotage BEFORE INSERT ON row WHEN NEW.table_name = 'pair' AND NEW.version % 3 = 0
        AND NEW.id = (SELECT max(id) FROM row WHERE table_name = 'pair') BEGIN SELECT RAISE(IGNORE); END
      """
    case .discardsQuarantine:
      """
      CREATE TRIGGER sabotage AFTER UPDATE OF state ON mutation WHEN NEW.state = 'quarantined'
      BEGIN DELETE FROM mutation WHERE position = NEW.position; END
      """
    case .flickers:
      """
      CREATE TRIGGER sabotage AFTER UPDATE OF state ON mutation WHEN NEW.state = 'applied'
      BEGIN UPDATE mutation SET state = 'shown' WHERE position = NEW.position; END
      """
    case .setsHeadBack:
      """
      CREATE TRIGGER sabotage AFTER UPDATE OF value ON setting WHEN NEW.name = 'head' AND OLD.value > 5
      BEGIN UPDATE setting SET value = OLD.value - 1 WHERE name = 'head'; END
      """
    case .forgetsSent:
      """
      CREATE TRIGGER sabotage AFTER INSERT ON setting WHEN NEW.name = 'restored'
      BEGIN DELETE FROM setting WHERE name = 'restored'; END
      """
    default: nil
    }
  }
}

/// What did not hold.
struct Violation: Equatable, Sendable, CustomStringConvertible {
  /// 1 to 17, as in the description of the protocol.
  var invariant: Int
  var text: String

  var description: String { "(\(invariant)) \(text)" }
}
