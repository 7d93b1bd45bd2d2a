// swift-tools-version: 6.2
import PackageDescription

/// House rules for every target of ours: Swift 6 mode, the upcoming features, warnings as errors.
let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "readiness",
  defaultLocalization: "en",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .executable(name: "readiness", targets: ["ReadinessCLI"]),
    .executable(name: "readiness-phone", targets: ["ReadinessPhone"]),
    .library(name: "SyncClient", targets: ["SyncClient"]),
    .library(name: "Psychometrics", targets: ["Psychometrics"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // C libraries, from the system's packages.
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    .systemLibrary(name: "CLibZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CLibXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
      name: "CLibQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"]), .brew(["qrencode"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CLibXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),

    // Rooms, from the ground up. Arrows point upwards in this list only.
    .target(name: "Psychometrics", swiftSettings: house),
    .target(name: "Readiness", swiftSettings: house),
    .target(name: "Wire", dependencies: ["Readiness"], swiftSettings: house),
    .target(name: "Tables", dependencies: ["CLibZip", "CLibXML", "CLibXLSXWriter"], swiftSettings: house),
    .target(name: "Postgres", dependencies: ["CLibPQ", logging], swiftSettings: house),
    .target(
      name: "Storage",
      dependencies: ["Postgres", "Readiness", "Wire", "Psychometrics", crypto, logging, subprocess, systemPackage],
      swiftSettings: house),
    .target(name: "Reports", dependencies: ["Readiness"], swiftSettings: house),
    .target(
      name: "Server",
      dependencies: [
        "Storage", "Postgres", "Reports", "Wire", "Readiness", "CZlib", hummingbird, hummingbirdCore, hummingbirdTLS,
        lifecycle, nioCore, nioSSL, logging,
      ],
      swiftSettings: house),
    .target(
      name: "SyncClient",
      dependencies: ["Wire", "Readiness", crypto, grdb],
      swiftSettings: house),
    .executableTarget(
      name: "ReadinessCLI",
      dependencies: [
        "Server", "Storage", "Postgres", "Wire", "Readiness", "Tables", "CLibQREncode", argumentParser, crypto,
        httpClient, hummingbird,
        lifecycle, logging, nioCore, nioHTTP1, systemPackage, yams,
      ],
      swiftSettings: house),
    .executableTarget(
      name: "ReadinessPhone", dependencies: ["SyncClient", "Wire", "Readiness", argumentParser], swiftSettings: house),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Server", "Storage", "Postgres", "Readiness", "Wire", "Tables", "Psychometrics", argumentParser, hummingbird,
        logging, subprocess, yams,
      ],
      exclude: ["Peers"], swiftSettings: house),

    // Tests: one folder a target, and what they share.
    .target(
      name: "TestSupport", dependencies: ["Storage", "Postgres", "Readiness", "Wire", "Tables", crypto, logging, yams],
      path: "Tests/TestSupport", swiftSettings: house),
    .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: house),
    .testTarget(
      name: "PostgresTests", dependencies: ["Postgres", "TestSupport", "SeededRandom", logging], swiftSettings: house),
    .testTarget(
      name: "PsychometricsTests", dependencies: ["Psychometrics", "SeededRandom"], exclude: ["Reference"],
      swiftSettings: house),
    .testTarget(
      name: "ReadinessTests", dependencies: ["Readiness", "TestSupport", "SeededRandom", yams], swiftSettings: house),
    .testTarget(name: "WireTests", dependencies: ["Wire", "Readiness", "SeededRandom"], swiftSettings: house),
    .testTarget(name: "TablesTests", dependencies: ["Tables", "CLibZip", "SeededRandom"], swiftSettings: house),
    .testTarget(
      name: "StorageTests",
      dependencies: [
        "Storage", "Postgres", "Readiness", "Wire", "TestSupport", "SeededRandom", logging, subprocess, systemPackage,
        yams,
      ],
      swiftSettings: house),
    .testTarget(name: "ReportsTests", dependencies: ["Reports", "Readiness"], swiftSettings: house),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "Server", "Storage", "Postgres", "Readiness", "Wire", "TestSupport", hummingbird, hummingbirdTesting, logging,
        nioCore, nioSSL, subprocess, yams,
      ],
      swiftSettings: house),
    .testTarget(
      name: "SyncSimulationTests",
      dependencies: [
        "SyncClient", "Server", "Storage", "Postgres", "Wire", "Readiness", "TestSupport", crypto, grdb, hummingbird,
        lifecycle, logging,
      ],
      swiftSettings: house),
    .testTarget(
      name: "SyncClientTests", dependencies: ["SyncClient", "Wire", "Readiness", crypto], swiftSettings: house),
    .testTarget(name: "ArchitectureTests", dependencies: [subprocess], swiftSettings: house),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "TestSupport", "SeededRandom", "Storage", "Postgres", "Readiness", "Wire", "Tables", "SyncClient", crypto, grdb,
        logging, subprocess, systemPackage, yams,
      ],
      swiftSettings: house),
  ],
  swiftLanguageModes: [.v6]
)
