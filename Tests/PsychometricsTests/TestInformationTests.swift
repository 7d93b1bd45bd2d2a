import Psychometrics
import Testing

@Suite struct `A form's information` {
  static let forms: [ReferenceForm] = (try? Reference.json("information")) ?? []

  @Test(arguments: forms)
  func `agrees with R mirt to 1e-6 by item and in sum`(form: ReferenceForm) throws {
    let items = try form.models()
    let test = try TestInformation(items: items)
    for row in form.expected {
      let theta = try form.figure("theta", in: row)
      for (index, item) in items.enumerated() {
        let expected = try form.figure("item\(index + 1)", in: row)
        #expect((item.information(at: theta).expected - expected).magnitude < 1e-6, "item \(index) at \(theta)")
      }
      let expected = try form.figure("test", in: row)
      #expect((test.information(at: theta).expected - expected).magnitude < 1e-6, "at \(theta)")
      let error = try #require(test.standardError(at: theta))
      #expect((error - 1 / expected.squareRoot()).magnitude < 1e-6)
    }
  }

  @Test func `was read from its files`() { #expect(Self.forms.count == 3 && ScoringReference.forms.count == 4) }

  @Test func `gives no standard error where it vanishes`() throws {
    let item = try TwoParameterLogistic(slope: 20, difficulty: 0)
    #expect(try TestInformation(items: [item]).standardError(at: 100) == nil)
    #expect(throws: ScoringError.emptyForm) { try TestInformation(items: []) }
  }
}

@Suite struct `The reliability of ability` {
  private struct File: Decodable {
    struct Case: Decodable {
      struct Figures: Decodable {
        let empirical_rxx: Double
        let marginal_integral_I_over_Iplus1: Double
      }
      let id: String
      let irt: Figures?
    }
    let cases: [Case]
  }

  private func expected(_ id: String) throws -> File.Case.Figures {
    let file: File = try Reference.json("reliability")
    return try #require(file.cases.first { $0.id == id }?.irt)
  }

  @Test(arguments: [("lsat6", 0), ("lsat7", 1)])
  func `agrees with R mirt to 1e-4, marginal and empirical`(id: String, index: Int) throws {
    let items = try ScoringReference.forms[index].models()
    let figures = try expected(id)
    let marginal = try TestInformation(items: items).marginalReliability()
    #expect((marginal - figures.marginal_integral_I_over_Iplus1).magnitude < 1e-4)
    var matrix = try ResponseMatrix(itemCount: 5)
    for line in try Reference.lines(of: "\(id)_patterns.csv").dropFirst() {
      let fields = line.split(separator: ",").compactMap { Int($0) }
      for _ in 0..<fields[5] { try matrix.append(fields.prefix(5).map { Int8($0) }) }
    }
    #expect(matrix.personCount == 1000)
    let estimates = try ExpectedAPosteriori(items: items).estimates(of: matrix)
    let empirical = try #require(estimates.empiricalReliability())
    #expect((empirical - figures.empirical_rxx).magnitude < 1e-4)
  }

  @Test(.enabled(if: Reference.hasRestricted("data/science.csv")))
  func `agrees with R mirt to 1e-4 for graded answers`() throws {
    let items = try ScoringReference.forms[2].models()
    let figures = try expected("science")
    let marginal = try TestInformation(items: items).marginalReliability()
    #expect((marginal - figures.marginal_integral_I_over_Iplus1).magnitude < 1e-4)
    var matrix = try ResponseMatrix(itemCount: 4)
    for line in try Reference.restrictedLines(of: "data/science.csv").dropFirst() {
      try matrix.append(line.split(separator: ",").compactMap { Int8($0) }.map { $0 - 1 })
    }
    let estimates = try ExpectedAPosteriori(items: items).estimates(of: matrix)
    let empirical = try #require(estimates.empiricalReliability())
    #expect((empirical - figures.empirical_rxx).magnitude < 1e-4)
  }

  @Test func `is none for fewer than two people`() {
    let one = AbilityEstimate(theta: 0, standardError: 0.5, answered: 5)
    #expect([one].empiricalReliability() == nil)
    #expect([AbilityEstimate]().empiricalReliability() == nil)
    #expect([one, one].empiricalReliability() == 0)
  }
}
