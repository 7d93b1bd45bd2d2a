import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Readiness
import Storage
import Wire

extension Route {
  static let sync: [Route] = [syncHead, syncPull, syncPush, syncVerify, syncLive]

  /// Whether anything is new: an entity tag, and 304 for the one that the client has. With `wait` a long poll.
  private static let syncHead = Route(
    .get, "/v1/sync/head", parameters: SyncHeaders.declarations + [Given.wait.declaration]
  ) { call in
    let sync = try SyncHeaders(call.request.headers)
    let caller = try call.caller()
    let wait = try Given.wait.value(in: call.arguments)
    let known = call.request.headers[.ifNoneMatch]
    var head = try await call.store.syncHead(device: sync.device, by: caller, now: call.now)
    if wait > 0, known == head.entityTag {
      await call.api.heads.waitForMove(of: head.organisation, beyond: head.version, atMost: .seconds(wait))
      head = try await call.store.syncHead(device: sync.device, by: caller, now: call.now)
    }
    let isKnown = known == head.entityTag
    return Response(status: isKnown ? .notModified : .noContent, headers: [.eTag: head.entityTag])
  }

  /// A page of rows.
  private static let syncPull = Route(.post, "/v1/sync/pull", parameters: SyncHeaders.declarations) { call in
    let sync = try SyncHeaders(call.request.headers)
    let caller = try call.caller()
    let pull = try await call.decodePlain(PullRequest.self)
    let page = try await call.store.pull(pull, schema: sync.schema, device: sync.device, by: caller, now: call.now)
    return .compressible(page, type: "application/x-ndjson", for: call.request)
  }

  /// Mutations.
  private static let syncPush = Route(.post, "/v1/sync/push", parameters: SyncHeaders.declarations) { call in
    let sync = try SyncHeaders(call.request.headers)
    let caller = try call.caller()
    let push = try await call.decodePlain(PushRequest.self)
    let outcome = try await call.store.push(push, device: sync.device, by: caller, now: call.now)
    call.api.heads.nudge()
    return .json(try outcome.json(in: call.language))
  }

  /// The digests of a scope's leaves, or the rows of one.
  private static let syncVerify = Route(.post, "/v1/sync/verify", parameters: SyncHeaders.declarations) { call in
    let sync = try SyncHeaders(call.request.headers)
    let caller = try call.caller()
    let verify = try await call.decodePlain(VerifyRequest.self)
    guard let leaf = verify.leaf else {
      return try .json(try await call.store.verify(verify.scope, device: sync.device, by: caller, now: call.now))
    }
    guard (0..<ScopeDigest.leafCount).contains(leaf) else { throw Refusal.noSuchLeaf(leaf) }
    let rows = try await call.store.leaf(leaf, of: verify.scope, device: sync.device, by: caller, now: call.now)
    return .compressible(rows, type: "application/x-ndjson", for: call.request)
  }
}

extension SyncHead {
  /// Weak: the answers to two pulls may differ in their bytes, not in what they lead to.
  fileprivate var entityTag: String { "W/\"\(tag)\"" }
}

extension Call {
  /// The body, which may not be compressed: a small one could come to more than there is memory.
  fileprivate func decodePlain<Value: Decodable>(_ type: Value.Type) async throws -> Value {
    if let coding = request.headers[.contentEncoding], coding != "identity" { throw Refusal.encodedBody }
    return try await decode(type)
  }
}

extension PushOutcome {
  /// A `PushAnswer`; results and rows are JSON already and are taken as they are.
  fileprivate func json(in language: Language) throws -> ByteBuffer {
    var buffer = ByteBuffer(string: #"{"lastSequence":\#(lastSequence),"version":\#(version),"results":["#)
    for (index, outcome) in outcomes.enumerated() {
      buffer.writeString((index > 0 ? "," : "") + #"{"sequence":\#(outcome.sequence),"outcome":"#)
      switch outcome.verdict {
      case .applied(let json): buffer.writeString(#""applied","result":\#(json)"#)
      case .conflict(let current): buffer.writeString(#""conflict","current":\#(current ?? "null")"#)
      case .rejected: buffer.writeString(#""rejected""#)
      }
      if let refusal = outcome.refusal {
        buffer.writeString(#","problem":"#)
        buffer.writeBytes(try JSONEncoder.wire.encode(Problem(refusal, language: language)))
      }
      buffer.writeString("}")
    }
    buffer.writeString("]}")
    return buffer
  }
}

extension Refusal {
  fileprivate static func noSuchLeaf(_ leaf: Int) -> Refusal {
    Refusal(
      .malformed, "out-of-range", field: "leaf",
      LocalizedText(
        en: "A scope has the leaves 0 to \(ScopeDigest.leafCount - 1); \(leaf) is none.",
        zh: "数据范围的分片编号为 0 至 \(ScopeDigest.leafCount - 1)，\(leaf) 无效。"))
  }
}
