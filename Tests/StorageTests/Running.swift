import FoundationEssentials
import Readiness
import Storage
import TestSupport

extension TestStore {
  /// Applies a command in the first organisation.
  @discardableResult
  func run<C: AppliedCommand>(
    _ command: C, as role: AccountRole = .hrAdmin, at now: Date = TestStore.now
  ) async throws -> C.Result {
    try await store.execute(command, by: .token(first.token(role)), now: now)
  }

  /// Asks a query in the first organisation.
  func ask<Q: StoredQuery>(
    _ query: Q, as role: AccountRole = .hrAdmin, at now: Date = TestStore.now
  ) async throws -> Q.Answer {
    try await store.answer(query, by: .token(first.token(role)), now: now)
  }
}

extension Sheet {
  /// A header and lines of comma-separated cells, numbered from row 2.
  init(_ header: String, _ lines: String...) {
    func cells(_ line: String) -> [String] {
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    self.init(
      header: cells(header), rows: lines.enumerated().map { Row(row: $0.offset + 2, cells: cells($0.element)) })
  }
}

/// The code of the refusal that `body` ends in; nil when it does not.
func refusal(_ body: () async throws -> Void) async throws -> Refusal? {
  do {
    try await body()
    return nil
  } catch let refusal as Refusal {
    return refusal
  }
}
