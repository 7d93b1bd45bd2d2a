import Foundation
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `Calibrations` {
  @Test func `what people answered is calibrated, published by another and scored anew on the same scale`() async throws
  {
    let simulated = try SimulatedTest()
    let test = try await TestStore.make()
    try await test.simulate(simulated, people: 400)
    let before = try await test.scores()
    let ran = try await test.run(RunCalibration(instrument: SimulatedTest.code), as: .assessor)
    #expect(ran.people == 400 && ran.items == 20 && ran.converged)

    let found = try await test.ask(FindCalibration(run: ran.run))
    check(found.report, of: simulated)
    #expect(found.entry.status == .draft && found.entry.ranBy == test.first.email(.assessor))

    let refused = try await refusal {
      try await test.run(PublishCalibration(run: ran.run), as: .assessor)
    }
    #expect(refused?.code == "four-eyes")
    let unready = PublishCalibration.ItemDecision(item: SimulatedTest.misleading, reason: "Try it")
    #expect(
      try await refusal { try await test.run(PublishCalibration(run: ran.run, promote: [unready])) }?.code
        == "not-promotable")

    let published = try await test.run(
      PublishCalibration(
        run: ran.run, promote: [.init(item: SimulatedTest.sound, reason: "Fits well")],
        retire: [.init(item: SimulatedTest.misleading, reason: "The able get it wrong")]))
    #expect(published.version == 2 && published.calibrated == ran.calibrated)
    let next = try await test.ask(FindInstrument(code: SimulatedTest.code))
    check(next, after: simulated.instrument)
    #expect(
      try await refusal { try await test.run(RejectCalibration(run: ran.run, reason: "No")) }?.code
        == "calibration-decided")

    try await rescore(test, before: before, expecting: found.report.scores)
  }

  /// What the simulation put in is what comes out.
  private func check(_ report: CalibrationReport, of simulated: SimulatedTest) {
    let items = Dictionary(uniqueKeysWithValues: report.items.map { ($0.code, $0) })
    #expect(report.convergence.stop == .converged && report.convergence.hasStandardErrors)
    #expect(report.link.drifted.contains(SimulatedTest.hard) && report.link.drifted.count <= 3)
    #expect(report.link.anchors == 18 - report.link.drifted.count)
    #expect(abs(report.population.mean - 0.1) < 0.2 && abs(report.population.standardDeviation - 0.9) < 0.2)
    #expect(abs(report.scores.mean) < 2.5 && report.scores.people == 400)
    #expect(report.curve.allSatisfy { abs($0.present - $0.new) < 10 })
    #expect((report.agreement?.difficultyCorrelation ?? 0) > 0.5)
    #expect((report.reliability.alpha ?? 0) > 0.6 && (report.reliability.empirical ?? 0) > 0.6)
    #expect(report.languages?.map(\.language) == [.en, .zh])
    #expect(items[SimulatedTest.misleading]?.flags == [.negativeSlope])
    #expect(items[SimulatedTest.misleading]?.isUsable == false)
    #expect(items[SimulatedTest.sound]?.isUsable == true)
    let unfair = items[SimulatedTest.unfair]?.functioning
    #expect(unfair?.letter == "C" && unfair?.favours == .en)
    let fair = report.items.filter { $0.functioning?.letter == "A" }
    #expect(fair.count >= 15)
    for item in report.items where item.isUsable && item.code != SimulatedTest.hard {
      let error = item.thresholdErrors?[0] ?? 0
      let difference = (item.estimate?.difficulty ?? 0) - item.present.difficulty
      // The unfair item is harder for a third of the people.
      #expect(abs(difference) < 4 * error + (item.code == SimulatedTest.unfair ? 0.8 : 0.3), "\(item.code)")
    }
    let hard = items[SimulatedTest.hard]
    #expect((hard?.estimate?.difficulty ?? 0) - (hard?.present.difficulty ?? 0) > 0.8)
  }

  private func check(_ next: Instrument, after first: Instrument) {
    let items = Dictionary(uniqueKeysWithValues: next.items.map { ($0.code, $0) })
    #expect(next.version == 2 && next.quotientScale == first.quotientScale)
    #expect(next.scoredItems.allSatisfy { $0.parameters?.source == .calibrated })
    #expect(items[SimulatedTest.sound]?.status == .live && items[SimulatedTest.misleading]?.status == .retired)
    #expect(items[SimulatedTest.misleading]?.parameters?.source == .expertRated)
    #expect(next.forms[0].items.contains(SimulatedTest.sound))
    #expect(!next.forms[0].items.contains(SimulatedTest.misleading))
  }

  /// New scores from today on, none of them provisional; reports of yesterday as they were; nothing left to do after it.
  private func rescore(_ test: TestStore, before: [String: ListScores.Entry], expecting change: ScoreChange)
    async throws
  {
    let result = try await test.run(RescoreAttempts(instrument: SimulatedTest.code))
    #expect(result.version == 2 && result.attempts == 400 && result.changed == 400)
    #expect(abs(result.change.mean - change.mean) < 1e-9 && result.change.changedLevel == change.changedLevel)
    let after = try await test.scores()
    #expect(after.keys == before.keys)
    for (person, entry) in after {
      #expect(!entry.provisional && before[person]?.provisional == true)
      #expect(entry.scoredOn == TestStore.today && entry.validUntil == before[person]?.validUntil)
    }
    let yesterday = try await test.scores(asOf: TestStore.today.adding(days: -1))
    #expect(yesterday.mapValues(\.quotient) == before.mapValues(\.quotient))
    #expect(try await test.run(RescoreAttempts(instrument: SimulatedTest.code)).changed == 0)
    #expect(try await test.scores().mapValues(\.quotient) == after.mapValues(\.quotient))
  }

  @Test func `a calibration that did not converge says so, is not published and can be rejected`() async throws {
    let test = try await TestStore.make()
    try await test.simulate(try SimulatedTest(), people: 200)
    let ran = try await test.run(RunCalibration(instrument: SimulatedTest.code, iterationLimit: 1), as: .assessor)
    #expect(!ran.converged)
    #expect(try await test.ask(FindCalibration(run: ran.run)).report.convergence.stop == .iterationLimit)
    #expect(
      try await refusal { try await test.run(PublishCalibration(run: ran.run)) }?.code == "not-converged")
    #expect(
      try await refusal { try await test.run(RejectCalibration(run: ran.run, reason: " ")) }?.code == "reason-missing")
    try await test.run(RejectCalibration(run: ran.run, reason: "It did not converge"), as: .assessor)
    let listed = try await test.ask(ListCalibrations(instrument: SimulatedTest.code))
    #expect(listed.map(\.status) == [.rejected] && listed[0].decidedBy == test.first.email(.assessor))
    #expect(try await test.ask(FindCalibration(run: ran.run)).decision?.reason == "It did not converge")
  }

  @Test func `too few people are refused with their number`() async throws {
    let test = try await TestStore.make()
    let refused = try await refusal { try await test.run(RunCalibration(instrument: "aiq-core")) }
    #expect(refused?.code == "too-few-to-calibrate")
    #expect(refused?.message.en.contains("there are 2.") == true)
    #expect(try await test.ask(ListCalibrations()).isEmpty)
  }

  @Test func `a norm needs 300 people, and is told beside each score from its day on`() async throws {
    let simulated = try SimulatedTest()
    let test = try await TestStore.make()
    try await test.run(PublishInstrument(instrument: simulated.instrument))
    try await test.run(
      ImportPeople(sheet: simulated.people(0..<300, in: test), mapping: .init(), leavers: .keep))
    try await test.take(simulated, 0..<299)
    let refused = try await refusal { try await test.run(PublishNorm(instrument: SimulatedTest.code)) }
    #expect(refused?.code == "too-few-for-norm" && refused?.message.en.contains("there are 299.") == true)
    try await test.take(simulated, 299..<300)
    let norm = try await test.run(PublishNorm(instrument: SimulatedTest.code))
    #expect(norm.people == 300 && norm.computedOn == TestStore.today)
    #expect(zip(norm.percentiles, norm.percentiles.dropFirst()).allSatisfy { $0 <= $1 })

    let standings = try await test.scores().values.compactMap(\.norm)
    #expect(standings.count == 300)
    let mean: Double = standings.map(\.score).reduce(0, +) / 300
    #expect(abs(mean - 100) < 1e-9)
    let percentiles = standings.map(\.percentile)
    // Those with the same answers share a place between the percentiles that they take.
    #expect((percentiles.min() ?? 99) <= 5 && (percentiles.max() ?? 1) >= 95)
    #expect(try await test.scores(asOf: TestStore.today.adding(days: -1)).values.allSatisfy { $0.norm == nil })
    // A score of another instrument has no place in it.
    let other = try await test.ask(ListScores()).first { $0.person == test.first.code("EMPLOYEE") }
    #expect(other != nil && other?.norm == nil)
    #expect(try await test.ask(ListNorms(), as: .auditor) == [norm])
  }

  @Test(arguments: [AccountRole.manager, .employee, .auditor, .service])
  func `neither parameters nor calibrations are for those who do not author`(role: AccountRole) async throws {
    let test = try await TestStore.make()
    func isForbidden(_ body: () async throws -> Void) async throws -> Bool {
      try await refusal(body)?.code == "forbidden"
    }
    #expect(try await isForbidden { _ = try await test.ask(FindInstrument(code: "aiq-core"), as: role) })
    #expect(try await isForbidden { _ = try await test.ask(ListCalibrations(), as: role) })
    #expect(try await isForbidden { try await test.run(RunCalibration(instrument: "aiq-core"), as: role) })
    #expect(try await isForbidden { try await test.run(RescoreAttempts(instrument: "aiq-core"), as: role) })
    #expect(try await isForbidden { try await test.run(PublishNorm(instrument: "aiq-core"), as: role) })
  }

  @Test func `an instrument that was exported publishes again as the next version`() async throws {
    let test = try await TestStore.make()
    var exported = try JSONDecoder.wire.decode(
      Instrument.self, from: JSONEncoder.wire.encode(try await test.ask(FindInstrument(code: "aiq-core"))))
    #expect(exported == (try RepositoryFiles.instrument("aiq-core")))
    exported.version += 1
    try await test.run(PublishInstrument(instrument: exported))
    #expect(try await test.ask(FindInstrument(code: "aiq-core")) == exported)
  }
}

extension TestStore {
  /// The simulated people's overall scores on a day.
  fileprivate func scores(asOf day: Day? = nil) async throws -> [String: ListScores.Entry] {
    let scores = try await ask(ListScores(asOf: day)).filter { $0.name.hasPrefix("Person ") }
    return Dictionary(uniqueKeysWithValues: scores.map { ($0.person, $0) })
  }
}
