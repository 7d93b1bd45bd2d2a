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

let package = Package(
  name: "readiness",
  defaultLocalization: "en",
  platforms: [.macOS(.v15), .iOS(.v18)],
  targets: [
    .target(name: "Readiness", swiftSettings: house)
  ],
  swiftLanguageModes: [.v6]
)
