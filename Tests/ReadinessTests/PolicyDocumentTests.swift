import FoundationEssentials
import Readiness
import Testing

@Suite struct `A policy's file` {
  private func parsed(_ fields: String) throws -> PolicyDocument {
    let text = #"{"code": "use", "title": {"en": "T", "zh": "题"}, "text": {"en": "X", "zh": "文"}\#(fields)}"#
    return try JSONDecoder().decode(PolicyDocument.self, from: Data(text.utf8))
  }

  @Test func `is for all where it names no roles`() throws {
    #expect(try parsed("").roles == nil)
    #expect(try parsed(#", "roles": ["REP"]"#).roles == ["REP"])
    let policy = try parsed(#", "roles": ["REP"]"#)
    #expect(try JSONDecoder().decode(PolicyDocument.self, from: JSONEncoder().encode(policy)) == policy)
  }

  @Test func `is refused where a field is misspelt, by the field's name`() throws {
    let error = #expect(throws: DecodingError.self) { try parsed(#", "rolls": ["REP"]"#) }
    guard case .dataCorrupted(let context) = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(context.codingPath.map(\.stringValue) == ["rolls"])
    #expect((context.underlyingError as? UnknownField)?.known == ["code", "title", "text", "roles"])
  }
}
