import Hummingbird
import NIOCore
import Storage

extension Route {
  /// What would change; asked by POST, since a rule set is too long for an address.
  static let whatIf = Route(.post, "/v1/boundaries/what-if") { call in
    try .json(try await call.answer(try await call.decode(WhatIf.self)))
  }
}
