#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Threads of the module's own, on which it may block.
enum WorkerThread {
  /// Starts a thread that runs `body` and ends with it.
  static func start(_ body: @escaping @Sendable () -> Void) {
    let context = Unmanaged.passRetained(Context(body: body)).toOpaque()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Context>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, context)
    precondition(status == 0, "No thread could be started: \(String(cString: strerror(status)))")
  }

  private final class Context {
    let body: @Sendable () -> Void

    init(body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }
}
