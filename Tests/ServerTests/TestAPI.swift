import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Readiness
import Storage
import TestSupport
import Wire

@testable import Server

/// The API over a store of its own, at the store's hour.
struct TestAPI: Sendable {
  let test: TestStore
  let http: any TestClientProtocol

  var first: TestOrganisation { test.first }
  var second: TestOrganisation { test.second }

  /// Runs `body` against the whole server, or only against what lies behind its network.
  static func run<Value: Sendable>(
    _ setup: TestingSetup = .router, configuration: ServerConfiguration = .test(), logger: Logger = .silent,
    _ body: @Sendable (TestAPI) async throws -> Value
  ) async throws -> Value {
    let test = try await TestStore.make()
    let application = try buildApplication(
      store: test.store, migrator: test.migrator, configuration: configuration, logger: logger,
      clock: { TestStore.now })
    let value = try await application.test(setup) { http in try await body(TestAPI(test: test, http: http)) }
    await test.close()
    return value
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, token: String? = nil, language: String? = nil,
    headers: HTTPFields = [:], body: ByteBuffer? = nil
  ) async throws -> Answer {
    var headers = headers
    if let token { headers[.authorization] = "Bearer \(token)" }
    if let language { headers[.acceptLanguage] = language }
    return Answer(try await http.executeRequest(uri: path, method: method, headers: headers, body: body))
  }

  func get(_ path: String, as token: String) async throws -> Answer { try await send(.get, path, token: token) }

  /// Sends one submission.
  ///
  /// - Parameter commands: names and arguments as JSON, with the sequences 1, 2, ….
  func submit(
    _ commands: [(name: String, arguments: String)], as token: String, client: UUID = UUID(), dryRun: Bool = false
  ) async throws -> Answer {
    let list = commands.enumerated().map { index, command in
      #"{"sequence":\#(index + 1),"name":"\#(command.name)","arguments":\#(command.arguments)}"#
    }
    return try await submit(raw: list.joined(separator: ","), as: token, client: client, dryRun: dryRun)
  }

  /// - Parameter commands: as they stand in the JSON array.
  func submit(
    raw commands: String, as token: String, client: UUID = UUID(), dryRun: Bool = false
  ) async throws -> Answer {
    let body = #"{"client":"\#(client)","dryRun":\#(dryRun),"commands":[\#(commands)]}"#
    return try await send(.post, "/v1/commands", token: token, body: ByteBuffer(string: body))
  }

  /// Applies a command as the operator at the host would.
  func operate<C: AppliedCommand>(_ command: C, in organisation: TestOrganisation? = nil) async throws -> C.Result {
    try await test.store.execute(command, by: .operatorOf((organisation ?? first).id), now: TestStore.now)
  }
}

/// What the server answered.
struct Answer: Sendable {
  let status: Int
  let headers: HTTPFields
  let text: String
  /// Null when the body is no JSON.
  let json: JSON

  init(_ response: TestResponse) {
    status = response.status.code
    headers = response.headers
    text = String(buffer: response.body)
    json = (try? JSONDecoder().decode(JSON.self, from: Data(text.utf8))) ?? .null
  }

  /// The problem's code.
  var code: String? { json["code"]?.string }

  /// Of a submission: what became of the command at `index`.
  func outcome(_ index: Int = 0) -> JSON { json["results"]?[index] ?? .null }

  func problemCode(_ index: Int = 0) -> String? { outcome(index)["problem"]?["code"]?.string }
}

extension ServerConfiguration {
  static func test(limits: ServerLimits = .unhurried) -> ServerConfiguration {
    ServerConfiguration(port: 0, descriptionFile: RepositoryFiles.path("docs/openapi.yaml"), limits: limits)
  }
}

extension ServerLimits {
  /// So many requests a second that no test meets the limit by accident.
  static let unhurried = ServerLimits(
    addressRate: Rate(perSecond: 1e6, burst: 1e6), loginRate: Rate(perSecond: 1e6, burst: 1e6),
    tokenRate: Rate(perSecond: 1e6, burst: 1e6))
}

extension Logger {
  static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

extension HTTPFields {
  /// What a device says of itself.
  static func sync(_ device: DeviceID, schema: Int = SyncProtocol.schema) -> HTTPFields {
    [.syncProtocol: "\(SyncProtocol.version)", .syncSchema: "\(schema)", .syncDevice: device.description]
  }
}
