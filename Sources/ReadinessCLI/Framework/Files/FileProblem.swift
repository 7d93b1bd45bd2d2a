import FoundationEssentials

/// Why a file could not be read or written, in the words of the operating system where it has any.
enum FileProblem {
  static func reason(_ error: any Error) -> String {
    guard let error = error as? CocoaError else { return "\(error)" }
    switch error.code {
    case .fileReadNoSuchFile: return "no such file"
    case .fileNoSuchFile: return "no such folder"
    case .fileReadNoPermission, .fileWriteNoPermission: return "permission denied"
    case .fileWriteFileExists: return "something else has this name"
    case .fileWriteOutOfSpace: return "no space left"
    case .fileWriteVolumeReadOnly: return "the volume is read-only"
    default: return "\(error.code)"
    }
  }
}
