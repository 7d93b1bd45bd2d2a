import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Labels of exposure` {
  private func entry(_ test: TestStore, _ task: String, asOf day: Day? = nil) async throws -> ListExposure.Entry {
    try #require(try await test.ask(ListExposure(task: task, asOf: day)).entries.first)
  }

  @Test func `what a table of tasks says is a label, and a human's later one counts`() async throws {
    let test = try await TestStore.make()
    let task = test.first.code("REP-1")
    let before = try await entry(test, task)
    #expect(before.labels.map(\.labeller) == [ExposureLabel.taskTable] && before.exposure == .e1)
    #expect(before.labelsDisagree == nil)
    let model = try await test.run(RecordExposure(task: task, source: .model, labeller: "m-3", exposure: .e2))
    #expect(model.exposure == .e1 && model.automation == .t2 && model.labelsDisagree == true)
    let human = try await test.run(RecordExposure(task: task, source: .human, exposure: .e0, note: "Panel"))
    #expect(human.exposure == .e0 && human.automation == .t2)
    #expect(try await test.ask(ListTasks(role: test.first.code("REP"))).first?.exposure == .e0)
    #expect(try await entry(test, task).labels.count == 3)
    #expect(try await entry(test, task, asOf: TestStore.today.adding(days: -1)).exposure == .e1)
  }

  @Test func `disagreement is told by task and over all`() async throws {
    let test = try await TestStore.make()
    let (first, second) = (test.first.code("REP-1"), test.first.code("REP-2"))
    let sheet = Sheet(
      "task,source,labeller,exposure,automation,labelled_on", "\(first),model,m-3,E1,T4,2026-06-01",
      "\(second),model,m-3,E0,,2026-06-01", "\(second),survey,Spring,E0,T1,2026-05-01")
    #expect(try await test.run(ImportExposure(sheet: sheet)) == ImportCounts(created: 3))
    #expect(try await test.run(ImportExposure(sheet: sheet)) == ImportCounts(unchanged: 3))
    let all = try await test.ask(ListExposure(role: test.first.code("REP")))
    #expect(all.exposureAgreement == LabelAgreement([(human: Exposure.e1, model: .e1), (human: .e1, model: .e0)]))
    #expect(all.exposureAgreement.share == 0.5 && all.automationAgreement.share == 1)
    #expect(try await test.ask(ListExposure(filter: .disagreeing)).entries.map(\.task) == [first, second])
    #expect(try await test.ask(ListExposure(filter: .disagreeing, after: first)).entries.map(\.task) == [second])
    #expect(try await test.ask(ListExposure(filter: .unlabelled)).entries.isEmpty)
    let exported = Sheet(exposure: try await test.ask(ListExposure()).entries)
    #expect(exported.rows.count == 5)
    #expect(try await test.run(ImportExposure(sheet: exported)) == ImportCounts(unchanged: 5))
  }

  @Test func `bad labels are told by row and column`() async throws {
    let test = try await TestStore.make()
    let task = test.first.code("REP-1")
    let refused = try await refusal {
      try await test.run(
        ImportExposure(
          sheet: Sheet(
            "task,source,labeller,exposure,labelled_on", "\(task),human,A,,", "\(task),oracle,A,E1,",
            "\(task),model,A,E9,2026-06-01", "\(task),model,A,E1,2027-01-01")))
    }
    #expect(
      refused?.faults.map { "\($0.row ?? 0) \($0.field ?? "") \($0.code)" } == [
        "2 exposure empty-label", "3 source invalid", "4 exposure invalid", "4 exposure empty-label",
        "5 labelled_on future-day",
      ])
    let known = try await refusal {
      try await test.run(
        ImportExposure(
          sheet: Sheet("task,source,labeller,exposure", "NONE,model,A,E1", "\(task),model,A,E1", "\(task),model,A,E2")))
    }
    #expect(known?.faults.map { "\($0.row ?? 0) \($0.code)" } == ["2 unknown-task", "4 duplicate"])
    let empty = try await refusal { try await test.run(RecordExposure(task: task, source: .human)) }
    #expect(empty?.code == "empty-label")
  }

  @Test func `a rule can ask whether the labels disagree`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    try await test.run(RecordExposure(task: task, source: .model, labeller: "m-3", exposure: .e0))
    try await test.run(ProposeBoundaries(role: role))
    let versions = try await test.ask(FindBoundary(role: role, task: task)).versions
    #expect(versions.first?.facts.labelsDisagree == true)
    let other = try await test.ask(FindBoundary(role: role, task: test.first.code("REP-2"))).versions
    #expect(other.first?.facts.labelsDisagree == nil)
  }
}
