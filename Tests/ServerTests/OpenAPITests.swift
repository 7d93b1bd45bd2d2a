import Foundation
import HTTPTypes
import NIOCore
import Readiness
import Storage
import TestSupport
import Testing
import Wire
import Yams

@testable import Server

@Suite struct `The API description` {
  /// Read once for all tests: it is long.
  private static let description = Result {
    try YAMLDecoder().decode(JSON.self, from: try RepositoryFiles.text("docs/openapi.yaml"))
  }

  private let document: JSON

  init() throws { document = try Self.description.get() }

  @Test func `it has the routes that there are`() {
    let described = Set(
      (document["paths"]?.object ?? [:]).flatMap { path, item in item.object.keys.map { "\($0.uppercased()) \(path)" } }
    )
    #expect(described == Set(Route.all.map { "\($0.method.rawValue) \($0.path)" }))
  }

  @Test(arguments: Route.all.map(\.path))
  func `it has the parameters of a route`(path: String) throws {
    let route = try #require(Route.all.first { $0.path == path })
    let operation = try #require(document["paths"]?[path]?[route.method.rawValue.lowercased()])
    let described = (operation["parameters"]?.array ?? []).map(resolve)
    for parameter in described { #expect(parameter["description"]?.string?.isEmpty == false) }
    #expect(
      Set(described.map { "\($0["in"]?.string ?? "") \($0["name"]?.string ?? "") \($0["required"] == .bool(true))" })
        == Set(route.parameters.map { "\($0.place.rawValue) \($0.name) \($0.isRequired)" }))
    #expect(described.count == route.parameters.count)
    #expect(operation["summary"]?.string?.isEmpty == false)
    #expect(operation["responses"]?["4XX"] != nil && operation["responses"]?["5XX"] != nil)
  }

  @Test func `it has the commands that there are`() {
    #expect(Set(commands.keys) == Set(CommandName.allCases.map(\.rawValue)))
  }

  @Test(arguments: CommandName.allCases)
  func `the example of a command is one, and needs exactly what is said to be required`(name: CommandName) throws {
    let schema = try #require(commands[name.rawValue])
    #expect(schema["description"]?.string?.isEmpty == false)
    #expect(schema["x-result"].map(resolve)?["type"]?.string == "object")
    let example = try #require(schema["examples"]?[0])
    #expect(Validator(document: document).faults(of: example, against: schema) == [])
    #expect(try refusal(of: example) == nil)
    let arguments = try #require(example["arguments"]?.object)
    let described = try #require(schema["properties"]?["arguments"])
    let required = Set((described["required"]?.array ?? []).compactMap(\.string))
    #expect(required.isSubset(of: arguments.keys))
    for argument in arguments.keys {
      var fewer = example.object
      fewer["arguments"] = .object(arguments.filter { $0.key != argument })
      let isNeeded = try refusal(of: .object(fewer)) != nil
      #expect(isNeeded == required.contains(argument), "\(argument) of \(name.rawValue)")
    }
  }

  @Test func `its enumerations are the program's`() {
    func names<Value: CaseIterable & RawRepresentable>(_: Value.Type) -> [String] where Value.RawValue == String {
      Value.allCases.map(\.rawValue)
    }
    func texts<Value: CaseIterable & TextCoded>(_: Value.Type) -> [String] { Value.allCases.map(\.description) }
    let expected = [
      "AccommodationReason": names(AccommodationReason.self), "CampaignPhase": names(CampaignPhase.self),
      "DeliveryMode": names(DeliveryMode.self), "InvitationState": names(InvitationState.self),
      "ActivityKind": names(ActivityKind.self), "EvidenceKind": names(EvidenceKind.self),
      "EffectBasis": names(EffectBasis.self), "CalendarReach": names(CalendarReach.self),
      "LearningDueKind": names(LearningDueKind.self), "HolidayKind": names(HolidayKind.self),
      "PriorLearningOutcome": names(PriorLearningOutcome.self),
      "EvidenceAction": names(EvidenceAction.self),
      "PlanStatus": names(PlanStatus.self), "PlanAction": names(PlanAction.self),
      "PlanItemStatus": names(PlanItemStatus.self), "PlanItemVerdict": names(PlanItemVerdict.self),
      "StandingBasis": names(DomainStanding.Basis.self), "UnplannedReason": names(UnplannedReason.self),
      "DeviceRevocation": names(DeviceRevocation.self),
      "AccountRole": names(AccountRole.self), "AppealOutcome": names(AppealOutcome.self),
      "AgencyLevel": texts(HumanAgencyLevel.self),
      "AutomationPotential": texts(AutomationPotential.self), "BoundaryStatus": names(BoundaryStatus.self),
      "CalibrationFlag": names(CalibrationReport.Flag.self), "CalibrationStatus": names(CalibrationEntry.Status.self),
      "DataClass": names(DataClass.self), "Dimension": names(Dimension.self),
      "EvidenceStrength": names(EvidenceStrength.self), "Exposure": texts(Exposure.self), "Grade": names(Grade.self),
      "ItemKind": names(ItemKind.self), "Language": names(Language.self), "ModelRoute": names(ModelRoute.self),
      "Oversight": names(Oversight.self), "QuotientDomain": names(QuotientDomain.self),
      "QuotientLevel": texts(QuotientLevel.self), "ReportFormat": names(ReportFormat.self),
      "ReportInterval": names(ReportInterval.self), "RiskClass": names(RiskClass.self),
      "BoundaryRequirement": names(BoundaryRequirement.self),
      "BoundaryEventKind": names(BoundaryRecord.Event.Kind.self), "ExceptionState": names(ExceptionState.self),
      "Permission": names(PermissionCard.Permission.self), "RationaleCode": names(RationaleCode.self),
      "IncidentSeverity": names(IncidentSeverity.self), "ReviewCause": names(ReviewCause.self),
      "RoleSource": names(RoleSource.self),
      "ReportKind": names(ReportKind.self), "PlanStage": names(GapReport.Stage.self),
      "PlanItemStage": names(PersonGapReport.Stage.self),
      "SignOffKind": names(SignOffKind.self),
      "LabelSource": names(ExposureLabel.Source.self), "OccupationTaskKind": names(OccupationTask.Kind.self),
    ]
    for (schema, values) in expected {
      #expect(document["components"]?["schemas"]?[schema]?["enum"]?.array.compactMap(\.string) == values, "\(schema)")
    }
  }

  @Test func `answers are as it says`() async throws {
    try await TestAPI.run { api in
      let prepared = try await Prepared.make(in: api, api.first)
      let validator = Validator(document: document)
      // A head has no body, and a page is lines.
      for (name, row) in AccessRow.queries where ![.head, .pull].contains(name) {
        let role: AccountRole = row.allowed.contains(.owner) ? .owner : .employee
        let path = prepared.request(row, for: role)
        let answer = try await prepared.ask(row, as: role, in: api)
        let route = try #require(
          Route.all.first { $0.method == (row.question == nil ? .get : .post) && $0.matches(path) }, "\(path)")
        let schema = try #require(
          document["paths"]?[route.path]?[route.method.rawValue.lowercased()]?["responses"]?["200"]?["content"]?[
            "application/json"]?["schema"])
        #expect(answer.status == 200)
        #expect(answer.json.array.isEmpty != (answer.json.object.isEmpty), "\(path) has an answer that shows nothing")
        #expect(validator.faults(of: answer.json, against: schema) == [], "\(name.rawValue)")
      }
    }
  }

  @Test func `results and problems are as it says`() async throws {
    try await TestAPI.run { api in
      let prepared = try await Prepared.make(in: api, api.first)
      let validator = Validator(document: document)
      let outcome: JSON = .object(["$ref": .string("#/components/schemas/SubmissionAnswer")])
      for (name, row) in AccessRow.commands {
        for role in AccountRole.allCases {
          let answer = try await api.submit(
            [(name.rawValue, prepared.request(row, for: role))], as: api.first.token(role), dryRun: true)
          #expect(validator.faults(of: answer.json, against: outcome) == [], "\(name.rawValue)")
          if let result = answer.outcome()["result"] {
            let schema = try #require(commands[name.rawValue]?["x-result"])
            #expect(validator.faults(of: result, against: schema) == [], "\(name.rawValue)")
          }
        }
      }
      let problem = try await api.send(.get, "/v1/none")
      #expect(
        validator.faults(of: problem.json, against: .object(["$ref": .string("#/components/schemas/Problem")])) == [])
    }
  }

  @Test func `the server serves it to everybody`() async throws {
    try await TestAPI.run { api in
      let answer = try await api.send(.get, "/v1/openapi.yaml")
      #expect(answer.status == 200)
      #expect(answer.headers[.contentType] == "application/yaml")
      #expect(answer.text == (try RepositoryFiles.text("docs/openapi.yaml")))
    }
  }

  @Test func `the check of answers finds what is missing, wrong and of another kind`() {
    let validator = Validator(document: document)
    let unit: JSON = .object(["$ref": .string("#/components/schemas/Unit")])
    let name: JSON = .object(["en": .string("x"), "zh": .string("x")])
    #expect(validator.faults(of: .object(["code": .string("A"), "name": name]), against: unit) == [])
    #expect(validator.faults(of: .object(["code": .string("A")]), against: unit) == ["$.name is missing"])
    #expect(
      validator.faults(of: .object(["code": .number(1), "name": name]), against: unit) == ["$.code is no string"])
    #expect(
      validator.faults(of: .object(["code": .string("A"), "name": name, "x": .null]), against: unit)
        == ["$.x is not described"])
    #expect(
      validator.faults(of: .string("H9"), against: .object(["$ref": .string("#/components/schemas/AgencyLevel")]))
        == ["$ is not one of its names"])
  }

  /// The schemas of the commands, by name.
  private var commands: [String: JSON] {
    let references = document["components"]?["schemas"]?["SubmittedCommand"]?["oneOf"]?.array ?? []
    let pairs = references.map(resolve).map { ($0["properties"]?["name"]?["const"]?.string ?? "", $0) }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  private func resolve(_ schema: JSON) -> JSON { Validator(document: document).resolve(schema) }

  /// What the server's own decoder has against a command; nil: nothing.
  private func refusal(of command: JSON) throws -> Refusal? {
    let decoded = try JSONDecoder.wire.decode(SubmittedCommand.self, from: command.data)
    if case .failure(let refusal) = decoded.command { return refusal }
    return nil
  }
}

extension Route {
  /// Whether it is the route of a path with its query.
  fileprivate func matches(_ request: String) -> Bool {
    let asked = request.split(separator: "?")[0].split(separator: "/")
    let own = path.split(separator: "/")
    return asked.count == own.count
      && zip(asked, own).allSatisfy { $0 == $1 || $1.hasPrefix("{") }
  }
}
