import Foundation
import Readiness
import Testing

@Suite("Index profiles")
struct IndexProfileTests {
  private typealias Item = IndexProfile.RatedItem
  private typealias Entry = IndexProfile.WeightedDimension

  private func problems(
    version: Int = 1, boundaries: IndexProfile.BoundaryWeights? = nil,
    _ edit: (inout [IndexProfile.WeightedDimension]) -> Void
  ) throws -> [String] {
    let good = try Seed.profile()
    var dimensions = good.dimensions
    edit(&dimensions)
    do throws(InvalidProfile) {
      _ = try IndexProfile(
        code: "p", version: version, name: good.name, dimensions: dimensions,
        boundaryWeights: boundaries ?? good.boundaryWeights, workforceWeights: good.workforceWeights)
      return []
    } catch {
      return error.problems.map { "\($0.code.rawValue): \($0.field)" }
    }
  }

  @Test func `the shipped profile has the published weights and five rated dimensions`() throws {
    let profile = try Seed.profile()
    #expect(profile.dimensions.map(\.dimension) == Dimension.allCases)
    #expect(profile.dimensions.map(\.weight) == [15, 15, 15, 10, 15, 20, 10])
    #expect(profile.boundaryWeights == .init(coverage: 0.5, inDate: 0.2, overseen: 0.2, consulted: 0.1))
    #expect(profile.workforceWeights == .init(meeting: 0.4, score: 0.3, assessed: 0.2, onTime: 0.1))
    for entry in profile.dimensions where !entry.dimension.isComputed { #expect(entry.items?.count == 5) }
  }

  @Test func `every text of the shipped profile is Chinese in Chinese and not in English`() throws {
    let items = try Seed.profile().dimensions.flatMap { $0.items ?? [] }
    for text in items.flatMap({ [$0.question] + $0.anchors }) {
      #expect(text.zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(text)")
      #expect(!text.en.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(text)")
    }
  }

  @Test func `anchors of an item differ from one another`() throws {
    for item in try Seed.profile().dimensions.flatMap({ $0.items ?? [] }) {
      #expect(Set(item.anchors).count == 5, "\(item.code)")
    }
  }

  @Test func `what is wrong with a profile is named`() throws {
    #expect(try problems { _ in }.isEmpty)
    #expect(try problems(version: 0) { _ in } == ["version-out-of-range: version"])
    #expect(try problems { $0[0].weight = 14 } == ["weights-do-not-sum: dimensions"])
    #expect(
      try problems {
        $0[0].weight = -15
        $0[1].weight = 45
      } == ["weight-out-of-range: strategy"])
    #expect(
      try problems { $0[6] = $0[3] } == [
        "dimension-repeated: technology", "dimension-missing: culture", "item-repeated: technology.route",
        "item-repeated: technology.vendors", "item-repeated: technology.software",
        "item-repeated: technology.integration",
        "item-repeated: technology.operations",
      ])
    #expect(try problems { $0[4].items = $0[6].items }.first == "items-not-allowed: boundaries")
    #expect(try problems { $0[0].items = nil } == ["items-missing: strategy"])
    #expect(try problems { $0[0].items?[0].weight = 0 } == ["weight-out-of-range: strategy.business_goal"])
    #expect(try problems { $0[0].items?[0].anchors.removeLast() } == ["anchors-incomplete: strategy.business_goal"])
    #expect(
      try problems { $0[0].items?[0].question = LocalizedText(en: "Why?", zh: "") }
        == ["text-missing: strategy.business_goal"])
    #expect(
      try problems(boundaries: .init(coverage: 0.5, inDate: 0.2, overseen: 0.2, consulted: 0.2)) { _ in }
        == ["weights-do-not-sum: boundaryWeights"])
  }

  @Test func `a profile is the same after JSON, and a wrong one is refused`() throws {
    let profile = try Seed.profile()
    let data = try JSONEncoder().encode(profile)
    #expect(try JSONDecoder().decode(IndexProfile.self, from: data) == profile)
    let wrong = String(decoding: data, as: UTF8.self).replacing(#""version":1"#, with: #""version":0"#)
    #expect {
      try JSONDecoder().decode(IndexProfile.self, from: Data(wrong.utf8))
    } throws: { error in
      guard case DecodingError.dataCorrupted(let context) = error else { return false }
      return (context.underlyingError as? InvalidProfile)?.problems.map(\.code) == [.versionOutOfRange]
    }
  }
}
