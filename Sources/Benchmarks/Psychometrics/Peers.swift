/// The psychometrics packages of PyPI that are measured beside.
struct Peers {
  /// What `Sources/Benchmarks/Peers/psychometrics_peers.py` is asked to do.
  struct Request: Encodable {
    var task: String
    var library = "mirt"
    var model: String?
    var method: String?
    /// A file of bytes, a person a row.
    var responses: String?
    var items: Int?
    var slopes: [Double]?
    var difficulties: [Double]?
    var abilities: [Double]?
    var length: Int?
    var seed: Int?
    /// Whether what was found is to be sent too.
    var wantsValues = false
  }

  struct Answer: Decodable {
    /// What the calls took.
    var seconds: [Double]
    var values: [Double]?
  }

  private let process: PeerProcess

  /// - Parameter folder: exists.
  /// - Throws: `PeersMissing`.
  init(checkout: String, folder: String) async throws {
    process = try await PeerProcess(
      script: "psychometrics_peers.py", requirements: "psychometrics_requirements.txt", checkout: checkout,
      folder: folder)
  }

  /// - Throws: `PeerFailure`.
  func answer(_ request: Request) throws -> Answer {
    try process.answer(request, task: "\(request.library) \(request.task)")
  }
}
