/// Where values write their binary form: big-endian, as PostgreSQL's wire has it.
public struct PostgresBuffer: Sendable {
  /// Everything written so far.
  public private(set) var bytes: [UInt8] = []
  /// Whether the value being written turned out to be NULL.
  private var isNull = false

  public init() {}

  public mutating func append(_ byte: UInt8) {
    bytes.append(byte)
  }

  public mutating func append(contentsOf other: some Sequence<UInt8>) {
    bytes.append(contentsOf: other)
  }

  /// Appends an integer in network byte order.
  public mutating func append<T: FixedWidthInteger>(bigEndian integer: T) {
    withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// Says that the value being written is NULL. Nothing else may be written for it.
  public mutating func appendNull() {
    isNull = true
  }

  /// Appends a value framed as in arrays and COPY: its length in four bytes, −1 for NULL, then its bytes.
  public mutating func append(framed value: some PostgresEncodable) {
    let frame = bytes.count
    append(bigEndian: Int32(-1))
    guard let range = append(unframed: value) else { return }
    let length = Int32(range.count).bigEndian
    withUnsafeBytes(of: length) { bytes.replaceSubrange(frame..<frame + 4, with: $0) }
  }

  /// Appends a value's bytes.
  ///
  /// - Returns: where they are; nil for NULL.
  mutating func append(unframed value: some PostgresEncodable) -> Range<Int>? {
    let start = bytes.count
    isNull = false
    value.encode(into: &self)
    defer { isNull = false }
    return isNull ? nil : start..<bytes.count
  }

  /// Forgets the content and keeps the memory.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }
}
