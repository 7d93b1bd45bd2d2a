import Foundation
import Readiness
import SeededRandom
import Testing
import Wire

/// What comes from outside is read or refused, whatever it is: no decoder traps. A failure prints the seed that replays it.
@Suite struct `Decoders of what comes from outside` {
  private static let lines = [
    #"{"begin":{"epoch":"0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77","head":813}}"#, #"{"drop":"all#hr"}"#, #"{"open":"o"}"#,
    #"{"at":812}"#, #"{"put":"task","id":"0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77","scope":"o","row":{"a":[1,"\u0041"]}}"#,
    #"{"del":"task","id":"0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77","scope":"o"}"#,
    #"{"page":{"cursor":"abc","sha256":"00"}}"#,
    #"{"done":{"cursor":"c","head":1,"lastSequence":2,"lease":"2026-03-01T00:00:00Z","sha256":"00"}}"#,
  ]
  private static let requests = [
    #"{"cursor":"abc","limit":5,"lastSequence":3,"purged":["o"]}"#,
    #"{"epoch":"0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77","mutations":[{"sequence":1,"schema":1,"name":"attempt.start","#
      + #""arguments":{"instrument":"aiq-core"},"base":{"scope":"o","table":"task","#
      + #""id":"0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77","version":3}}]}"#,
    #"{"scope":"s:0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77#self","leaf":255}"#,
    #"{"code":"rde_x","name":"Phone","platform":"test"}"#, #"{"refreshToken":"rdr_x"}"#,
  ]

  @Test(arguments: UInt64(1)...40)
  func `take any line of a page that was damaged on its way`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let line = random.damaged(Self.lines.randomElement(using: &random) ?? "")
      // What can be read can be written, and reads the same; what is about an unknown scope is passed over.
      guard let read = try? PullLine(parsing: line), read != .foreign else { continue }
      guard let text = try? read.text(), let again = try? PullLine(parsing: text.utf8.dropLast()) else {
        Issue.record("seed \(seed): \(String(decoding: line, as: UTF8.self)) is read, but not what is written of it")
        continue
      }
      #expect(again == read, "seed \(seed)")
    }
  }

  @Test(arguments: UInt64(1)...40)
  func `take any request that was damaged on its way`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let data = Data(random.damaged(Self.requests.randomElement(using: &random) ?? ""))
      let decoder = JSONDecoder.wire
      _ = try? decoder.decode(PullRequest.self, from: data)
      _ = try? decoder.decode(PushRequest.self, from: data)
      _ = try? decoder.decode(VerifyRequest.self, from: data)
      _ = try? decoder.decode(Enrolment.self, from: data)
      _ = try? decoder.decode(TokenTrade.self, from: data)
    }
  }

  @Test func `read every line as it was written`() throws {
    for line in Self.lines { #expect(try PullLine(parsing: line.utf8).text() == line + "\n") }
  }
}

extension SplitMix64 {
  /// The text with some bytes changed, cut out, doubled or put in.
  fileprivate mutating func damaged(_ text: String) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 0...4, using: &self) {
      let place = Int.random(in: 0...bytes.count, using: &self)
      switch Int.random(in: 0...4, using: &self) {
      case 0 where place < bytes.count: bytes[place] = UInt8.random(in: .min ... .max, using: &self)
      case 1: bytes = Array(bytes.prefix(place))
      case 2: bytes.insert(contentsOf: bytes.suffix(from: place), at: place)
      case 3: bytes.insert(contentsOf: Array(#"{"row":[]},99999999999999999999"#.utf8), at: place)
      default: bytes.insert(UInt8.random(in: .min ... .max, using: &self), at: place)
      }
      if bytes.count > 10_000 { break }
    }
    return bytes
  }
}
