import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Readiness
import Storage
import Wire

/// One path and method of the API, with everything that the API description says of it and how it is answered.
struct Route: Sendable {
  typealias Handler = @Sendable (Call) async throws -> Response

  let method: HTTPRequest.Method
  /// As the API description writes it: `/v1/roles/{code}`.
  let path: String
  let parameters: [ParameterDeclaration]
  private let isSubmission: Bool
  private let handler: Handler

  init(
    _ method: HTTPRequest.Method, _ path: String, parameters: [ParameterDeclaration] = [], isSubmission: Bool = false,
    handler: @escaping Handler
  ) {
    self.method = method
    self.path = path
    self.parameters = parameters
    self.isSubmission = isSubmission
    self.handler = handler
  }

  /// A stored query whose answer is sent as JSON.
  static func query<each Value: Sendable, Query: StoredQuery>(
    _ path: String, _ parameters: repeat Parameter<each Value>,
    make: @escaping @Sendable (repeat each Value) -> Query
  ) -> Route {
    var declared: [ParameterDeclaration] = []
    for declaration in repeat (each parameters).declaration { declared.append(declaration) }
    return Route(.get, path, parameters: declared) { call in
      let query = make(repeat try (each parameters).value(in: call.arguments))
      return try .json(try await call.answer(query))
    }
  }

  func respond(to request: Request, _ context: APIContext, _ api: API) async throws -> Response {
    let arguments = try Arguments(request, context.parameters, declared: parameters)
    let limits = api.configuration.limits
    let call = Call(
      request: request, arguments: arguments, address: api.address(of: request, context), api: api,
      bodyLimit: isSubmission ? limits.submission : limits.body)
    let handler = handler
    return try await within(isSubmission ? limits.submissionTime : limits.answerTime) { try await handler(call) }
  }
}

/// One request at one route.
struct Call: Sendable {
  let request: Request
  let arguments: Arguments
  /// The client's.
  let address: String
  let api: API
  fileprivate let bodyLimit: Int

  var store: Store { api.store }
  var now: Date { api.clock() }
  var language: Language { request.headers.language }

  /// Whoever the token says, once the token's rate allows it.
  func caller() throws -> Caller {
    let token = request.headers.bearer
    try api.limits.admit(token: token)
    return .token(token)
  }

  func answer<Query: StoredQuery>(_ query: Query) async throws -> Query.Answer {
    try await store.answer(query, by: try caller(), now: now)
  }

  /// The body, decoded.
  ///
  /// - Throws: `too-large` before more is read than the route takes; `malformed` by the place that does not decode.
  func decode<Value: Decodable>(_ type: Value.Type) async throws -> Value {
    if let length = declaredLength, length > bodyLimit { throw Refusal.tooLarge }
    let bytes = try await request.body.collect(upTo: bodyLimit)
    do {
      return try JSONDecoder.wire.decode(type, from: Data(bytes.readableBytesView))
    } catch let error as DecodingError {
      throw Refusal(malformed: error)
    }
  }

  /// Nil when the body comes in chunks, however many.
  var declaredLength: Int? { request.headers[.contentLength].flatMap { Int($0) } }
}
