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
    // Memory for a large body is given only to those who are known.
    if call.declaredLength.map({ $0 > call.api.configuration.limits.body }) ?? true {
      _ = try await call.store.answer(WhoAmI(), by: caller, now: call.now)
    }
    let submission = try await call.decode(Submission.self)
    let outcomes = try await call.store.submit(submission, by: caller, now: call.now)
    return .json(try outcomes.json(in: call.language))
  }
}

extension [Outcome] {
  /// A `SubmissionAnswer`; results are JSON already and are taken as they are.
  fileprivate func json(in language: Language) throws -> ByteBuffer {
    var buffer = ByteBuffer(string: #"{"results":["#)
    for (index, outcome) in enumerated() {
      if index > 0 { buffer.writeString(",") }
      buffer.writeString(#"{"sequence":\#(outcome.sequence),"#)
      switch outcome.verdict {
      case .applied(let json): buffer.writeString(#""result":\#(json)}"#)
      case .rejected(let refusal):
        buffer.writeString(#""problem":"#)
        buffer.writeBytes(try JSONEncoder.wire.encode(Problem(refusal, language: language)))
        buffer.writeString("}")
      }
    }
    buffer.writeString("]}")
    return buffer
  }
}
