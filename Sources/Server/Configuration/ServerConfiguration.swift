/// What the server is told before it starts.
public struct ServerConfiguration: Sendable {
  /// The name or address to listen on.
  public var host: String
  /// 0 for any free one.
  public var port: Int
  /// PEM files: the certificate with its chain, and its private key. Both, or neither for plain HTTP behind a proxy.
  public var certificateFile: String?
  public var keyFile: String?
  /// The OpenAPI file to serve: `openapi.yaml` of the program's shared files.
  public var descriptionFile: String
  /// Whether the last address of `X-Forwarded-For` is the client's: only behind a reverse proxy of one's own, which
  /// writes it.
  public var isBehindProxy: Bool
  public var limits: ServerLimits

  public init(
    host: String = "127.0.0.1", port: Int = 8080, certificateFile: String? = nil, keyFile: String? = nil,
    descriptionFile: String, isBehindProxy: Bool = false, limits: ServerLimits = ServerLimits()
  ) {
    self.host = host
    self.port = port
    self.certificateFile = certificateFile
    self.keyFile = keyFile
    self.descriptionFile = descriptionFile
    self.isBehindProxy = isBehindProxy
    self.limits = limits
  }
}

/// How much the server takes from its clients.
public struct ServerLimits: Sendable {
  /// The largest body, in bytes.
  public var body: Int
  /// The largest submission of commands, in bytes: imports are large.
  public var submission: Int
  /// How many submissions may be larger than `body` at once.
  public var largeSubmissions: Int
  /// The longest that answering may take, the reading of the body included.
  public var answerTime: Duration
  /// The same for submissions.
  public var submissionTime: Duration
  /// The longest that a client may be silent while it sends a request, or between two.
  public var silence: Duration
  /// Connections at once; more wait to be accepted.
  public var connections: Int
  /// Requests of one address, before it is known who asks.
  public var addressRate: Rate
  /// Attempts of one address to sign in.
  public var loginRate: Rate
  /// Requests by one token.
  public var tokenRate: Rate

  public init(
    body: Int = 1 << 20, submission: Int = 64 << 20, largeSubmissions: Int = 4, answerTime: Duration = .seconds(60),
    submissionTime: Duration = .seconds(600), silence: Duration = .seconds(30), connections: Int = 10_000,
    addressRate: Rate = Rate(perSecond: 100, burst: 500), loginRate: Rate = Rate(perSecond: 10.0 / 60, burst: 10),
    tokenRate: Rate = Rate(perSecond: 50, burst: 200)
  ) {
    self.body = body
    self.submission = submission
    self.largeSubmissions = largeSubmissions
    self.answerTime = answerTime
    self.submissionTime = submissionTime
    self.silence = silence
    self.connections = connections
    self.addressRate = addressRate
    self.loginRate = loginRate
    self.tokenRate = tokenRate
  }
}

/// How often something may happen: steadily, and at once after a pause.
public struct Rate: Sendable, Equatable {
  /// More than 0.
  public var perSecond: Double
  /// 1 or more.
  public var burst: Double

  public init(perSecond: Double, burst: Double) {
    precondition(perSecond > 0 && burst >= 1)
    self.perSecond = perSecond
    self.burst = burst
  }
}
