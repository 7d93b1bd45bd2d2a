import HTTPTypes
import Hummingbird
import NIOCore
import Readiness
import Reports
import Storage

extension Route {
  /// The readiness brief, as data or as a page.
  static let brief = Route(
    .get, "/v1/reports/brief",
    parameters: [
      Given.unit.declaration, Given.asOf.declaration, Given.format.declaration, Given.language.declaration,
    ]
  ) { call in
    let query = ReadBrief(
      unit: try Given.unit.value(in: call.arguments), asOf: try Given.asOf.value(in: call.arguments))
    let format = try Given.format.value(in: call.arguments)
    let language = try Given.language.value(in: call.arguments)
    let brief = try await call.answer(query)
    switch format {
    case .json: return try .json(brief)
    case .html: return .page(BriefReport.html(brief, language: language), in: language)
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
