import Foundation
import GRDB
public import Readiness
import Wire

extension SyncClient {
  /// Makes this installation a device of the account's that the code was made for.
  ///
  /// What an earlier device of this file held is deleted. What it had not sent is kept in quarantine, for the code may be
  /// another person's: `retry` sends a command as the new device.
  ///
  /// - Parameters:
  ///   - code: from HR (`readiness device invite`); it works once.
  ///   - name: what its holder and HR know the device by, 1 to 100 characters.
  ///   - platform: its system: `iOS 18.1`.
  /// - Throws: `SyncTransportError.refused` for a code that is used up, `unreachable` when the server was not reached.
  public func enrol(code: String, name: String, platform: String? = nil) async throws {
    try await alone {
      let tokens = try await transport.enrol(Enrolment(code: code, name: name, platform: platform))
      try replica.lock(with: { db in
        for setting in [Replica.Setting.ended, .epoch, .purged, .restored, .earlierTokens] {
          try Replica.write(nil, to: setting, db)
        }
        try Replica.beginOutbox(db)
        try SyncClient.store(tokens, db)
      })
      note { $0 = .init() }
    }
  }

  /// Sends a command at once, behind those that wait, and tells what the server answered: for what makes sense only with a
  /// connection, such as the items of an adaptive test.
  ///
  /// - Throws: `SyncError.refused` with the server's reason; `SyncTransportError.unreachable` when there is no answer: the
  ///   command then waits as any other, and takes effect once.
  public func perform<C: Command>(_ command: C) async throws -> C.Result {
    let id = try run(command)
    do {
      try await synchronise()
    } catch {
      // The command may be settled though what came after it failed.
      if try replica.answer(to: id) == nil { throw error }
    }
    guard let answer = try replica.answer(to: id) else {
      throw SyncTransportError.unreachable("The command waits for an answer.")
    }
    if let problem = answer.problem {
      try dismiss(id)
      throw SyncError.refused(problem)
    }
    let result = answer.result ?? .object([:])
    return try JSONDecoder.wire.decode(C.Result.self, from: JSONEncoder.wire.encode(result))
  }

  /// Sends what waits, then brings the replica up to date. Tries once; `keepSynchronised` tries again.
  ///
  /// - Throws: `SyncTransportError`, `SyncError`. What was reached until then stays, and the next call goes on from it.
  public func synchronise() async throws {
    try await alone {
      note { $0.isBusy = true }
      let device = try replica.device
      do {
        _ = try replica.lockIfOver(at: clock.now)
        try await exchange()
        note { $0 = .init() }
      } catch {
        try settle(error, of: device)
        await confirmPurge()
        throw error
      }
    }
  }

  /// What changes the replica by what the server says, or the tokens, is done by one at a time, of all processes.
  func alone<Value>(_ body: () async throws -> Value) async throws -> Value {
    try await turn.take {
      guard let processLock = replica.processLock else { return try await body() }
      return try await processLock.take(body)
    }
  }

  /// Tells the server once that an ended device has deleted what it held; when it cannot be told now, the next time.
  private func confirmPurge() async {
    guard let settings = try? replica.glance(Replica.settings), settings[.ended] != nil,
      let token = settings[.refreshToken]
    else { return }
    do {
      try await transport.confirmPurge(TokenTrade(refreshToken: token))
      try await replica.database.write { db in
        guard try Replica.read(.refreshToken, db) == token else { return }
        for setting in [Replica.Setting.refreshToken, .earlierTokens] { try Replica.write(nil, to: setting, db) }
      }
    } catch {
      // The device-forked copy of a device that goes on has nothing to confirm, and the others are asked again.
    }
  }

  private func exchange() async throws {
    if try replica.read(.epoch) == nil { try await pull() }
    try await push()
    try await pull()
    // What was written meanwhile, or lost with a restored server.
    guard try replica.hasWaiting else { return }
    try await push()
    try await pull()
  }

  /// What a failure of a device's means for the replica, and for the status.
  private func settle(_ error: any Error, of device: DeviceID?) throws {
    var problem: Problem?
    var obstacle: String?
    switch error {
    case SyncTransportError.refused(let refused, _):
      problem = refused
      if ["device-revoked", "device-forked"].contains(refused.code) { try end(device, by: refused) }
    case SyncTransportError.unreachable(let reason): obstacle = reason
    default: obstacle = "\(error)"
    }
    note { state in
      state.isBusy = false
      state.problem = problem
      state.obstacle = obstacle
    }
  }

  /// The device is one no longer: what it holds goes, what waits is kept for the user. Nothing, if it is another by now.
  func end(_ device: DeviceID?, by problem: Problem) throws {
    let text = String(decoding: try JSONEncoder().encode(problem), as: UTF8.self)
    try replica.lock(if: { try Replica.isDevice(device, $0) }) { db in
      try Replica.closeOutbox(because: problem, db)
      try Replica.write(text, to: .ended, db)
    }
  }

  // MARK: - Pushing

  private func push() async throws {
    // A server that was restored expects other sequences, which the `done` of the round under way tells.
    while let epoch = try replica.read(.epoch), try replica.read(.restored) == nil {
      let batch = try replica.nextBatch()
      if batch.isEmpty { return }
      let request = PushRequest(epoch: epoch, mutations: batch)
      do {
        let (device, answer) = try await authorised { ($0.device, try await self.transport.push(request, as: $0)) }
        if try replica.settle(answer, to: batch, of: device, at: clock.now) == 0 {
          throw SyncTransportError.unreachable("The answer is not about what was sent.")
        }
      } catch SyncTransportError.refused(let problem, _) where problem.code == "epoch-changed" {
        // The pull that follows finds out what the server has lost.
        return
      }
    }
  }

  // MARK: - Pulling

  /// Pulls until the replica is up to date.
  private func pull() async throws {
    var idlePages = 0
    var isAnew = false
    while idlePages < SyncClient.idlePages {
      let place = try place()
      do {
        let page = try await authorised { try await self.transport.pull(place.request, as: $0) }
        switch try replica.take(page, from: place, at: clock.now) {
        case .done: return
        case .more(let rows): idlePages = rows == 0 ? idlePages + 1 : 0
        case .outrun: idlePages += 1
        }
      } catch let refusal as SyncTransportError where refusal.isOfCursor {
        // Once is enough: a server that refuses a pull without a cursor, or its own new one, has another trouble.
        guard place.request.cursor != nil, !isAnew else { throw refusal }
        isAnew = true
        try replica.beginAnew(from: place)
      }
    }
    throw SyncTransportError.unreachable("The server sends pages without rows and does not come to an end.")
  }

  /// So many pages without a row, one after the other, are no progress. A few come where others write all the time.
  private static let idlePages = 50

  private func place() throws -> Replica.Place {
    let settings = try replica.glance(Replica.settings)
    let purged = Replica.scopes(in: settings[.purged])
    let request = PullRequest(
      cursor: settings[.cursor], limit: pageRows, lastSequence: settings[.lastSequence].flatMap { Int64($0) } ?? 0,
      purged: purged.isEmpty ? nil : purged.sorted())
    return Replica.Place(device: settings[.device].flatMap { DeviceID($0) }, request: request)
  }

  // MARK: - Verifying

  /// Compares every scope with the server's and fetches the leaves that differ: of rows that were damaged, not of rows that
  /// are merely old. `keepSynchronised` does so once a day.
  ///
  /// - Returns: how many leaves were repaired. A scope is passed over when the server has moved on since the last
  ///   synchronisation, or grants it no longer.
  /// - Throws: `SyncTransportError`, `SyncError`.
  @discardableResult
  public func verify() async throws -> Int {
    try await alone {
      var repaired = 0
      for scope in try replica.scopes() {
        guard let server = try await digests(of: scope), try server.version == replica.head,
          server.leaves.count == ScopeDigest.leafCount
        else { continue }
        let own = try replica.digest(of: scope)
        for leaf in own.indices where own[leaf] != server.leaves[leaf] {
          let rows = try await authorised { try await self.transport.leaf(leaf, of: scope, as: $0) }
          if try replica.repair(leaf, of: scope, with: rows) { repaired += 1 }
        }
      }
      return repaired
    }
  }

  /// Nil for a scope that the device may not hold any more: the next page drops it.
  private func digests(of scope: SyncScope) async throws -> VerifyAnswer? {
    do {
      return try await authorised { try await self.transport.verify(scope, as: $0) }
    } catch SyncTransportError.refused(let problem, _) where problem.status == 404 {
      return nil
    }
  }

  private func verifyDaily() async throws {
    let last = try replica.read(.verifiedAt).flatMap { Double($0) } ?? 0
    let now = clock.now.timeIntervalSince1970
    guard now - last > 86_400 else { return }
    try await verify()
    try await replica.database.write { db in
      if try Replica.read(.device, db) != nil { try Replica.write(String(now), to: .verifiedAt, db) }
    }
  }

  // MARK: - Staying in touch

  /// Keeps the replica up to date, and sends commands as soon as they are taken, until the task is cancelled or the device
  /// is ended.
  ///
  /// A long poll tells when anything is new. After a failure it waits: at random up to one second, then up to two, four …
  /// 300 ("full jitter"), and never less than the server asks for. Where nothing is new it synchronises all the same before
  /// the lease is over.
  ///
  /// - Throws: `SyncError.ended`, `SyncError.unenrolled`, `CancellationError`; never for what may pass.
  public func keepSynchronised() async throws {
    var backOff = BackOff()
    while true {
      try Task.checkCancellation()
      do {
        try await synchronise()
        try await verifyDaily()
        try await stayInTouch { backOff.reset() }
      } catch SyncTransportError.refused(let problem, let retryAfter) {
        if try replica.read(.ended) != nil { throw SyncError.ended(problem) }
        try await clock.sleep(for: backOff.next(retryAfter: retryAfter, random: clock.random()))
      } catch SyncTransportError.unreachable {
        try Task.checkCancellation()
        try await clock.sleep(for: backOff.next(retryAfter: nil, random: clock.random()))
      }
    }
  }

  /// Until the server has something new, a command waits here, or the lease is to be renewed.
  ///
  /// - Parameter heard: called whenever the server has answered.
  private func stayInTouch(heard: () -> Void) async throws {
    let begun = clock.now
    let lease = try replica.read(.lease).flatMap { Double($0) } ?? .infinity
    let pause = min(3_600, (lease - begun.timeIntervalSince1970) / 4)
    repeat {
      let isNew = try await awaitNews()
      heard()
      if isNew { return }
    } while clock.now < begun.addingTimeInterval(pause)
  }

  /// - Returns: whether the server has something new, or a command waits here; false when it had nothing for as long as it
  ///   lets wait.
  private func awaitNews() async throws -> Bool {
    let taken = commandsTaken.listen()
    if try replica.hasWaiting { return true }
    return try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask { try await self.pollForNews() }
      group.addTask {
        for await _ in taken { break }
        return true
      }
      defer { group.cancelAll() }
      return try await group.next() ?? true
    }
  }

  private func pollForNews() async throws -> Bool {
    let known = try replica.read(.tag)
    let (device, tag) = try await authorisedBesides {
      ($0.device, try await self.transport.head(known: known, wait: 25, as: $0))
    }
    guard let tag else { return false }
    try await replica.database.write { db in
      if try Replica.isDevice(device, db) { try Replica.write(tag, to: .tag, db) }
    }
    return true
  }
}

extension SyncTransportError {
  /// Of a pull: the server does not take the cursor, or not any more.
  fileprivate var isOfCursor: Bool {
    if case .refused(let problem, _) = self { problem.status == 410 || problem.code == "cursor-invalid" } else { false }
  }
}
