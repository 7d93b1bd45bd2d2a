import CZlib
import HTTPTypes
import Hummingbird
import NIOCore

/// Compresses bytes as gzip, at the level that costs least: of a page of rows a higher one saves little more.
///
/// - Returns: nil when zlib has no memory for it.
func gzip(_ bytes: [UInt8]) -> ByteBuffer? {
  var stream = z_stream()
  guard readiness_deflate_init_gzip(&stream, Z_BEST_SPEED) == Z_OK else { return nil }
  defer { deflateEnd(&stream) }
  var input = bytes
  let bound = Int(deflateBound(&stream, uLong(input.count)))
  var buffer = ByteBuffer()
  var isWhole = false
  buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { output in
    input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
      stream.avail_out = UInt32(output.count)
      isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
    }
    return isWhole ? Int(stream.total_out) : 0
  }
  return isWhole ? buffer : nil
}

extension Response {
  /// A body of bytes, compressed where the client takes gzip and it is worth it.
  static func compressible(_ bytes: [UInt8], type: String, for request: Request) -> Response {
    var headers: HTTPFields = [.contentType: type, .vary: "Accept-Encoding"]
    if bytes.count >= 1_024, request.headers.acceptsGzip, let compressed = gzip(bytes) {
      headers[.contentEncoding] = "gzip"
      return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: compressed))
    }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

extension HTTPFields {
  /// Whether `Accept-Encoding` names gzip, and does not rule it out by `q=0` (RFC 9110, 12.5.3).
  var acceptsGzip: Bool {
    (self[.acceptEncoding] ?? "").split(separator: ",").contains { coding in
      let parts = coding.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
      return parts.first == "gzip" && weight > 0
    }
  }
}
