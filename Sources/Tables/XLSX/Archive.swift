import CLibZip
import Glibc

/// A ZIP archive in memory, whose parts are unpacked piece by piece and within limits.
final class Archive {
  private let handle: OpaquePointer
  private let limits: TableLimits
  /// What all parts together have unpacked to.
  private var unpacked = 0

  /// - Throws: `damaged` when the bytes are not an archive.
  init(_ bytes: [UInt8], limits: TableLimits) throws(TableError) {
    // libzip frees the copy together with the source.
    guard let copy = malloc(bytes.count) else { throw .damaged("ZIP") }
    bytes.withUnsafeBytes { copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count) }
    guard let source = zip_source_buffer_create(copy, zip_uint64_t(bytes.count), 1, nil) else {
      free(copy)
      throw .damaged("ZIP")
    }
    guard let handle = zip_open_from_source(source, ZIP_RDONLY, nil) else {
      zip_source_free(source)
      throw .damaged("ZIP")
    }
    self.handle = handle
    self.limits = limits
  }

  deinit {
    zip_discard(handle)
  }

  /// - Returns: nil when the archive has no such part.
  func part(_ name: String) throws(TableError) -> Part? {
    let index = zip_name_locate(handle, name, zip_flags_t(ZIP_FL_NOCASE))
    guard index >= 0 else { return nil }
    var stat = zip_stat_t()
    guard zip_stat_index(handle, zip_uint64_t(index), 0, &stat) == 0,
      let file = zip_fopen_index(handle, zip_uint64_t(index), 0)
    else { throw .damaged(name) }
    return Part(name: name, packed: Int(clamping: stat.comp_size), file: file, archive: self)
  }

  /// One part, unpacked from its beginning.
  final class Part {
    let name: String
    private let packed: Int
    private let file: OpaquePointer
    /// Keeps the archive open, which `file` belongs to.
    private let archive: Archive
    private var unpacked = 0

    init(name: String, packed: Int, file: OpaquePointer, archive: Archive) {
      self.name = name
      self.packed = packed
      self.file = file
      self.archive = archive
    }

    deinit {
      zip_fclose(file)
    }

    /// Fills `buffer` from its beginning.
    ///
    /// - Returns: how many bytes; 0 at the end.
    /// - Throws: `damaged`, or `tooLarge` for what only an attack unpacks to.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
      guard let base = buffer.baseAddress else { return 0 }
      let count = Int(zip_fread(file, base, zip_uint64_t(buffer.count)))
      guard count >= 0 else { throw .damaged(name) }
      unpacked += count
      archive.unpacked += count
      let limits = archive.limits
      let isBomb = unpacked > 16 * 1_048_576 && unpacked / max(packed, 1) > limits.unpackedRatio
      guard archive.unpacked <= limits.unpackedBytes, !isBomb else { throw .tooLarge(limit: limits.unpackedBytes) }
      return count
    }
  }
}
