/// Counts threads down to the last, and resumes those who wait for it.
final class Exits: @unchecked Sendable {
  // Sendable: both are guarded by `lock`.
  private let lock = Lock()
  private var left: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(count: Int) {
    left = count
  }

  func note() {
    lock.lock()
    left -= 1
    let resumed = left == 0 ? waiting : []
    if left == 0 { waiting = [] }
    lock.unlock()
    for continuation in resumed { continuation.resume() }
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      lock.lock()
      let isOver = left == 0
      if !isOver { waiting.append(continuation) }
      lock.unlock()
      if isOver { continuation.resume() }
    }
  }
}
