/// First in, first out, with removal from anywhere in constant time.
struct JobList {
  private(set) var first: Job?
  private unowned(unsafe) var last: Job?
  private(set) var count = 0

  mutating func append(_ job: Job) {
    job.previous = last
    job.next = nil
    if let last { last.next = job } else { first = job }
    last = job
    count += 1
  }

  mutating func prepend(_ job: Job) {
    job.previous = nil
    job.next = first
    if let first { first.previous = job } else { last = job }
    first = job
    count += 1
  }

  mutating func remove(_ job: Job) {
    let (previous, next) = (job.previous, job.next)
    if let previous { previous.next = next } else { first = next }
    if let next { next.previous = previous } else { last = previous }
    job.previous = nil
    job.next = nil
    count -= 1
  }

  mutating func popFirst() -> Job? {
    guard let job = first else { return nil }
    remove(job)
    return job
  }

  /// Removes the jobs that a condition holds for, in order.
  mutating func removeAll(where condition: (Job) -> Bool) -> [Job] {
    var removed: [Job] = []
    var current = first
    while let job = current {
      current = job.next
      guard condition(job) else { continue }
      remove(job)
      removed.append(job)
    }
    return removed
  }

  func forEach(_ body: (Job) -> Void) {
    var current = first
    while let job = current {
      body(job)
      current = job.next
    }
  }
}
