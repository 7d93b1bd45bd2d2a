import Foundation
import Readiness
import Testing

@Suite struct `Values written as text` {
  private func json(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder().encode([value]), as: UTF8.self)
  }

  @Test func `levels, labels and answers are written by their name, not by their case`() throws {
    #expect(try json(HumanAgencyLevel.h3) == #"["H3"]"#)
    #expect(try json(QuotientLevel.l2) == #"["L2"]"#)
    #expect(try json(Exposure.e1) == #"["E1"]"#)
    #expect(try json(AutomationPotential.t4) == #"["T4"]"#)
    #expect(try json(RatingAnswer.notApplicable) == #"["not_applicable"]"#)
    #expect(try json(try #require(Day("2024-02-29"))) == #"["2024-02-29"]"#)
  }

  @Test func `what is written reads back`() throws {
    func roundTrip<Value: Codable & Equatable>(_ values: [Value]) throws {
      #expect(try JSONDecoder().decode([Value].self, from: JSONEncoder().encode(values)) == values)
    }
    try roundTrip(HumanAgencyLevel.allCases)
    try roundTrip(QuotientLevel.allCases)
    try roundTrip(Exposure.allCases)
    try roundTrip(AutomationPotential.allCases)
    try roundTrip(RatingAnswer.allCases)
  }
}
