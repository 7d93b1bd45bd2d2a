import SeededRandom
import Testing

@testable import Tables

/// Whatever the bytes are, reading ends in a table or in a `TableError`.
struct FuzzTests {
  /// Reads to the end, over every error that does not end the table.
  private func exhaust(_ bytes: [UInt8], _ encoding: TextEncoding? = nil) throws(TableError) {
    var limits = TableLimits()
    limits.unpackedBytes = 64 * 1_048_576
    var reader = try TableReader(bytes: bytes, encoding: encoding, limits: limits)
    var isOver = false
    while !isOver {
      do throws(TableError) {
        guard let row = try reader.next() else { return }
        #expect(row.cells.count == reader.header.count)
      } catch {
        isOver = error.endsTable
      }
    }
  }

  private func survives(_ bytes: [UInt8], _ encoding: TextEncoding? = nil) {
    do {
      try exhaust(bytes, encoding)
    } catch {
      #expect(!error.english.isEmpty && !error.chinese.isEmpty)
    }
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `random bytes never crash`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let alphabet = Array("a1,;\t\"'=\r\n \u{0}张".utf8) + [0xFF, 0xFE, 0x81, 0x30, 0xD8, 0x00]
    for _ in 0..<100 {
      let count = Int.random(in: 0...200, using: &generator)
      let bytes = (0..<count).map { _ in
        Bool.random(using: &generator)
          ? UInt8.random(in: 0...255, using: &generator)
          : alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }
      survives(bytes)
      survives(bytes, TextEncoding.allCases.randomElement(using: &generator))
      survives([0x50, 0x4B, 0x03, 0x04] + bytes)
    }
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `damaged files never crash`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let table = WholeTable.random(using: &generator)
    var writer = CSVWriter(header: table.header, encoding: .utf8)
    for row in table.rows { writer.append(row.map(TableValue.text)) }
    let text = try writer.drain()
    let workbook = FuzzTests.fixture.bytes
    for _ in 0..<50 {
      survives(mutated(text, &generator))
      survives(mutated(workbook, &generator))
      var inner = FuzzTests.fixture
      let part = Int.random(in: 0..<inner.parts.count, using: &generator)
      inner.parts[part].content = mutated(inner.parts[part].content, &generator)
      survives(inner.bytes)
    }
  }

  private static let fixture = WorkbookFixture(
    """
    <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>\
    <row r="2"><c r="A2" s="1"><v>45296.5</v></c><c r="B2" t="inlineStr"><is><t>x_x000D_</t></is></c></row>
    """, strings: "<si><t>a</t></si><si><r><t>b</t></r></si>", formats: ["yyyy-mm-dd hh:mm"])

  /// A few bytes changed, removed or doubled.
  private func mutated(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) where bytes.count > 8 {
      let index = Int.random(in: 0..<bytes.count - 4, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1: bytes.removeSubrange(index..<index + 4)
      case 2: bytes.insert(contentsOf: bytes[index..<index + 4], at: index)
      default: bytes[index] = UInt8.random(in: 0...255, using: &generator)
      }
    }
    return bytes
  }
}
