import FoundationEssentials
import Hummingbird
import NIOCore
import Storage
import Wire

extension Response {
  /// A value as everything on the wire is written.
  static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    json(ByteBuffer(bytes: try JSONEncoder.wire.encode(value)), status: status)
  }

  /// What is JSON already.
  static func json(_ bytes: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
    Response(status: status, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: bytes))
  }
}
