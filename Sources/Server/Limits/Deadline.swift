import Readiness

/// Runs `body`, and cancels it when it takes longer than `limit`.
///
/// - Throws: what `body` throws, or the refusal `time-limit`.
func within<Value: Sendable>(
  _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value?.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await Task.sleep(for: limit)
      return nil
    }
    defer { group.cancelAll() }
    guard let first = try await group.next(), let value = first else { throw Refusal.timeLimit }
    return value
  }
}

extension Refusal {
  fileprivate static let timeLimit = Refusal(
    .unavailable, "time-limit",
    LocalizedText(
      en: "The request took too long and was given up. Ask for less at once. A submission may be sent again as it is: "
        + "commands are never applied twice.",
      zh: "请求耗时过长，已被放弃。请减少单次请求的内容。提交可原样重发，同一命令不会重复执行。"))
}
