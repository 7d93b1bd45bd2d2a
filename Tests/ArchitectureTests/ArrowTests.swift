import Foundation
import Subprocess
import Testing

/// The rooms of the house and the doors between them: what each may import of ours, and of others.
private let rooms: [String: (ours: Set<String>, others: Set<String>)] = [
  "Psychometrics": ([], []),
  "Readiness": ([], []),
  "Wire": (["Readiness"], []),
  "Tables": (["CLibZip", "CLibXML", "CLibXLSXWriter"], []),
  "Postgres": (["CLibPQ"], ["Logging"]),
  "Storage": (["Postgres", "Readiness", "Wire", "Psychometrics"], ["Crypto", "Logging", "Subprocess"]),
  "Reports": (["Readiness"], []),
  "Server": (
    ["Storage", "Reports", "Wire", "Readiness", "Postgres", "CZlib"],
    [
      "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "ServiceLifecycle", "Logging", "NIOSSL", "NIOCore",
      "HTTPTypes",
    ]
  ),
  "SyncClient": (["Wire", "Readiness"], ["Crypto", "GRDB"]),
  "ReadinessPhone": (["SyncClient", "Wire", "Readiness"], ["ArgumentParser"]),
]

/// Rooms of which a phone has no need, and what a phone could not link.
private let serverSide: Set<String> = [
  "CLibPQ", "CLibZip", "CLibXML", "CLibXLSXWriter", "CZlib", "Postgres", "Storage", "Server", "Tables", "Reports",
]

/// Phones have the whole of Foundation anyway; a server module that imports it grows by 40 MB.
private let onPhones: Set<String> = ["SyncClient", "ReadinessPhone"]

/// What the toolchain brings.
private let standard: Set<String> = [
  "Swift", "FoundationEssentials", "Synchronization", "Glibc", "Musl", "Darwin", "Dispatch", "SystemPackage", "System",
]

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

@Suite struct `Arrows between rooms` {
  @Test(arguments: rooms.keys.sorted())
  func `a room imports only what its doors lead to`(room: String) throws {
    let allowed = try #require(rooms[room])
    let files = try swiftFiles(in: root.appending(path: "Sources/\(room)"))
    try #require(!files.isEmpty)
    for file in files {
      let imports = try importedModules(of: file)
      let astray = imports.subtracting(allowed.ours).subtracting(allowed.others).subtracting(standard)
      let excused: Set<String> = onPhones.contains(room) ? ["Foundation", "FoundationNetworking"] : []
      #expect(
        astray.subtracting(excused).isEmpty,
        "\(file.lastPathComponent) of \(room) imports \(astray.sorted()), where no arrow leads")
    }
  }

  @Test func `the package declares no arrow that runs back`() async throws {
    let targets = try await declaredTargets()
    for (room, allowed) in rooms {
      let declared = try #require(targets[room], "Package.swift has no target \(room)")
      #expect(declared.ours.isSubset(of: allowed.ours), "\(room) depends on \(declared.ours.subtracting(allowed.ours))")
    }
  }

  @Test(arguments: onPhones.sorted())
  func `what runs on a phone leads to no part of the server, however far one goes`(room: String) async throws {
    let targets = try await declaredTargets()
    var reached: Set<String> = []
    var others: Set<String> = []
    var open = [room]
    while let next = open.popLast() {
      guard reached.insert(next).inserted else { continue }
      let target = try #require(targets[next], "Package.swift has no target \(next)")
      others.formUnion(target.others)
      open += target.ours
    }
    #expect(reached.isDisjoint(with: serverSide), "\(room) leads to \(reached.intersection(serverSide).sorted())")
    #expect(others.isSubset(of: ["ArgumentParser", "Crypto", "GRDB"]), "\(room) needs \(others.sorted())")
  }

  @Test func `every room of the package is on this plan`() async throws {
    let targets = try await declaredTargets()
    let known = Set(rooms.keys).union(["ReadinessCLI", "Benchmarks", "TestSupport", "SeededRandom"])
    #expect(Set(targets.filter { $0.value.isLibrary }.keys).subtracting(known).isEmpty)
  }

  @Test func `the check sees an arrow that runs back`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "Astray.swift")
    try "// import Nothing\npublic import Storage\n@testable import struct Wire.Problem\n".write(
      to: file, atomically: true, encoding: .utf8)
    #expect(try importedModules(of: file) == ["Storage", "Wire"])
  }
}

private func swiftFiles(in folder: URL) throws -> [URL] {
  let walk = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
  return walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
}

private func importedModules(of file: URL) throws -> Set<String> {
  let pattern =
    /^\s*(?:@\w+\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|typealias|var|let)\s+)?(\w+)/
  let text = try String(contentsOf: file, encoding: .utf8)
  return Set(
    text.split(separator: "\n").compactMap { line in (try? pattern.prefixMatch(in: line)).map { String($0.1) } })
}

private struct DeclaredTarget {
  var ours: Set<String>
  /// Products of other packages.
  var others: Set<String>
  var isLibrary: Bool
}

/// The targets of Package.swift, as the package manager reads it.
private func declaredTargets() async throws -> [String: DeclaredTarget] {
  let scratch = FileManager.default.temporaryDirectory.appending(path: "readiness-arrows-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: scratch) }
  let result = try await run(
    .name("swift"),
    arguments: ["package", "--package-path", "\(root.path)", "--scratch-path", "\(scratch.path)", "dump-package"],
    output: .string(limit: 10_000_000), error: .string(limit: 1_000_000))
  try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
  let package = try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any]
  let targets = try #require(package?["targets"] as? [[String: Any]])
  let names = Set(targets.compactMap { $0["name"] as? String })
  return Dictionary(
    uniqueKeysWithValues: targets.compactMap { target in
      guard let name = target["name"] as? String, let type = target["type"] as? String else { return nil }
      let dependencies = target["dependencies"] as? [[String: Any]] ?? []
      let byName = Set(dependencies.compactMap { ($0["byName"] as? [Any])?.first as? String })
      let products = Set(dependencies.compactMap { ($0["product"] as? [Any])?.first as? String })
      return (
        name,
        DeclaredTarget(
          ours: byName.intersection(names), others: products.union(byName.subtracting(names)),
          isLibrary: type == "regular")
      )
    })
}
