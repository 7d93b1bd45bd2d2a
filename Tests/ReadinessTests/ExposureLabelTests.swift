import Readiness
import Testing

@Suite struct `Exposure labels` {
  private func label(
    _ source: ExposureLabel.Source, _ exposure: Exposure?, _ automation: AutomationPotential? = nil, day: Int = 0
  ) -> ExposureLabel {
    ExposureLabel(
      source: source, labeller: "x", exposure: exposure, automation: automation, labelledOn: Day(number: 20_000 + day))
  }

  @Test func `people are believed before surveys and these before models, the newest of each`() {
    let labels = [
      label(.model, .e2, .t4, day: 9), label(.survey, .e1, .t3, day: 8), label(.human, .e0, day: 1),
      label(.human, .e1, day: 3), label(.human, .e2, day: 2),
    ]
    let effective = ExposureLabel.effective(labels)
    #expect(effective.exposure == .e1)
    #expect(effective.automation == .t3, "no human label tells it")
    #expect(ExposureLabel.effective(Array(labels.prefix(1))).exposure == .e2)
    #expect(ExposureLabel.effective([]).exposure == nil)
  }

  @Test func `of one day the last counts`() {
    #expect(ExposureLabel.effective([label(.human, .e0), label(.human, .e2)]).exposure == .e2)
  }

  @Test func `agreement beyond chance is Cohen's kappa`() throws {
    // Cohen's own kind of table: 20 and 15 agree of 50; by chance 0.5.
    let pairs: [(human: Exposure, model: Exposure)] =
      Array(repeating: (.e0, .e0), count: 20) + Array(repeating: (.e0, .e1), count: 5)
      + Array(repeating: (.e1, .e0), count: 10) + Array(repeating: (.e1, .e1), count: 15)
    let agreement = LabelAgreement(pairs)
    #expect(agreement.tasks == 50 && agreement.disagreeing == 15 && agreement.share == 0.3)
    #expect(abs(try #require(agreement.kappa) - 0.4) < 1e-12)
    #expect(LabelAgreement([(human: Exposure.e0, model: Exposure.e0)]).kappa == nil)
    #expect(LabelAgreement([(human: Exposure, model: Exposure)]()).share == nil)
  }

  @Test func `only tasks with a label of each are compared`() {
    let labels = [
      [label(.human, .e0), label(.model, .e1)], [label(.human, .e0)], [label(.survey, .e1), label(.model, .e1)],
    ]
    #expect(LabelAgreement.of(labels, \.exposure).tasks == 1)
    #expect(LabelAgreement.of(labels, \.automation).tasks == 0)
  }
}
