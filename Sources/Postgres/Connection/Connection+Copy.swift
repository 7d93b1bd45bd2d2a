import CLibPQ

/// What libpq has no pipeline for: COPY, and several statements in one text. Pipeline mode is left for them.
extension Connection {
  /// Runs statements without parameters, as one text.
  func script(_ text: String, _ site: CallSite) throws {
    try outsidePipeline(text, site) {
      try readResults(text, site) { _ in }
    }
  }

  /// Runs a `COPY … FROM STDIN`, whose data `body` puts.
  ///
  /// - Returns: how many rows were copied.
  func copyIn(_ text: String, _ site: CallSite, _ body: () throws -> Void) throws -> Int {
    var rows = 0
    try outsidePipeline(text, site) {
      try expect(PGRES_COPY_IN, text, site)
      try body()
      try endCopy(message: nil)
      try readResults(text, site) { rows = Int(String(cString: PQcmdTuples($0))) ?? 0 }
    }
    return rows
  }

  /// Sends a piece of the data of a COPY. An error of the server's is found when the data ends.
  func putCopyData(_ bytes: [UInt8]) throws {
    try checkWatch()
    try bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      while true {
        switch PQputCopyData(handle, base.assumingMemoryBound(to: CChar.self), Int32(bytes.count)) {
        case 1: return try flush()
        case 0: try exchange()
        default: throw lose()
        }
      }
    }
  }

  /// Runs a `COPY … TO STDOUT` and hands on its data, a message at a time.
  func copyOut(_ text: String, _ site: CallSite, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try outsidePipeline(text, site) {
      try expect(PGRES_COPY_OUT, text, site)
      try readCopyData(body)
      try readResults(text, site) { _ in }
    }
  }

  private func outsidePipeline(_ text: String, _ site: CallSite, _ body: () throws -> Void) throws {
    if isUnsynchronised { _ = try collect(site) }
    PQexitPipelineMode(handle)
    do {
      guard PQsendQuery(handle, text) == 1 else { throw lose() }
      try body()
    } catch {
      if !isBroken { abandon(site) }
      PQenterPipelineMode(handle)
      throw (error as? Interruption)?.reason ?? error
    }
    guard PQenterPipelineMode(handle) == 1 else { throw lose() }
  }

  private func endCopy(message: String?) throws {
    while true {
      switch PQputCopyEnd(handle, message) {
      case 1: return try flush()
      case 0: try exchange()
      default: throw lose()
      }
    }
  }

  private func readCopyData(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    while true {
      var data: UnsafeMutablePointer<CChar>?
      switch PQgetCopyData(handle, &data, 1) {
      case 0: guard try exchange() else { throw lose() }
      case -1: return
      case let count where count > 0:
        defer { PQfreemem(data) }
        try body(UnsafeRawBufferPointer(start: data, count: Int(count)))
      default: throw lose()
      }
    }
  }

  /// The first result, which must be of that status.
  private func expect(_ status: ExecStatusType, _ text: String, _ site: CallSite) throws {
    guard let result = try nextResult() else { throw lose() }
    defer { PQclear(result) }
    guard PQresultStatus(result) != status else { return }
    try check(result, text, site)
    throw DatabaseError.misuse("copyIn and copyOut run one COPY statement from or to the client, not: \(text)")
  }

  /// - Throws: the first error, after all results.
  private func readResults(_ text: String, _ site: CallSite, _ body: (OpaquePointer) -> Void) throws {
    var failed: PostgresError?
    while let result = try nextResult() {
      defer { PQclear(result) }
      do {
        try check(result, text, site)
        body(result)
      } catch let error as PostgresError {
        failed = failed ?? error
      }
    }
    if let failed { throw failed }
  }

  private func check(_ result: OpaquePointer, _ text: String, _ site: CallSite) throws {
    switch PQresultStatus(result) {
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR:
      let error = PostgresError(result, statement: text, site: site)
      try record(error)
      throw error
    default: break
    }
  }

  /// Ends what the server is at, whatever it is, and reads all that it still sends.
  private func abandon(_ site: CallSite) {
    let before = watch
    allowGrace()
    defer { watch = before }
    if PQtransactionStatus(handle) == PQTRANS_ACTIVE { requestCancel() }
    do {
      while let result = try nextResult() {
        let status = PQresultStatus(result)
        if status == PGRES_COPY_IN { try endCopy(message: "abandoned") }
        if status == PGRES_COPY_OUT { try readCopyData { _ in } }
        do { try check(result, "", site) } catch is PostgresError {}
        PQclear(result)
      }
    } catch {
      isBroken = true
    }
  }
}
