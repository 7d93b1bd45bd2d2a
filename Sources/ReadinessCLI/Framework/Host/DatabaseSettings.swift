import FoundationEssentials
import Logging
import Readiness
import Storage

/// Which database the settings name.
enum DatabaseSettings: Sendable {
  /// The server's own PostgreSQL, in a folder.
  case embedded(folder: String)
  /// Somebody's: how the server connects for its daily work, and how the owner of the schema does.
  case given(application: String?, owner: String?)

  /// `READINESS_DATABASE_URL` and `READINESS_DATABASE_ADMIN_URL`; where neither is set, `READINESS_DATA`.
  static var current: DatabaseSettings {
    let environment = ProcessInfo.processInfo.environment
    func setting(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let (application, owner) = (setting("READINESS_DATABASE_URL"), setting("READINESS_DATABASE_ADMIN_URL"))
    guard application == nil && owner == nil else { return .given(application: application, owner: owner) }
    return .embedded(folder: EmbeddedCluster.defaultFolder(environment: environment))
  }

  /// How the role connects that row-level security binds.
  func applicationConninfo() throws -> String {
    switch self {
    case .embedded(let folder):
      return EmbeddedCluster(folder: folder, environment: [:], logger: .readiness()).conninfo(user: "readiness_app")
    case .given(let application, _):
      guard let application else { throw Failure(.failed, Text.applicationMissing) }
      return application
    }
  }
}

extension Logger {
  /// Writes to standard error from `READINESS_LOG_LEVEL` on.
  ///
  /// - Parameter level: when that is not set.
  static func readiness(level: Level = .warning) -> Logger {
    var logger = Logger(label: "readiness") { StreamLogHandler.standardError(label: $0) }
    let named = ProcessInfo.processInfo.environment["READINESS_LOG_LEVEL"]
    logger.logLevel = named.flatMap { Level(rawValue: $0.lowercased()) } ?? level
    return logger
  }
}
