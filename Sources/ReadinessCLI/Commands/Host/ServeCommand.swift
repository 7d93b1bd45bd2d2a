import ArgumentParser
import FoundationEssentials
import Logging
import Readiness
import Server
import ServiceLifecycle
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "serve", LocalizedText(en: "Run the server.", zh: "运行服务器。"),
    more: LocalizedText(
      en:
        "Without READINESS_DATABASE_URL it runs its own PostgreSQL and brings its schema up to date. It ends on SIGTERM or "
        + "SIGINT, after it has answered what it has begun. It logs to standard error from READINESS_LOG_LEVEL on.",
      zh: "未设置 READINESS_DATABASE_URL 时运行自带的 PostgreSQL 并升级其架构。收到 SIGTERM 或 SIGINT 后，先答复已开始的请求再退出。"
        + "日志写到标准错误，级别由 READINESS_LOG_LEVEL 决定。"),
    examples: [
      "readiness serve", "readiness serve --address 0.0.0.0 --port 8443 --tls-certificate chain.pem --tls-key key.pem",
    ])

  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp(en: "Listen here; READINESS_ADDRESS, 127.0.0.1.", zh: "监听地址；READINESS_ADDRESS，默认 127.0.0.1。"))
  var address: String?

  @Option(
    help: ArgumentHelp(
      en: "Listen on this port, 0 for any; READINESS_PORT, 8080.", zh: "监听端口，0 为任意；READINESS_PORT，默认 8080。"))
  var port: UInt16?

  @Option(
    help: ArgumentHelp(
      en: "Certificate chain, PEM; READINESS_TLS_CERTIFICATE.", zh: "证书链（PEM）；READINESS_TLS_CERTIFICATE。", value: "file"
    ))
  var tlsCertificate: String?

  @Option(
    help: ArgumentHelp(en: "Its private key, PEM; READINESS_TLS_KEY.", zh: "私钥（PEM）；READINESS_TLS_KEY。", value: "file"))
  var tlsKey: String?

  @Flag(
    help: ArgumentHelp(
      en: "A reverse proxy tells the clients' addresses; READINESS_BEHIND_PROXY=yes.",
      zh: "由反向代理提供客户端地址；READINESS_BEHIND_PROXY=yes。"))
  var behindProxy = false

  func run() async throws {
    OpenFiles.raiseLimit()
    let logger = Logger.readiness(level: .info)
    let product = ProductService(
      configuration: try serverConfiguration(), settings: .current, share: try .find(), console: output.console,
      logger: logger)
    var configuration = ServiceGroupConfiguration(
      services: [.init(service: product, successTerminationBehavior: .gracefullyShutdownGroup)],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    // Long requests are given up then, and only then.
    configuration.maximumGracefulShutdownDuration = .seconds(60)
    try await ServiceGroup(configuration: configuration).run()
  }

  private func serverConfiguration() throws -> ServerConfiguration {
    let environment = ProcessInfo.processInfo.environment
    func setting(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    var port = port ?? 8_080
    if self.port == nil, let text = setting("READINESS_PORT") {
      guard let number = UInt16(text) else { throw Failure(.failed, Text.badPort(text)) }
      port = number
    }
    return ServerConfiguration(
      host: address ?? setting("READINESS_ADDRESS") ?? "127.0.0.1", port: Int(port),
      certificateFile: tlsCertificate ?? setting("READINESS_TLS_CERTIFICATE"),
      keyFile: tlsKey ?? setting("READINESS_TLS_KEY"), descriptionFile: try ShareFolder.find().description,
      isBehindProxy: behindProxy || setting("READINESS_BEHIND_PROXY") == "yes")
  }
}
