#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Connections that wait for events and get none but the first.
final class IdleConnections {
  private var sockets: [Int32] = []

  /// Opens connections one after the other, and waits for the first event on each.
  ///
  /// - Parameter request: the bytes of the request, which asks for `text/event-stream`.
  init(_ count: Int, port: Int, request: String) throws {
    sockets.reserveCapacity(count)
    for _ in 0..<count {
      let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      guard socket >= 0 else { throw BenchmarkFailure("No more sockets: \(String(cString: strerror(errno)))") }
      sockets.append(socket)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
      let connected = withUnsafePointer(to: address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard connected == 0 else { throw BenchmarkFailure("No connection: \(String(cString: strerror(errno)))") }
      let bytes = Array(request.utf8)
      guard send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
        throw BenchmarkFailure("A request was not sent.")
      }
      try awaitEvent(on: socket)
    }
  }

  deinit { for socket in sockets { close(socket) } }

  /// How many the server has not ended. What it has sent meanwhile is read.
  var open: Int {
    sockets.count { socket in
      var buffer = [UInt8](repeating: 0, count: 4_096)
      while true {
        let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count == 0 { return false }
        if count < 0 { return errno == EAGAIN }
      }
    }
  }

  private func awaitEvent(on socket: Int32) throws {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while !text.contains("\"head\"") {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { throw BenchmarkFailure("The server ended a connection: \(text)") }
      text += String(decoding: buffer.prefix(count), as: UTF8.self)
    }
    guard text.hasPrefix("HTTP/1.1 200") else { throw BenchmarkFailure("No events: \(text)") }
  }
}
