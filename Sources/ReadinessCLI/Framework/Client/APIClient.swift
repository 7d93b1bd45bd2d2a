import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Readiness
import Storage
import Wire

/// The HTTP API, as whoever the token says.
struct APIClient {
  let access: ServerAccess
  private let console: Console

  init(_ access: ServerAccess, console: Console) {
    self.access = access
    self.console = console
    if access.server.isExposed { console.note(Text.unencrypted(access.server.text)) }
  }

  /// Asks a query.
  ///
  /// - Parameter path: from `/v1`, its parts escaped.
  func get<Value: Decodable>(
    _ path: String, query: KeyValuePairs<String, (any CustomStringConvertible)?> = [:], as type: Value.Type = Value.self
  ) async throws -> Answer<Value> {
    let json = try await bytes(path, query: query)
    return Answer(value: try decode(type, from: json), json: json)
  }

  /// Asks a query whose question is too long for an address.
  func ask<Value: Decodable>(
    _ path: String, _ question: some Encodable, as type: Value.Type = Value.self
  ) async throws -> Answer<Value> {
    let body = ByteBuffer(bytes: try JSONEncoder.wire.encode(question))
    let json = try await retrying {
      var request = request(access.server.url(path), method: .POST)
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(body)
      return request
    }
    return Answer(value: try decode(type, from: json), json: json)
  }

  /// The body of what `path` answers, whatever it is.
  func bytes(
    _ path: String, query: KeyValuePairs<String, (any CustomStringConvertible)?> = [:]
  ) async throws -> [UInt8] {
    let url = access.server.url(path, query: query)
    return try await retrying { request(url, method: .GET) }
  }

  /// Submits one command; whatever happens to the connection, it is applied at most once.
  ///
  /// - Parameter dryRun: only to hear what would become of it.
  /// - Throws: the problem that it was refused with.
  func submit<C: Command>(
    _ command: C, dryRun: Bool = false, progress: ProgressBar? = nil
  ) async throws -> Answer<C.Result> {
    let outcome = try await outcomes(of: [command], dryRun: dryRun, progress: progress).first
    if let problem = outcome?.problem { throw problem }
    // A secret is told once, and kept by nobody: a repeated submission is not told it again.
    guard let result = outcome?.result else { throw Failure(.failed, Text.resultLost) }
    return Answer(value: result, json: [UInt8](try JSONEncoder.wire.encode(result)))
  }

  /// Submits any number of commands of a kind, in order, each on its own merits.
  func submit<C: Command>(all commands: [C]) async throws -> [CommandOutcome<C.Result>] {
    var outcomes: [CommandOutcome<C.Result>] = []
    for start in stride(from: 0, to: commands.count, by: Submission.limit) {
      let end = min(start + Submission.limit, commands.count)
      outcomes += try await self.outcomes(of: Array(commands[start..<end]), dryRun: false, progress: nil)
    }
    return outcomes
  }

  private func outcomes<C: Command>(
    of commands: [C], dryRun: Bool, progress: ProgressBar?
  ) async throws -> [CommandOutcome<C.Result>] {
    let submission = Submission(
      client: UUID(), dryRun: dryRun ? true : nil,
      commands: commands.enumerated().map { SubmittedCommand(sequence: Int64($0.offset + 1), command: $0.element) })
    let body = ByteBuffer(bytes: try JSONEncoder.wire.encode(submission))
    let url = access.server.url("/v1/commands")
    let json = try await retrying {
      var request = request(url, method: .POST)
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = UploadBody(bytes: body, progress: progress).body
      return request
    }
    progress?.clear()
    return try decode(SubmissionAnswer<C.Result>.self, from: json).results
  }

  /// Trades a sign-in code for a token. Not repeated: a code can be used once.
  static func signIn(_ body: SignIn, at server: ServerAddress, console: Console) async throws -> IssueToken.Result {
    let client = APIClient(ServerAccess(server: server, token: nil), console: console)
    var request = client.request(server.url("/v1/login"), method: .POST)
    request.headers.add(name: "Content-Type", value: "application/json")
    request.body = .bytes(ByteBuffer(bytes: try JSONEncoder.wire.encode(body)))
    switch await client.attempt(request) {
    case .answered(let json): return try client.decode(IssueToken.Result.self, from: json)
    case .unavailable(let failure), .refused(let failure): throw failure
    }
  }

  struct SignIn: Encodable {
    var code: String
    /// What the sign-in is called in the list of tokens.
    var label: String
  }

  private func request(_ url: String, method: HTTPMethod) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: url)
    request.method = method
    if let token = access.token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    request.headers.add(name: "Accept-Language", value: console.language.tag)
    request.headers.add(name: "User-Agent", value: "readiness")
    return request
  }

  private func decode<Value: Decodable>(_ type: Value.Type, from json: [UInt8]) throws -> Value {
    do {
      return try JSONDecoder.wire.decode(type, from: Data(json))
    } catch {
      throw Failure(.failed, Text.notOurServer(access.server.text))
    }
  }
}

extension APIClient {
  /// What became of one request.
  enum Attempt {
    case answered([UInt8])
    /// It may be tried again.
    case unavailable(any Error)
    case refused(any Error)
  }

  /// Sends the request until it is answered, for some seconds.
  private func retrying(_ request: () -> HTTPClientRequest) async throws -> [UInt8] {
    var pause = Duration.milliseconds(250)
    for attemptNumber in 1...5 {
      switch await attempt(request()) {
      case .answered(let body): return body
      case .refused(let error): throw error
      case .unavailable: if attemptNumber == 1 { console.note(Text.tryingAgain(access.server.text)) }
      }
      try await Task.sleep(for: pause * Double.random(in: 0.5...1))
      pause *= 2
    }
    switch await attempt(request()) {
    case .answered(let body): return body
    case .unavailable(let error), .refused(let error): throw error
    }
  }

  private func attempt(_ request: HTTPClientRequest) async -> Attempt {
    let response: HTTPClientResponse
    let body: [UInt8]
    do {
      response = try await HTTPClient.direct.execute(request, timeout: .minutes(15))
      body = Array(buffer: try await response.body.collect(upTo: 1 << 30))
    } catch {
      return .unavailable(Failure(.unreachable, Text.unreachable(access.server.text, reason: "\(error)")))
    }
    switch response.status.code {
    case 200..<300: return .answered(body)
    case 502, 503, 504: return .unavailable(problem(response, body))
    default: return .refused(problem(response, body))
    }
  }

  private func problem(_ response: HTTPClientResponse, _ body: [UInt8]) -> any Error {
    if let problem = try? JSONDecoder.wire.decode(Problem.self, from: Data(body)) { return problem }
    let status = Int(response.status.code)
    if (300..<400).contains(status) {
      let location = response.headers.first(name: "Location") ?? ""
      return Failure(.failed, Text.redirected(access.server.text, to: location))
    }
    return Failure(ExitStatus(http: status, hasFaults: false), Text.badStatus(status, server: access.server.text))
  }
}

extension HTTPClient {
  /// Tells of a failure at once, and leaves it to the caller what to do; follows no redirects, which would send a token to
  /// a place that nobody named.
  fileprivate static let direct: HTTPClient = {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout.connect = .seconds(10)
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()
}
