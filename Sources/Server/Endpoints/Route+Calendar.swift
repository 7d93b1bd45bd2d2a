import HTTPTypes
import Hummingbird
import NIOCore
import Storage

extension Route {
  /// A calendar behind its secret, for programs that can send no token.
  static let calendar = Route(.get, "/v1/calendars/{secret}.ics", parameters: [Given.secret.declaration]) { call in
    let secret = try Given.secret.value(in: call.arguments)
    try call.api.limits.admit(token: secret)
    let calendar = try await call.store.calendar(secret: secret, now: call.now)
    var headers: HTTPFields = [.eTag: "\"\(calendar.tag)\"", .cacheControl: "private, no-cache"]
    guard !call.request.headers.holds(tag: calendar.tag) else {
      return Response(status: .notModified, headers: headers)
    }
    headers[.contentType] = "text/calendar; charset=utf-8"
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: calendar.text)))
  }
}

extension HTTPFields {
  /// Whether `If-None-Match` has the tag, compared weakly as RFC 9110 wants.
  fileprivate func holds(tag: String) -> Bool {
    self[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }.contains { entry in
      let trimmed = entry.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
      return trimmed == "*" || trimmed == "\"\(tag)\"" || trimmed == "W/\"\(tag)\""
    }
  }
}
