import Glibc

/// Conversion between character encodings, by the C library's `iconv`.
enum Transcoder {
  /// Input that is not text of its encoding.
  struct Failure: Error {
    /// What was converted before it.
    let converted: [UInt8]
  }

  /// - Parameters:
  ///   - source: the encoding of `bytes`, by its `iconv` name.
  ///   - target: the encoding of the result.
  static func convert(_ bytes: ArraySlice<UInt8>, from source: String, to target: String) throws(Failure) -> [UInt8] {
    guard let descriptor = iconv_open(target, source), Int(bitPattern: descriptor) != -1 else {
      throw Failure(converted: [])
    }
    defer { iconv_close(descriptor) }
    var converted: [UInt8] = []
    converted.reserveCapacity(bytes.count + bytes.count / 2)
    let isComplete = bytes.withUnsafeBytes { input in
      var next = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: CChar.self))
      var left = input.count
      return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 65_536) { chunk in
        while left > 0 {
          var free = chunk.baseAddress
          var room = chunk.count
          let result = iconv(descriptor, &next, &left, &free, &room)
          let code = errno
          converted.append(contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(chunk).dropLast(room)))
          if result == -1 && code != E2BIG { return false }
        }
        return true
      }
    }
    guard isComplete else { throw Failure(converted: converted) }
    return converted
  }
}
