import Foundation
import Readiness
import Testing

@Suite struct `The shipped learning activities` {
  @Test func `are a sound catalogue of thirty or more, of every kind`() throws {
    let activities = try ActivityCatalogue(Seed.activities()).activities
    #expect(activities.count >= 30)
    #expect(Set(activities.map(\.kind)) == Set(ActivityKind.allCases))
    #expect(Set(activities.map(\.evidence)) == Set(EvidenceKind.allCases))
  }

  @Test(arguments: QuotientDomain.allCases)
  func `lead from each level of a domain to the next, by two ways up to L3`(domain: QuotientDomain) throws {
    let lifts = try Seed.activities().flatMap(\.lifts).filter { $0.domain == domain }
    for level in QuotientLevel.allCases.dropLast() {
      let ways = lifts.count { $0.from <= level && $0.to > level }
      #expect(ways >= (level < .l3 ? 2 : 1), "\(domain) from \(level)")
    }
  }

  @Test func `claim no more of their effect than experts' judgement`() throws {
    for activity in try Seed.activities() {
      #expect(activity.effect.basis == .expert && activity.effect.source.isEmpty, "\(activity.code)")
    }
  }

  @Test func `have all texts in both languages`() throws {
    for activity in try Seed.activities() {
      for text in [activity.name, activity.description, activity.effect.text] {
        #expect(text.zh.unicodeScalars.contains { $0.properties.isIdeographic }, "\(activity.code): \(text.zh)")
        #expect(text.en.utf8.allSatisfy { $0 < 0x80 } && !text.en.isEmpty, "\(activity.code): \(text.en)")
      }
    }
  }

  @Test func `what the law or the house's rules are about lapses`() throws {
    let codes = try Seed.activities().filter { $0.validityMonths ?? .max <= 12 }.map(\.code)
    #expect(Set(codes).isSuperset(of: ["RES-RULES", "RES-DATA", "RES-LAW"]))
  }

  @Test func `have templates that name each activity after those it builds on`() throws {
    let prerequisites = Dictionary(uniqueKeysWithValues: try Seed.activities().map { ($0.code, $0.prerequisites) })
    let templates = try Seed.templates()
    #expect(templates.count >= 8)
    for template in templates {
      #expect(template.faults(prerequisites: prerequisites).isEmpty, "\(template.code)")
      let needed = Set(template.activities.flatMap { prerequisites[$0] ?? [] })
      #expect(needed.isSubset(of: template.activities), "\(template.code)")
    }
  }
}
