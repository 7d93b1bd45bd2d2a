import Foundation
import Testing

@testable import Psychometrics

@Suite struct `Exponentials of whole vectors` {
  @Test func `are within 5e-13 of the library's`() {
    var worst = 0.0
    for start in stride(from: -707.99, through: 0, by: 0.0173) {
      let x = start
      let value = NodeVector(repeating: x).exponential[7]
      worst = max(worst, (value / exp(x) - 1).magnitude)
    }
    #expect(worst < 5e-13)
    #expect(NodeVector(repeating: 0).exponential[15] == 1)
  }

  @Test func `treat every number by itself`() {
    var x = NodeVector.zero
    for lane in 0..<16 { x[lane] = -1.7 * Double(lane) }
    let values = x.exponential
    for lane in 0..<16 { #expect((values[lane] / exp(x[lane]) - 1).magnitude < 5e-13) }
  }

  @Test(arguments: [-708.5, -1e6, -1e300, -.infinity])
  func `vanish beneath what can be told from nothing`(x: Double) {
    let value = NodeVector(repeating: x).exponential[3]
    #expect(value >= 0 && value < 1e-300)
  }

  @Test func `have a greater one of each pair`() {
    var (a, b) = (NodeVector.zero, NodeVector.zero)
    for lane in 0..<16 { (a[lane], b[lane]) = (Double(lane), Double(15 - lane)) }
    for lane in 0..<16 { #expect(a.maximum(b)[lane] == Double(max(lane, 15 - lane))) }
  }
}
