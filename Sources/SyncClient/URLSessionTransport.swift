public import Foundation
public import Readiness
public import Wire

#if canImport(FoundationNetworking)
  public import FoundationNetworking
#endif

/// The protocol over HTTP, by the system's own client, which also undoes gzip.
public struct URLSessionTransport: SyncTransport {
  private let server: URL
  private let session: URLSession
  private let language: Language

  /// - Parameters:
  ///   - server: with its path, if it has one: `https://example.com/readiness`.
  ///   - language: of problems' texts.
  public init(server: URL, session: URLSession = URLSession(configuration: .ephemeral), language: Language = .en) {
    self.server = server
    self.session = session
    self.language = language
  }

  public func enrol(_ enrolment: Enrolment) async throws -> DeviceTokens {
    try await json(request("POST", "/v1/devices", body: enrolment))
  }

  public func trade(_ trade: TokenTrade) async throws -> DeviceTokens {
    try await json(request("POST", "/v1/devices/token", body: trade))
  }

  public func confirmPurge(_ trade: TokenTrade) async throws {
    let (_, response) = try await send(request("POST", "/v1/devices/purged", body: trade))
    guard response.statusCode == 204 else { throw stranger(response.statusCode) }
  }

  public func head(known: String?, wait: Int, as access: SyncAccess) async throws -> String? {
    var request = try request("GET", "/v1/sync/head?wait=\(wait)", as: access, body: Nothing?.none)
    request.setValue(known, forHTTPHeaderField: "If-None-Match")
    request.timeoutInterval = TimeInterval(wait) + 30
    let (_, response) = try await send(request)
    let tag = response.value(forHTTPHeaderField: "ETag")
    switch (response.statusCode, tag) {
    case (304, _): return nil
    case (204, let tag?): return tag
    default: throw stranger(response.statusCode)
    }
  }

  public func pull(_ pull: PullRequest, as access: SyncAccess) async throws -> [UInt8] {
    Array(try await send(request("POST", "/v1/sync/pull", as: access, body: pull)).0)
  }

  public func push(_ push: PushRequest, as access: SyncAccess) async throws -> PushAnswer {
    try await json(request("POST", "/v1/sync/push", as: access, body: push))
  }

  public func verify(_ scope: SyncScope, as access: SyncAccess) async throws -> VerifyAnswer {
    try await json(request("POST", "/v1/sync/verify", as: access, body: VerifyRequest(scope: scope)))
  }

  public func leaf(_ leaf: Int, of scope: SyncScope, as access: SyncAccess) async throws -> [UInt8] {
    Array(
      try await send(request("POST", "/v1/sync/verify", as: access, body: VerifyRequest(scope: scope, leaf: leaf))).0)
  }

  private struct Nothing: Encodable {}

  /// Of an answer that is none of the protocol's, as from a page that a guest network puts before the server.
  private func stranger(_ status: Int) -> SyncTransportError {
    .unreachable("What answered \(status) is not the server.")
  }

  private func request(
    _ method: String, _ path: String, as access: SyncAccess? = nil, body: (some Encodable)?
  ) throws -> URLRequest {
    let base = server.absoluteString.trimmingCharacters(in: CharacterSet(charactersIn: "/"))
    guard let url = URL(string: base + path), url.host != nil else {
      throw SyncTransportError.unreachable("“\(server)” is not the address of a server.")
    }
    var request = URLRequest(url: url)
    request.httpMethod = method
    request.setValue(language.tag, forHTTPHeaderField: "Accept-Language")
    if let access {
      request.setValue("Bearer \(access.token)", forHTTPHeaderField: "Authorization")
      request.setValue(access.device.description, forHTTPHeaderField: "Sync-Device")
      request.setValue(String(SyncProtocol.version), forHTTPHeaderField: "Sync-Protocol")
      request.setValue(String(SyncProtocol.schema), forHTTPHeaderField: "Sync-Schema")
    }
    if let body {
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
      request.httpBody = try JSONEncoder.wire.encode(body)
    }
    return request
  }

  private func json<Answer: Decodable>(_ request: URLRequest) async throws -> Answer {
    let (data, _) = try await send(request)
    do {
      return try JSONDecoder.wire.decode(Answer.self, from: data)
    } catch {
      throw SyncTransportError.unreachable("The answer cannot be read: \(error)")
    }
  }

  private func send(_ request: URLRequest) async throws -> (Data, HTTPURLResponse) {
    let (data, response): (Data, URLResponse)
    do {
      (data, response) = try await session.data(for: request)
    } catch {
      throw SyncTransportError.unreachable(error.localizedDescription)
    }
    guard let response = response as? HTTPURLResponse else { throw SyncTransportError.unreachable("No HTTP answer.") }
    guard response.statusCode >= 400 else { return (data, response) }
    guard let problem = problem(response.statusCode, data) else {
      throw SyncTransportError.unreachable("The server answered \(response.statusCode).")
    }
    let wait = response.value(forHTTPHeaderField: "Retry-After")
    throw SyncTransportError.refused(
      problem, retryAfter: wait.flatMap { URLSessionTransport.seconds($0, from: Date()) })
  }

  /// What the server says, or what the status alone does, where something before the server bids wait.
  private func problem(_ status: Int, _ body: Data) -> Problem? {
    if let problem = try? JSONDecoder.wire.decode(Problem.self, from: body) { return problem }
    switch status {
    case 429: return Problem(URLSessionTransport.tooMany, language: language)
    case 503: return Problem(URLSessionTransport.unavailable, language: language)
    default: return nil
    }
  }

  private static let tooMany = Refusal(
    .tooMany, "too-many-requests",
    LocalizedText(en: "There were too many requests. Try again later.", zh: "请求过于频繁，请稍后重试。"))
  private static let unavailable = Refusal(
    .unavailable, "unavailable",
    LocalizedText(en: "The server is not available now. Try again later.", zh: "服务器暂时不可用，请稍后重试。"))

  /// A `Retry-After` in seconds: it is a number of them, or a date.
  static func seconds(_ value: String, from now: Date) -> Int? {
    if let seconds = Int(value) { return max(seconds, 0) }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return format.date(from: value).map { max(Int($0.timeIntervalSince(now).rounded(.up)), 0) }
  }
}
