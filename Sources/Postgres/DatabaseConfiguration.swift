/// How a `Database` connects, and what it may use.
public struct DatabaseConfiguration: Sendable {
  /// libpq's own: a URL or `key=value` pairs. An empty one leaves everything to the `PG*` variables and service files.
  /// Several hosts and `target_session_attrs` work as libpq documents them.
  public var conninfo: String
  /// How many connections, each with a thread; made when they are first needed.
  public var connections: Int
  /// How many calls may wait for a connection; one more gets `DatabaseError.queueFull` at once.
  public var queueLimit: Int
  /// What `pg_stat_activity` calls the connections, unless `conninfo` or `PGAPPNAME` says otherwise.
  public var applicationName: String
  /// The longest that one statement may run; the server then ends it with 57014. Zero for no limit.
  public var statementTimeout: Duration
  /// The longest that connecting to one host may take, unless `conninfo` or `PGCONNECT_TIMEOUT` says otherwise;
  /// at least 2 s, in whole seconds.
  public var connectTimeout: Duration
  /// How long data may go unacknowledged before the connection is given up, unless `conninfo` says otherwise.
  public var tcpUserTimeout: Duration
  /// How long a call waits while no connection can be made, before it gets `DatabaseError.unavailable`; a restart of
  /// the server takes less. Before the first connection was ever made nothing waits.
  public var availabilityTimeout: Duration
  /// How long a cancelled or committing connection may take to answer before it is given up.
  public var cancelGrace: Duration
  /// How often a transaction is tried when the server reports 40001 or 40P01.
  public var transactionAttempts: Int
  /// How many prepared statements a connection keeps.
  public var statementCacheCapacity: Int

  public init(
    conninfo: String = "", connections: Int = 4, queueLimit: Int = 1024, applicationName: String = "readiness",
    statementTimeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(5),
    tcpUserTimeout: Duration = .seconds(30), availabilityTimeout: Duration = .seconds(5),
    cancelGrace: Duration = .seconds(5), transactionAttempts: Int = 10, statementCacheCapacity: Int = 256
  ) {
    precondition(connections > 0 && queueLimit > 0 && transactionAttempts > 0 && statementCacheCapacity > 0)
    self.conninfo = conninfo
    self.connections = connections
    self.queueLimit = queueLimit
    self.applicationName = applicationName
    self.statementTimeout = statementTimeout
    self.connectTimeout = connectTimeout
    self.tcpUserTimeout = tcpUserTimeout
    self.availabilityTimeout = availabilityTimeout
    self.cancelGrace = cancelGrace
    self.transactionAttempts = transactionAttempts
    self.statementCacheCapacity = statementCacheCapacity
  }
}

/// What a transaction sees of others'.
public enum Isolation: Sendable, Hashable, CaseIterable {
  /// Each statement sees what was committed before it.
  case readCommitted
  /// Every statement sees what was committed before the transaction's first.
  case repeatableRead
  /// As if transactions ran one after the other.
  case serializable
}

extension Duration {
  var milliseconds: Int64 {
    components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
  }
}
