import Glibc

/// A text file as valid UTF-8 without zero bytes, whatever it was written in.
struct DecodedText {
  let bytes: [UInt8]
  /// Where the text begins, after a byte order mark.
  let start: Int
  let encoding: TextEncoding

  /// - Parameter encoding: nil to go by the byte order mark, then UTF-8 where it is valid, then GB18030.
  init(_ bytes: [UInt8], encoding wanted: TextEncoding?) throws(TableError) {
    let marked: [TextEncoding] = [.utf8, .utf16LittleEndian, .utf16BigEndian, .gb18030]
    let mark = marked.first { bytes.starts(with: $0.byteOrderMark) }
    let isMarked = mark != nil && (wanted == nil || wanted == mark)
    let start = isMarked ? mark?.byteOrderMark.count ?? 0 : 0
    let invalid = DecodedText.invalidUTF8(in: bytes)
    let isGuess = wanted == nil && mark == nil && invalid != nil
    let encoding = wanted ?? mark ?? (isGuess ? .gb18030 : .utf8)
    if encoding == .utf8 {
      if let invalid { throw .invalidBytes(line: DecodedText.line(at: invalid, in: bytes), encoding: .utf8) }
      (self.bytes, self.start) = (bytes, start)
    } else {
      do {
        self.bytes = try Transcoder.convert(bytes[start...], from: encoding.name, to: TextEncoding.utf8.name)
      } catch {
        let line = DecodedText.line(at: error.converted.count, in: error.converted)
        throw .invalidBytes(line: line, encoding: isGuess ? .utf8 : encoding)
      }
      self.start = 0
    }
    self.encoding = encoding
    if let zero = DecodedText.firstZero(in: self.bytes) {
      throw .nullByte(line: DecodedText.line(at: zero, in: self.bytes))
    }
  }

  /// The offset of the first byte that is not part of valid UTF-8; nil when all are.
  private static func invalidUTF8(in bytes: [UInt8]) -> Int? {
    do {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  private static func firstZero(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress, let found = memchr(base, 0, buffer.count) else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  /// The line, from 1, that the byte at `offset` is on.
  private static func line(at offset: Int, in bytes: [UInt8]) -> Int {
    var line = 1
    for index in bytes.indices.prefix(offset) {
      let byte = bytes[index]
      let isPair = byte == .carriageReturn && index + 1 < bytes.count && bytes[index + 1] == .lineFeed
      if byte == .lineFeed || (byte == .carriageReturn && !isPair) { line += 1 }
    }
    return line
  }
}

extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let quote = UInt8(ascii: "\"")
}
