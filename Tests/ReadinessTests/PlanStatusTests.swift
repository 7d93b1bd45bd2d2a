import Readiness
import Testing

@Suite struct `The review of a plan` {
  private static let steps: [(PlanStatus, PlanAction, PlanStatus)] = [
    (.draft, .submit, .waitingForReview), (.waitingForReview, .takeUp, .inReview),
    (.waitingForReview, .sendBack, .draft), (.inReview, .sendBack, .draft), (.inReview, .approve, .active),
    (.active, .replan, .active), (.active, .complete, .complete), (.draft, .withdraw, .withdrawn),
    (.waitingForReview, .withdraw, .withdrawn), (.inReview, .withdraw, .withdrawn), (.active, .withdraw, .withdrawn),
  ]

  @Test func `has these steps and no others`() {
    for status in PlanStatus.allCases {
      for action in PlanAction.allCases {
        let step = Self.steps.first { $0.0 == status && $0.1 == action }
        let expected = action == .comment ? status : step?.2
        #expect(status.after(action) == expected, "\(status) \(action)")
      }
    }
  }

  @Test func `is closed to nobody's comments and says what fits instead of a step`() throws {
    #expect(try PlanStatus.complete.applying(.comment, isOwn: true) == .complete)
    let refused = #expect(throws: Refusal.self) { try PlanStatus.draft.applying(.approve, isOwn: false) }
    #expect(refused?.code == "wrong-status")
    #expect(refused?.message.en == "A plan that is draft cannot be approved. Submit it, or withdraw it.")
    #expect(refused?.message.zh.contains("草稿") == true)
  }

  @Test(arguments: [
    (PlanStatus.waitingForReview, PlanAction.takeUp), (.waitingForReview, .sendBack), (.inReview, .approve),
    (.active, .replan), (.active, .withdraw),
  ])
  func `is done by others than the person`(_ status: PlanStatus, _ action: PlanAction) throws {
    let refused = #expect(throws: Refusal.self) { try status.applying(action, isOwn: true) }
    #expect(refused?.code == "own-plan")
    #expect(throws: Never.self) { try status.applying(action, isOwn: false) }
  }

  @Test(arguments: [(PlanStatus.draft, PlanAction.submit), (.draft, .withdraw), (.inReview, .withdraw)])
  func `leaves a person their own proposal`(_ status: PlanStatus, _ action: PlanAction) throws {
    #expect(try status.applying(action, isOwn: true) == status.after(action))
  }
}

@Suite struct `An item of a plan` {
  @Test func `follows from evidence`() {
    let table: [(PlanItemStatus, EvidenceAction, PlanItemVerdict?, PlanItemStatus?)] = [
      (.planned, .log, nil, .underWay), (.underWay, .log, nil, .underWay), (.done, .log, nil, nil),
      (.planned, .complete, nil, .done), (.underWay, .complete, nil, .done), (.done, .complete, nil, nil),
      (.dropped, .complete, nil, nil), (.credited, .complete, nil, nil), (.planned, .override, .done, .done),
      (.done, .override, .reopened, .underWay), (.dropped, .override, .reopened, .underWay),
      (.underWay, .override, .dropped, .dropped), (.credited, .override, .dropped, nil),
    ]
    for (status, action, verdict, expected) in table {
      #expect(status.after(action, verdict: verdict) == expected, "\(status) \(action)")
    }
  }
}
