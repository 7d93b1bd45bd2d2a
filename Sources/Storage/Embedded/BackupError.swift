/// Why a backup could not be written or restored; each says what is wrong, where, and what to do.
public enum BackupError: Error, Hashable, Sendable {
  /// A backup is never overwritten.
  case exists(file: String)
  /// There is no manifest beside the file, so that nothing says what it should hold.
  case manifestMissing(file: String)
  /// The file is not what its manifest says.
  case damaged(file: String, reason: String)
  /// The database holds something, and replacing it was not asked for.
  case notEmpty(database: String)
  /// One of PostgreSQL's programs failed, with what it wrote.
  case programFailed(name: String, output: String)
  /// The connection string cannot be read, or asks for what cannot be done safely.
  case connectionString(reason: String)
}

extension BackupError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .exists(let file):
      "\(file) is there already, and backups are not overwritten. Choose another name, with the date for example."
    case .manifestMissing(let file):
      """
      \(file) has no manifest (\(file)\(BackupManifest.fileSuffix)) beside it. A backup is both files: copy the manifest \
      to it, or choose another backup.
      """
    case .damaged(let file, let reason):
      "\(file) is damaged or is not a backup: \(reason). Nothing was changed. Choose another backup."
    case .notEmpty(let database):
      """
      The database “\(database)” is not empty. Nothing was changed. Restore into an empty database, or ask for the \
      contents of this one to be replaced.
      """
    case .programFailed(let name, let output):
      "\(name) failed, and nothing was changed: \(output)"
    case .connectionString(let reason):
      "The connection string \(reason)."
    }
  }
}
