import Foundation
import Readiness
import Testing

@Suite("The terms of boundaries")
struct BoundaryTermsTests {
  private func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
  }

  @Test func `labels are read in either case and written in capitals`() {
    #expect(Exposure("e2") == .e2)
    #expect(AutomationPotential("T0") == .t0)
    #expect("\(Exposure.e1) \(AutomationPotential.t4)" == "E1 T4")
    for text in ["E3", "T5", "E", "", "E01", "T-1", "X1", "Ｅ1"] {
      #expect(Exposure(text) == nil)
      #expect(AutomationPotential(text) == nil)
    }
  }

  @Test(arguments: [
    "suggest H3", "floor H5", "raise", "require in_the_loop", "require consultation", "block", "flag conflict",
    "review 6",
  ])
  func `an effect is its phrase`(phrase: String) throws {
    let effect = try #require(BoundaryEffect(phrase))
    #expect(effect.description == phrase)
    #expect(try roundTrip(effect) == effect)
  }

  @Test(arguments: [
    "", "floor", "floor H6", "raise 2", "flag Big News", "flag A", "review 0", "review x", "require tea",
  ])
  func `what is no effect is refused`(phrase: String) {
    #expect(BoundaryEffect(phrase) == nil)
  }

  @Test func `classes are ordered from harmless to grave`() {
    #expect(DataClass.allCases.sorted() == [.public, .internal, .confidential, .restricted])
    #expect(RiskClass.minimal < .limited && RiskClass.limited < .high)
  }

  @Test func `a trait outside 1 to 5 is refused by name`() throws {
    #expect(throws: BoundaryError.traitOutOfRange(trait: .uncertainty, value: 6)) {
      try TaskTraits.rated(uncertainty: 6)
    }
    let json = #"{"physical":1,"interpersonal":0,"uncertainty":3,"expertise":2,"enjoyment":5}"#
    #expect {
      try JSONDecoder().decode(TaskTraits.self, from: Data(json.utf8))
    } throws: { error in
      guard case DecodingError.dataCorrupted(let context) = error else { return false }
      return context.underlyingError as? BoundaryError == .traitOutOfRange(trait: .interpersonal, value: 0)
    }
    #expect(try roundTrip(TaskTraits.rated()) == .rated())
  }

  @Test func `facts and proposals are the same after JSON`() throws {
    let facts = try BoundaryFacts.calm {
      $0.affectsPerson = true
      $0.exposure = nil
    }
    let proposal = try Seed.rules().propose(facts)
    #expect(try roundTrip(facts) == facts)
    #expect(try roundTrip(proposal) == proposal)
  }
}
