import Readiness
import Testing

@Suite struct `The boundary register` {
  @Test(arguments: [
    (HumanAgencyLevel.h5, HumanAgencyLevel.h3, false, true), (.h3, .h5, false, true), (.h4, .h3, false, false),
    (.h5, .h1, true, false),
  ])
  func `two levels apart ask for a consultation until there was one`(
    desired: HumanAgencyLevel, feasible: HumanAgencyLevel, isConsulted: Bool, isNeeded: Bool
  ) {
    var entry = entry(desired: desired, feasible: feasible)
    entry.isConsulted = isConsulted
    #expect(entry.needsConsultation == isNeeded)
  }

  @Test func `tasks with the same two levels are one point`() {
    let register = BoundaryRegister(
      organisation: LocalizedText(en: "O", zh: "组织"), unit: nil, role: nil, asOf: Day(number: 0), roles: [],
      entries: [
        entry(desired: .h2, feasible: .h1), entry(desired: nil, feasible: .h1), entry(desired: .h2, feasible: .h1),
      ],
      cards: [], attributions: [])
    #expect(register.agreements.map(\.tasks.count) == [2])
  }

  @Test func `a review is overdue from the day after its date`() {
    var entry = entry(desired: nil, feasible: nil)
    entry.reviewOn = Day(number: 10)
    #expect(!entry.isOverdue(asOf: Day(number: 10)) && entry.isOverdue(asOf: Day(number: 11)))
  }

  private func entry(desired: HumanAgencyLevel?, feasible: HumanAgencyLevel?) -> BoundaryRegister.Entry {
    BoundaryRegister.Entry(
      role: "R", task: "T", name: LocalizedText(en: "T", zh: "任务"), desired: desired, feasible: feasible, decided: nil,
      exception: nil, oversight: nil, dataClass: .public, aiSystems: [], accountable: nil, overseer: nil,
      isConsulted: false, reviewOn: nil, reviews: [], proposed: nil)
  }
}
