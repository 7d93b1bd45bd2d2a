import Logging
import SystemPackage

extension EmbeddedCluster {
  /// Keeps PostgreSQL running until the task is cancelled.
  ///
  /// - Parameter readiness: told when PostgreSQL is ready for the first time, or why it will not be. A failure before
  ///   that ends the supervision: the caller hears of it. One after that is survived.
  func supervise(_ readiness: AsyncThrowingStream<Void, any Error>.Continuation) async {
    var pause = RestartPause()
    var wasReady = false
    while !Task.isCancelled {
      let began = ContinuousClock.now
      do {
        let postmaster = try await prepare()
        let status = try await postmaster.serve {
          wasReady = true
          logger.info("PostgreSQL is ready", metadata: ["folder": "\(layout.folder.string)"])
          readiness.yield()
        }
        guard !Task.isCancelled else { break }
        logger.error("PostgreSQL ended unexpectedly", metadata: ["status": "\(status)", "log": "\(layout.log.string)"])
      } catch {
        guard wasReady, !Task.isCancelled else {
          readiness.finish(throwing: error)
          return
        }
        logger.error("PostgreSQL could not be started again", metadata: ["error": "\(error)"])
      }
      // Cancelled or not, the loop's condition decides.
      try? await Task.sleep(for: pause.next(after: began.duration(to: .now)))
    }
    logger.info("PostgreSQL has been shut down", metadata: ["folder": "\(layout.folder.string)"])
  }

  /// Brings the folder into the state in which PostgreSQL starts, whatever happened before.
  private func prepare() async throws -> Postmaster {
    let owner = try ClusterOwner.find(for: layout.data)
    try await owner.requireAccess(to: layout.folder)
    let version = try existingVersion()
    let programs = try await PostgresPrograms.find(
      for: .server, majorVersion: version, madeIn: layout.data.string, environment: environment)
    let leftOver = try await ClusterProcesses(data: layout.data).end()
    if leftOver > 0 {
      logger.notice("Ended PostgreSQL processes that an earlier server left", metadata: ["count": "\(leftOver)"])
    }
    if version == nil {
      logger.info("Making a new PostgreSQL cluster", metadata: ["folder": "\(layout.folder.string)"])
      try await ClusterInitialization(layout: layout, owner: owner, programs: programs).make()
    }
    try prepareSocketFolder(owner: owner)
    return Postmaster(layout: layout, owner: owner, programs: programs, patience: patience)
  }

  /// The major version that made the data; nil when there is no cluster yet.
  private func existingVersion() throws(EmbeddedClusterError) -> Int? {
    guard !layout.data.entries.isEmpty else { return nil }
    let text = layout.data.appending("PG_VERSION").text()
    guard let version = text.flatMap({ Int($0.prefix { $0.isNumber }) }) else {
      throw .notACluster(path: layout.data.string)
    }
    return version
  }

  private func prepareSocketFolder(owner: ClusterOwner) throws(FileError) {
    if let base = layout.privateBase {
      // Its place may be open to all, so that somebody else may have been there first.
      try base.createFolder(permissions: .outermost)
      try base.requireUnsharedFolder()
    }
    try layout.sockets.createFolder(permissions: .ownerReadWriteExecute)
    try layout.sockets.change(owner: owner)
    try layout.sockets.change(permissions: .ownerReadWriteExecute)
  }
}

/// How long to wait before PostgreSQL is started again: twice as long each time, 30 s at most.
struct RestartPause {
  private var pause = Duration.zero

  /// - Parameter uptime: how long it ran; after a minute or more it counts as well again, and the pauses begin anew.
  mutating func next(after uptime: Duration) -> Duration {
    pause = uptime >= .seconds(60) || pause == .zero ? .milliseconds(250) : min(pause * 2, .seconds(30))
    return pause
  }
}
