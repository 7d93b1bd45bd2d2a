extension DemoMaking {
  /// Policies and what staff say to have read, incidents, a change of model, exceptions, and the last day's look at all.
  var governance: [DemoStep] {
    let governance = seeds.governance
    return governance.policies.flatMap(publication) + governance.models.compactMap(modelChange)
      + governance.confirmations.map(confirmation)
      + governance.incidents.enumerated().flatMap { incident($0.element, number: $0.offset + 1) }
      + governance.exceptions.flatMap(exception) + acknowledgements
      + [DemoStep(asOf, by: actor(.service)) { ReevaluateBoundaries() }]
  }

  private func publication(_ part: DemoGovernance.Publication) -> [DemoStep] {
    guard let policy = seeds.policies[part.file] else { return [] }
    let published = day(of: part.month).adding(days: 3)
    return [DemoStep(published, by: actor(.hrAdmin)) { PublishPolicy(policy: policy) }]
      + readers(month: part.month).map { reader in
        DemoStep(published.adding(days: 8), by: reader) { AcknowledgePolicy(policy: policy.code) }
      }
  }

  /// Those of the staff who have an account by a month, but for every fifth, who has not read it yet.
  private func readers(month: Int) -> [DemoActor] {
    let asked = seeds.story.boundaries.filter { $0.month < month }.flatMap { respondents(of: $0.role) }
    let present = Set(accounts.keys).union(asked).filter { staff.post(of: $0, month: month) != nil }
    return present.sorted().filter { $0 % 5 != 0 }.map(account(of:))
  }

  private func modelChange(_ part: DemoGovernance.ModelChange) -> DemoStep? {
    guard let version = seeds.aiSystems.header.firstIndex(of: "model_version"),
      var row = seeds.aiSystems.rows.first(where: { $0.cells[0] == part.system })
    else { return nil }
    row.cells[version] = part.version
    let sheet = Sheet(header: seeds.aiSystems.header, rows: [row])
    return DemoStep(day(of: part.month).adding(days: 8), by: actor(.hrAdmin)) { ImportAISystems(sheet: sheet) }
  }

  /// - Parameter number: the incidents are filed in the order of the file.
  private func incident(_ part: DemoGovernance.Incident, number: Int) -> [DemoStep] {
    let filed = day(of: part.month).adding(days: part.day)
    let filing = DemoStep(filed, by: actor(.hrAdmin)) {
      FileIncident(
        title: part.title, description: part.description, severity: part.severity, task: part.task,
        aiSystem: part.system, occurredOn: filed.adding(days: -1))
    }
    guard let after = part.resolvedAfter else { return [filing] }
    return [filing] + tightening(part, on: filed.adding(days: 2)) + [
      DemoStep(filed.adding(days: after), by: actor(.hrAdmin)) {
        ResolveIncident(number: number, resolution: part.resolution ?? "")
      }
    ]
  }

  private func tightening(_ part: DemoGovernance.Incident, on day: Day) -> [DemoStep] {
    guard let decision = part.tightened, let role = role(of: part.task) else { return [] }
    return [
      DemoStep(day, by: actor(.hrAdmin)) { ProposeBoundaries(role: role, tasks: decision.tasks) },
      DemoStep(day, by: actor(.hrAdmin)) {
        ApproveBoundaries(role: role, tasks: decision.tasks, level: decision.level, note: decision.note)
      },
    ]
  }

  private func confirmation(_ part: DemoGovernance.Confirmation) -> DemoStep {
    DemoStep(day(of: part.month).adding(days: part.day), by: actor(.hrAdmin)) {
      ConfirmBoundaries(role: part.role, tasks: part.tasks, note: part.note)
    }
  }

  private func role(of task: String) -> String? { tasks.first { $0.code == task }?.role }

  private func exception(_ part: DemoGovernance.Exception) -> [DemoStep] {
    let asked = day(of: part.month).adding(days: 7)
    let request = DemoStep(asked, by: actor(.hrAdmin)) {
      RequestException(
        role: part.role, task: part.task, level: part.level, reason: part.reason, until: asked.adding(days: part.days))
    }
    if part.given == false { return [request] }
    let grant = onException(part, asked.adding(days: 1), by: actor(.owner)) { GrantException(exception: $0) }
    guard let reason = part.revoked else { return [request, grant] }
    let end = onException(part, asked.adding(days: 10), by: actor(.hrAdmin)) {
      RevokeException(exception: $0, reason: reason)
    }
    return [request, grant, end]
  }

  private func onException(
    _ part: DemoGovernance.Exception, _ day: Day, by actor: DemoActor,
    _ command: @escaping @Sendable (BoundaryExceptionID) -> any Command
  ) -> DemoStep {
    DemoStep(day, by: actor, asking: .exceptions(role: part.role)) { answer in
      answer.exceptions.filter { $0.task == part.task }.map { command($0.id) }
    }
  }

  /// Those who were asked about a role's boundaries say to have read what was decided; the last of them has not yet.
  private var acknowledgements: [DemoStep] {
    seeds.story.boundaries.flatMap { part in
      respondents(of: part.role).dropLast().map { member in
        DemoStep(day(of: part.month).adding(days: 24), by: account(of: member), asking: .boundaries) { answer in
          answer.boundaries.isEmpty ? [] : [AcknowledgeBoundaries(versions: answer.boundaries)]
        }
      }
    }
  }
}
