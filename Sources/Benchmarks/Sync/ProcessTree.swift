import FoundationEssentials

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Processes with all that descend from them, as the kernel tells of them in `/proc`.
struct ProcessTree: Sendable {
  let roots: [Int]

  private static let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))

  private struct Entry {
    let parent: Int
    let own: Double
    /// Of children that have ended and were waited for.
    let ended: Double
  }

  /// Seconds of processor that they have used since they began.
  var processorSeconds: Double {
    let entries = ProcessTree.entries()
    let running = members(entries).reduce(0) { $0 + (entries[$1]?.own ?? 0) }
    return running + roots.reduce(0) { $0 + (entries[$1]?.ended ?? 0) }
  }

  /// What they hold of memory, in MB; what they share is divided among those who do.
  var megabytes: Double {
    members(ProcessTree.entries()).map { ProcessTree.kilobytes("Pss", in: "/proc/\($0)/smaps_rollup") }
      .reduce(0, +) / 1_024
  }

  /// The most that the first of them has held, in MB, shared libraries included.
  var peakMegabytes: Double { ProcessTree.kilobytes("VmHWM", in: "/proc/\(roots.first ?? 0)/status") / 1_024 }

  /// What the first of them holds, in MB, shared libraries included.
  var residentMegabytes: Double { ProcessTree.kilobytes("VmRSS", in: "/proc/\(roots.first ?? 0)/status") / 1_024 }

  /// Seconds of processor that the whole machine has spent on anything.
  static var machineSeconds: Double {
    let line = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8))?.split(separator: "\n").first ?? ""
    let fields = line.split(separator: " ").dropFirst().compactMap { Double($0) }
    guard fields.count >= 8 else { return 0 }
    // All but idling and waiting for a disk.
    return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]) / ticks
  }

  /// Seconds of processor that children of this process have used which have ended.
  static var childrenSeconds: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  private func members(_ entries: [Int: Entry]) -> Set<Int> {
    let children = Dictionary(grouping: entries.keys) { entries[$0]?.parent ?? 0 }
    var found: Set<Int> = []
    var open = roots
    while let process = open.popLast() {
      if found.insert(process).inserted { open += children[process] ?? [] }
    }
    return found
  }

  private static func entries() -> [Int: Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    var entries: [Int: Entry] = [:]
    for process in names.compactMap({ Int($0) }) {
      // The name, in parentheses, may have blanks.
      guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
        let end = text.lastIndex(of: ")")
      else { continue }
      let fields = text[end...].split(separator: " ").dropFirst()
      let numbers = fields.map { Double($0) ?? 0 }
      guard numbers.count > 14 else { continue }
      entries[process] = Entry(
        parent: Int(numbers[1]), own: (numbers[11] + numbers[12]) / ticks, ended: (numbers[13] + numbers[14]) / ticks)
    }
    return entries
  }

  private static func kilobytes(_ name: String, in file: String) -> Double {
    let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
    return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) } ?? 0
  }
}
