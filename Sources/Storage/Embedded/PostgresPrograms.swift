import Subprocess
import SystemPackage

/// An installed PostgreSQL: the folder of its programs and their major version.
public struct PostgresPrograms: Hashable, Sendable {
  /// The oldest major version that the product works with.
  public static let oldestMajorVersion = 15

  /// What the programs are wanted for, which decides what has to be there.
  public enum Purpose: Sendable {
    /// Running a cluster.
    case server
    /// Backups of any server.
    case client

    var needed: [String] {
      switch self {
      case .server: ["postgres", "initdb"]
      case .client: ["pg_dump", "pg_restore", "psql"]
      }
    }
  }

  public let folder: String
  public let majorVersion: Int

  /// Finds the newest suitable PostgreSQL: where `READINESS_PG_BIN` says, or else what `pg_config` names and what lies
  /// in the places where packages put it.
  ///
  /// - Parameter majorVersion: exactly this version is wanted, for it made the data; nil for any.
  /// - Throws: `EmbeddedClusterError.programsMissing`, or `.otherVersion` when only others than `majorVersion` are there.
  public static func find(
    for purpose: Purpose, majorVersion: Int? = nil, madeIn data: String = "", environment: [String: String]
  ) async throws -> PostgresPrograms {
    let folders = await candidates(environment: environment)
    var found: [PostgresPrograms] = []
    for folder in folders {
      guard let programs = await PostgresPrograms(folder: folder, for: purpose),
        programs.majorVersion >= oldestMajorVersion
      else { continue }
      found.append(programs)
    }
    let suitable = found.filter { majorVersion == nil || $0.majorVersion == majorVersion }
    if let best = suitable.max(by: { $0.majorVersion < $1.majorVersion }) { return best }
    if let majorVersion, !found.isEmpty {
      let installed = Set(found.map(\.majorVersion)).sorted()
      throw EmbeddedClusterError.otherVersion(folder: data, version: majorVersion, installed: installed)
    }
    throw EmbeddedClusterError.programsMissing(
      wanted: "PostgreSQL \(oldestMajorVersion) or newer (\(purpose.needed.joined(separator: ", ")))",
      searched: folders.map(\.string))
  }

  func path(_ program: String) -> FilePath { FilePath(folder).appending(program) }

  private static func candidates(environment: [String: String]) async -> [FilePath] {
    if let named = environment["READINESS_PG_BIN"], !named.isEmpty { return [FilePath(named)] }
    let configured = try? await run(.name("pg_config"), arguments: ["--bindir"], output: .string(limit: 4096))
    let folder = configured?.standardOutput.split(separator: "\n").first.map { FilePath(String($0)) }
    let debian = FilePath("/usr/lib/postgresql").entries.map { $0.appending("bin") }
    let redHat = FilePath("/usr").entries.filter { $0.string.hasPrefix("/usr/pgsql-") }.map { $0.appending("bin") }
    return (folder.map { [$0] } ?? []) + debian.filter { $0 != folder } + redHat
  }

  /// - Returns: nil when a needed program is not there or does not say its version.
  private init?(folder: FilePath, for purpose: Purpose) async {
    guard purpose.needed.allSatisfy({ folder.appending($0).exists }) else { return nil }
    let output = try? await run(
      .path(folder.appending(purpose.needed[0])), arguments: ["--version"], output: .string(limit: 4096))
    // “postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)”
    guard let version = output?.standardOutput.split(separator: ") ").dropFirst().first,
      let major = Int(version.prefix { $0.isNumber })
    else { return nil }
    self.folder = folder.string
    majorVersion = major
  }
}
