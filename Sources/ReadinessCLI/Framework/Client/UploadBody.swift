import AsyncHTTPClient
import NIOCore

/// A request's body in pieces, so that a terminal can show how much of it has gone.
struct UploadBody: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let bytes: ByteBuffer
  let progress: ProgressBar?

  var body: HTTPClientRequest.Body { .stream(self, length: .known(Int64(bytes.readableBytes))) }

  func makeAsyncIterator() -> Iterator {
    Iterator(rest: bytes, total: bytes.readableBytes, progress: progress)
  }

  struct Iterator: AsyncIteratorProtocol {
    var rest: ByteBuffer
    let total: Int
    let progress: ProgressBar?

    mutating func next() async -> ByteBuffer? {
      progress?.show(Text.sending, done: total - rest.readableBytes, of: total)
      guard rest.readableBytes > 0 else {
        progress?.show(Text.applying)
        return nil
      }
      return rest.readSlice(length: Swift.min(rest.readableBytes, 65_536))
    }
  }
}
