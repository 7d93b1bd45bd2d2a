import CLibQREncode

/// A text as a QR code (ISO/IEC 18004), with the error correction that restores 15 % of it.
struct QRCode {
  /// Modules a side, without the quiet zone.
  let size: Int
  private let modules: [Bool]
  /// Modules that stay light around it, as the standard asks.
  private static let quiet = 4

  /// Nil for a text that is too long for any QR code: over 2,331 bytes.
  init?(_ text: String) {
    guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
    defer { QRcode_free(code) }
    size = Int(code.pointee.width)
    // The lowest bit tells whether a module is dark.
    modules = (0..<size * size).map { code.pointee.data[$0] & 1 == 1 }
  }

  private func isDark(_ column: Int, _ row: Int) -> Bool {
    (0..<size).contains(column) && (0..<size).contains(row) && modules[row * size + column]
  }

  /// For a dark terminal: two rows of modules a line, light ones as blocks.
  var lines: [String] {
    let range = -QRCode.quiet..<size + QRCode.quiet
    return stride(from: range.lowerBound, to: range.upperBound, by: 2).map { row in
      range.map { column in
        switch (isDark(column, row), isDark(column, row + 1)) {
        case (false, false): "█"
        case (false, true): "▀"
        case (true, false): "▄"
        case (true, true): " "
        }
      }.joined()
    }
  }

  /// A picture for printing, 1 unit a module.
  var svg: String {
    let side = size + 2 * QRCode.quiet
    let path = (0..<size).flatMap { row in
      (0..<size).filter { isDark($0, row) }.map { "M\($0 + QRCode.quiet) \(row + QRCode.quiet)h1v1h-1z" }
    }.joined()
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" width="50mm" height="50mm" \
      shape-rendering="crispEdges"><path fill="#fff" d="M0 0h\(side)v\(side)H0z"/><path d="\(path)"/></svg>

      """
  }
}
