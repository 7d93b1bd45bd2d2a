import FoundationEssentials
import Readiness

extension DemoQuestion {
  /// Asks the product. What is the caller's own is asked by them, all else by the operator.
  func answer(
    _ store: Store, by caller: Caller, of organisation: OrganisationID, now: Date
  ) async throws -> DemoAnswer {
    let host = Caller.operatorOf(organisation)
    var answer = DemoAnswer()
    switch self {
    case .plans(let status):
      answer.plans = try await store.answer(ListPlans(PlanSelection(status: status), limit: 5_000), by: host, now: now)
        .map {
          DemoAnswer.Plan(id: $0.plan, person: $0.person)
        }
    case .items: answer.items = try await openItems(store, by: host, now: now)
    case .claims:
      answer.claims = try await store.answer(ListPriorLearning(), by: host, now: now).map {
        DemoAnswer.Claim(id: $0.claim, person: $0.person, activity: $0.activity)
      }
    case .exceptions(let role):
      let exceptions = try await store.answer(ListExceptions(role: role), by: host, now: now).map {
        ($0.exception.state, DemoAnswer.Exception(id: $0.exception.id, task: $0.task))
      }
      answer.exceptions = exceptions.filter { [.waiting, .holds].contains($0.0) }.map(\.1)
    case .boundaries:
      answer.boundaries = try await store.answer(FindPermissionCard(), by: caller, now: now).tasks.map(\.version)
    }
    return answer
  }

  /// Of all active plans, page by page.
  private func openItems(_ store: Store, by caller: Caller, now: Date) async throws -> [DemoAnswer.Item] {
    var items: [DemoAnswer.Item] = []
    var last: PlanItemID?
    repeat {
      let page = try await store.answer(
        ListPlanItems(PlanSelection(status: .active), after: last, limit: 5_000), by: caller, now: now)
      items += page.filter { $0.item.status.isOpen }.map(DemoAnswer.Item.init)
      last = page.count < 5_000 ? nil : page.last?.item.id
    } while last != nil
    return items
  }
}

extension DemoAnswer.Item {
  fileprivate init(_ entry: ListPlanItems.Entry) {
    let item = entry.item
    self.init(
      id: item.id, person: entry.person, ordinal: item.ordinal, isUnderWay: item.status == .underWay,
      startsOn: item.startsOn, dueOn: item.dueOn, hours: item.hours, evidence: item.evidence)
  }
}
