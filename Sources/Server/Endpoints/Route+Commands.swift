import FoundationEssentials
import Hummingbird
import NIOCore
import Readiness
import Storage
import Wire

extension Route {
  /// Applies commands, each on its own merits.
  static let commands = Route(.post, "/v1/commands", isSubmission: true) { call in
    let caller = try call.caller()
    let isLarge = call.declaredLength.map { $0 > call.api.configuration.limits.body } ?? true
    guard isLarge else { return try await call.submit(by: caller) }
    // Memory for large bodies is given only to those who are known, and to few at once.
    _ = try await call.store.answer(WhoAmI(), by: caller, now: call.now)
    return try await call.api.limits.largeSubmissions.pass { try await call.submit(by: caller) }
  }
}

extension Call {
  fileprivate func submit(by caller: Caller) async throws -> Response {
    let outcomes = try await store.submit(try await decode(Submission.self), by: caller, now: now)
    api.heads.nudge()
    return .json(try outcomes.json(in: language))
  }
}

extension [Outcome] {
  /// A `SubmissionAnswer`; results are JSON already and are taken as they are.
  fileprivate func json(in language: Language) throws -> ByteBuffer {
    var buffer = ByteBuffer(string: #"{"results":["#)
    for (index, outcome) in enumerated() {
      if index > 0 { buffer.writeString(",") }
      buffer.writeString(#"{"sequence":\#(outcome.sequence),"#)
      if case .applied(let json) = outcome.verdict { buffer.writeString(#""result":\#(json)}"#) }
      if let refusal = outcome.refusal {
        buffer.writeString(#""problem":"#)
        buffer.writeBytes(try JSONEncoder.wire.encode(Problem(refusal, language: language)))
        buffer.writeString("}")
      }
    }
    buffer.writeString("]}")
    return buffer
  }
}
