import Glibc

/// How many files and connections this process may have open.
enum OpenFiles {
  /// Raises the limit to the highest that the system grants it: a shell's 1,024 are fewer than the connections that a
  /// server takes.
  static func raiseLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
