import HTTPTypes
import Hummingbird
import NIOCore
import Readiness
import Reports
import Storage

extension Route {
  /// The readiness brief, as data or as a page.
  static let brief = report("/v1/reports/brief", Given.unit, Given.asOf, page: BriefReport.html) {
    ReadBrief(unit: $0, asOf: $1)
  }

  static let boundaryRegister = report(
    "/v1/reports/boundaries", Given.unit, Given.role, Given.asOf, page: BoundariesReport.html
  ) { ReadBoundaryRegister(unit: $0, role: $1, asOf: $2) }

  static let gapReport = report(
    "/v1/reports/gaps", Given.unit, Given.role, Given.asOf, page: GapsReport.html(_:language:)
  ) { ReadGapReport(unit: $0, role: $1, asOf: $2) }

  static let personGapReport = report(
    "/v1/reports/gaps/{externalID}", Given.externalID, Given.asOf, page: GapsReport.html(_:language:)
  ) { ReadPersonGapReport(person: $0, asOf: $1) }

  /// A stored query whose answer is sent as data or as a page, in the format and language that the caller asks for.
  private static func report<each Value: Sendable, Query: StoredQuery>(
    _ path: String, _ parameters: repeat Parameter<each Value>,
    page: @escaping @Sendable (Query.Answer, Language) -> String,
    make: @escaping @Sendable (repeat each Value) -> Query
  ) -> Route {
    var declared: [ParameterDeclaration] = []
    for declaration in repeat (each parameters).declaration { declared.append(declaration) }
    declared += [Given.format.declaration, Given.language.declaration]
    return Route(.get, path, parameters: declared) { call in
      let query = make(repeat try (each parameters).value(in: call.arguments))
      let format = try Given.format.value(in: call.arguments)
      let language = try Given.language.value(in: call.arguments)
      let answer = try await call.answer(query)
      switch format {
      case .json: return try .json(answer)
      case .html: return .page(page(answer, language), in: language)
      }
    }
  }
}

extension Response {
  fileprivate static func page(_ html: String, in language: Language) -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/html; charset=utf-8", .contentLanguage: language.tag],
      body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
  }
}
