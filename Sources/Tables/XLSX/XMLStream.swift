import CLibXML
import Glibc

/// What an `XMLStream` tells of its elements, in the document's order; names are local names.
protocol XMLHandler: AnyObject {
  func start(_ name: XMLName, _ attributes: XMLAttributes) throws(TableError)
  func end(_ name: XMLName) throws(TableError)
  /// UTF-8; one text may come in several pieces.
  func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// An XML document read piece by piece from a part of an archive, with no tree built.
///
/// Document type declarations are refused, and with them every entity but the five of XML itself.
final class XMLStream {
  private let part: Archive.Part
  private let handler: any XMLHandler
  private var context: xmlParserCtxtPtr?
  private var failure: TableError?
  /// Asked at every element, where asking for `failure` itself would copy it.
  private var hasFailed = false
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

  init(_ part: Archive.Part, handler: any XMLHandler) {
    self.part = part
    self.handler = handler
    XMLStream.initialiseLibrary
    var callbacks = XMLStream.callbacks
    context = xmlCreatePushParserCtxt(&callbacks, Unmanaged.passUnretained(self).toOpaque(), nil, 0, nil)
    // XML's own entities are replaced; there are no others, since none can be declared.
    xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
  }

  deinit {
    xmlFreeParserCtxt(context)
    buffer.deallocate()
  }

  /// Reads the next piece of the document, its elements going to the handler.
  ///
  /// - Returns: false when the document is at its end.
  func advance() throws(TableError) -> Bool {
    let count = try part.read(into: buffer)
    let piece = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
    let result = xmlParseChunk(context, piece, Int32(count), count == 0 ? 1 : 0)
    if let failure { throw failure }
    guard result == 0 else { throw .damaged(part.name) }
    return count > 0
  }

  /// Reads the whole document.
  func run() throws(TableError) {
    while try advance() {}
  }

  private func attempt(_ body: () throws(TableError) -> Void) {
    guard !hasFailed else { return }
    do {
      try body()
    } catch {
      failure = error
      hasFailed = true
      xmlStopParser(context)
    }
  }

  private static let initialiseLibrary: Void = xmlInitParser()

  private static func stream(_ pointer: UnsafeMutableRawPointer?) -> XMLStream? {
    pointer.map { Unmanaged<XMLStream>.fromOpaque($0).takeUnretainedValue() }
  }

  private static var callbacks: xmlSAXHandler {
    var callbacks = xmlSAXHandler()
    callbacks.initialized = XML_SAX2_MAGIC
    callbacks.startElementNs = { pointer, name, _, _, _, _, count, _, attributes in
      guard let stream = XMLStream.stream(pointer), let name else { return }
      stream.attempt { () throws(TableError) in
        try stream.handler.start(XMLName(name), XMLAttributes(base: attributes, count: Int(count)))
      }
    }
    callbacks.endElementNs = { pointer, name, _, _ in
      guard let stream = XMLStream.stream(pointer), let name else { return }
      stream.attempt { () throws(TableError) in try stream.handler.end(XMLName(name)) }
    }
    callbacks.characters = { pointer, text, count in
      guard let stream = XMLStream.stream(pointer), !stream.hasFailed else { return }
      stream.handler.text(UnsafeBufferPointer(start: text, count: Int(count)))
    }
    callbacks.internalSubset = { pointer, _, _, _ in
      guard let stream = XMLStream.stream(pointer) else { return }
      stream.attempt { () throws(TableError) in throw .damaged(stream.part.name) }
    }
    // Without it, libxml2 prints to standard error.
    callbacks.serror = { _, _ in }
    return callbacks
  }
}

/// An element's or attribute's local name, valid during the callback that it is passed to.
struct XMLName {
  private let pointer: UnsafePointer<UInt8>

  init(_ pointer: UnsafePointer<UInt8>) {
    self.pointer = pointer
  }

  static func == (name: XMLName, text: StaticString) -> Bool {
    strcmp(
      UnsafeRawPointer(name.pointer).assumingMemoryBound(to: CChar.self),
      UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
  }

  var string: String { String(cString: pointer) }
}

/// An element's attributes, valid during the callback that they are passed to.
struct XMLAttributes {
  /// Local name, prefix, namespace, and beginning and end of the value, for each attribute.
  let base: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  let count: Int

  /// The value's UTF-8.
  subscript(name: StaticString) -> UnsafeBufferPointer<UInt8>? {
    for index in 0..<count {
      if let found = base?[index * 5], XMLName(found) == name { return value(index) }
    }
    return nil
  }

  var dictionary: [String: String] {
    var attributes: [String: String] = [:]
    for index in 0..<count {
      guard let name = base?[index * 5], let value = value(index) else { continue }
      attributes[String(cString: name)] = String(decoding: value, as: UTF8.self)
    }
    return attributes
  }

  private func value(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
    guard let start = base?[index * 5 + 3], let end = base?[index * 5 + 4] else { return nil }
    return UnsafeBufferPointer(start: start, count: end - start)
  }
}
