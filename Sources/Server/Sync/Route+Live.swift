import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Readiness
import ServiceLifecycle
import Storage

extension Route {
  /// Server-sent events that tell the organisation's version whenever it moves, and nothing else. Ends with the token, and
  /// when the server shuts down.
  static let syncLive = Route(.get, "/v1/sync/live", parameters: SyncHeaders.declarations) { call in
    let sync = try SyncHeaders(call.request.headers)
    let caller = try call.caller()
    let head = try await call.store.syncHead(device: sync.device, by: caller, now: call.now)
    let lifetime = Duration.seconds(max(0, head.tokenEndsAt.timeIntervalSince(call.now)))
    let heads = call.api.heads
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .init("X-Accel-Buffering")!: "no"],
      body: ResponseBody { writer in
        var version = head.version
        let end = ContinuousClock.now + lifetime
        try await writer.write(LiveEvent.head(version))
        while ContinuousClock.now < end, !Task.isCancelled, !Task.isShuttingDownGracefully {
          let wait = min(LiveEvent.heartbeat, end - .now)
          let moved = await heads.waitForMove(of: head.organisation, beyond: version, atMost: wait)
          try await writer.write(moved.map(LiveEvent.head) ?? LiveEvent.beat)
          version = moved ?? version
        }
        try await writer.finish(nil)
      })
  }
}

private enum LiveEvent {
  static let heartbeat = Duration.seconds(20)
  /// A comment, which clients pass over; it keeps what lies between from ending a silent connection.
  static let beat = ByteBuffer(string: ":\n\n")

  static func head(_ version: Int64) -> ByteBuffer { ByteBuffer(string: "data: {\"head\":\(version)}\n\n") }
}
