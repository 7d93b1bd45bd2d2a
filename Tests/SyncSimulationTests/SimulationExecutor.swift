import Dispatch

/// Runs a long task beside the others' threads instead of on them, so that other tests go on meanwhile.
final class SimulationExecutor: TaskExecutor {
  private let queue = DispatchQueue(label: "simulation", qos: .utility)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
