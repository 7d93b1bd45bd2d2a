import Foundation

/// Passes bytes between phones and a server, changes some, and does something at a chosen place of a chosen call.
final class CutProxy: @unchecked Sendable {
  // Sendable: what changes is guarded by the lock.

  struct Cut: Sendable {
    enum Moment: Sendable {
      /// The server never hears of the call.
      case beforeRequest
      /// So long after the call was passed on.
      case afterRequest(microseconds: UInt32)
      /// When so many bytes of the answer were passed on, which ends there.
      case inAnswer(byte: Int)
    }

    /// The call's path.
    var path: String
    var moment: Moment
    var act: @Sendable () -> Void
  }

  let port: Int
  private let listener: Int32
  private let lock = NSLock()
  private var target: Int?
  private var cut: Cut?
  private var changes: [(text: String, replacement: String)] = []
  private var answered: [UInt8] = []

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = CutProxy.address(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let status = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) | listen(listener, 16) | getsockname(listener, $0, &length)
      }
    }
    guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    port = Int(in_port_t(bigEndian: address.sin_port))
    Thread.detachNewThread { self.accept() }
  }

  var server: String { "http://127.0.0.1:\(port)" }

  /// Passes on to a port from now on; nil: every connection is closed at once, as without a network.
  func lead(to port: Int?) { lock.withLock { target = port } }

  func arm(_ cut: Cut?) { lock.withLock { self.cut = cut } }

  /// Replaces text wherever phones send it from now on.
  func rewrite(_ changes: [(text: String, replacement: String)]) { lock.withLock { self.changes = changes } }

  /// What servers have answered since this was last asked, as it was on the wire.
  func takeAnswers() -> String {
    lock.withLock {
      defer { answered = [] }
      return String(decoding: answered, as: UTF8.self)
    }
  }

  /// Whether the place was not come to yet.
  var isArmed: Bool { lock.withLock { cut != nil } }

  func end() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func accept() {
    while true {
      let client = Glibc.accept(listener, nil, nil)
      guard client >= 0 else { return }
      Thread.detachNewThread {
        self.serve(client)
        close(client)
      }
    }
  }

  private func serve(_ client: Int32) {
    guard let port = lock.withLock({ target }) else { return }
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(server) }
    var address = CutProxy.address(port: port)
    let status = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if status == 0 { pass(client, server) }
  }

  private func pass(_ client: Int32, _ server: Int32) {
    var answering: (left: Int, act: @Sendable () -> Void)?
    while true {
      var ends = [
        pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: server, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&ends, 2, -1) > 0 else { return }
      if ends[0].revents != 0 {
        guard let bytes = CutProxy.read(client) else { return }
        let cut = takeCut(in: bytes)
        if case .beforeRequest = cut?.moment {
          cut?.act()
          return
        }
        guard CutProxy.write(rewritten(bytes)[...], to: server) else { return }
        switch cut?.moment {
        case .afterRequest(let microseconds):
          Thread.detachNewThread {
            usleep(microseconds)
            cut?.act()
          }
        case .inAnswer(let byte): answering = cut.map { (byte, $0.act) }
        case .beforeRequest, nil: break
        }
      }
      if ends[1].revents != 0 {
        guard let bytes = CutProxy.read(server) else { return }
        lock.withLock { answered += bytes }
        guard CutProxy.write(bytes.prefix(answering?.left ?? bytes.count), to: client) else { return }
        answering?.left -= bytes.count
        if let answering, answering.left <= 0 { return answering.act() }
      }
    }
  }

  private func takeCut(in bytes: [UInt8]) -> Cut? {
    lock.withLock {
      guard let armed = cut, bytes.firstRange(of: Array("POST \(armed.path) ".utf8)) != nil else { return nil }
      cut = nil
      return armed
    }
  }

  private func rewritten(_ bytes: [UInt8]) -> [UInt8] {
    lock.withLock { changes }.reduce(bytes) { bytes, change in
      bytes.replacing(Array(change.text.utf8), with: Array(change.replacement.utf8))
    }
  }

  private static func read(_ descriptor: Int32) -> [UInt8]? {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    return count > 0 ? Array(chunk.prefix(count)) : nil
  }

  private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func address(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return address
  }
}
