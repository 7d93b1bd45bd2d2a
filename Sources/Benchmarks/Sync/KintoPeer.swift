import FoundationEssentials
import Readiness

/// Kinto on the same cluster, with records of the same number and length, as `Peers/kinto_peer.py` runs it.
struct KintoPeer {
  /// What it is asked for.
  struct Request: Encodable {
    /// Everything of it goes here.
    var folder: String
    /// The folder of PostgreSQL's socket, and its superuser.
    var host: String
    var user: String
    var rows: Int
    var bytes: Int
    var changed: Int
    var writers: Int
    /// The lengths of pages.
    var pages: [Int]
  }

  private struct Setup: Decodable {
    var port: Int
    var processes: [Int]
    var authorization: String
    /// Paths, and the entity tag of what is polled.
    var poll: String
    var tag: String
    var pull: String
    var pulled: Int
    var pullBytes: Int
    var pages: [String: [String]]
  }

  private let process: PeerProcess
  private let setup: Setup
  let bytes: Int

  /// - Parameters:
  ///   - folder: exists.
  ///   - packages: see `PeerProcess`.
  /// - Throws: `PeersMissing`, or `PeerFailure`.
  init(checkout: String, folder: String, packages: String?, request: Request) async throws {
    process = try await PeerProcess(
      script: "kinto_peer.py", requirements: "sync_requirements.txt", checkout: checkout, folder: folder,
      packages: packages)
    setup = try process.answer(request, task: "setting up")
    bytes = request.bytes
    guard setup.pulled == request.changed else { throw BenchmarkFailure("Kinto answers \(setup.pulled) records.") }
  }

  var tree: ProcessTree { ProcessTree(roots: setup.processes) }
  var bytesOfPull: Int { setup.pullBytes }

  private var headers: String {
    """
    wrk.headers["Authorization"] = "\(setup.authorization)"
    wrk.headers["Content-Type"] = "application/json"

    """
  }

  var pull: Load { Load(port: setup.port, script: headers + "wrk.path = [[\(setup.pull)]]") }

  var poll: Load {
    Load(
      port: setup.port,
      script: headers + """
        wrk.headers["If-None-Match"] = [[\(setup.tag)]]
        wrk.path = [[\(setup.poll)]]
        function response(status)
          if status ~= 304 then error("status " .. status) end
        end
        """)
  }

  func pages(of limit: Int) -> Load {
    let paths = (setup.pages["\(limit)"] ?? []).map { "[[\($0)]]" }.joined(separator: ", ")
    return Load(
      port: setup.port, connections: 4,
      script: headers + """
        local paths, turn = {\(paths)}, 0
        function request()
          turn = turn + 1
          return wrk.format("GET", paths[(turn - 1) % #paths + 1])
        end
        """)
  }

  /// Batches that put records into a collection of each thread's own, so that none waits for another's.
  func push(_ count: Int) -> Load {
    Load(
      port: setup.port, threads: 4, connections: 4,
      script: headers + """
        local threads = 0
        function setup(thread)
          thread:set("number", threads)
          threads = threads + 1
        end
        local turn = 0
        function request()
          local parts = {}
          for part = 1, \(count) do
            turn = turn + 1
            local n = turn % 1000
            parts[part] = string.format('{"path":"/v1/buckets/benchmark/collections/push%d/records/%08x-0000-4000-8000-%012x",' ..
              '"body":{"data":{"position":%d,"hours":0.01,"text":"%s"}}}', number, n, n, turn, string.rep("x", 200))
          end
          return wrk.format("POST", "/v1/batch", nil,
            '{"defaults":{"method":"PUT"},"requests":[' .. table.concat(parts, ",") .. ']}')
        end
        """)
  }
}
