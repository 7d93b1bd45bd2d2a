import Foundation
import Readiness

/// Registers and gap reports to render.
extension Sample {
  static let register = BoundaryRegister(
    organisation: text("Hengrui Instruments", "恒锐仪器"), unit: text("Customer business", "客户事业部"), role: nil, asOf: day,
    roles: ["X1", "X2"].map { code in
      BoundaryRegister.division(
        of: code, name: text("Agent \(code)", "专员 \(code)"), headcount: code == "X1" ? 48 : 3,
        entries: entries.filter { $0.role == code }, asOf: day)
    },
    entries: entries, cards: [card], attributions: [text("From X1 of a publisher.", "源自某发布方的 X1。")])

  /// A tool cleared for internal data, allowed in one task and with review in another.
  private static let card = BoundaryRegister.Card(
    PermissionCard(
      role: "X1", name: text("Agent X1", "专员 X1"), day: day,
      lines: zip(["X1", "X2"], [HumanAgencyLevel.h2, .h4]).map { task, level in
        PermissionCard.TaskLine(
          task: task, name: text("Do", "做"), version: BoundaryVersionID(UUID()), level: level, oversight: .onTheLoop,
          dataClass: .confidential, systems: [PermissionCard.System(code: "X7", name: "X7", clearance: .internal)],
          terms: BoundaryTerms())
      }, undecided: []))

  static let entries = [
    entry("X1", 1, desired: .h2, feasible: .h2, decided: .h2, review: -10),
    entry("X1", 2, desired: .h5, feasible: .h2, decided: .h4, review: 300),
    entry("X1", 3, desired: .h2, feasible: .h2, decided: nil, proposed: .h3),
    entry(
      "X1", 4, desired: nil, feasible: .h3, decided: .h3, review: 20,
      exception: BoundaryRegister.Exception(instead: .h4, until: day.adding(days: 30), reason: "1 2 3")),
    entry(
      "X2", 5, desired: .h1, feasible: .h4, decided: .h5, review: 200, isConsulted: true,
      reviews: [
        BoundaryRegister.Review(openedOn: day.adding(days: -3), reason: text("It changed", "情况有变"), level: .h4)
      ]),
  ]

  static func entry(
    _ role: String, _ number: Int, desired: HumanAgencyLevel?, feasible: HumanAgencyLevel?,
    decided: HumanAgencyLevel?, review: Int? = nil, exception: BoundaryRegister.Exception? = nil,
    isConsulted: Bool = false, reviews: [BoundaryRegister.Review] = [], proposed: HumanAgencyLevel? = nil
  ) -> BoundaryRegister.Entry {
    BoundaryRegister.Entry(
      role: role, task: "X\(number)", name: text("Do thing \(number)", "做事 \(number)"), desired: desired,
      feasible: feasible, decided: decided, exception: exception, oversight: decided.map { _ in .inTheLoop },
      dataClass: .confidential, aiSystems: decided.map { _ in ["X7"] } ?? [], accountable: decided.map { _ in "赵一" },
      overseer: decided.map { _ in "钱二" }, isConsulted: isConsulted, reviewOn: review.map { day.adding(days: $0) },
      reviews: reviews, proposed: proposed)
  }

  static let bareRegister = BoundaryRegister(
    organisation: text("Hengrui Instruments", "恒锐仪器"), unit: nil, role: nil, asOf: day, roles: [], entries: [],
    cards: [], attributions: [])

  /// 60 roles of 20 tasks each.
  static let hugeRegister: BoundaryRegister = {
    var register = Sample.register
    register.entries = (100..<160).flatMap { role in
      (0..<20).map { entry("X\(role)", $0, desired: .h3, feasible: .h3, decided: .h3, review: -1) }
    }
    register.roles = (100..<160).map { role in
      BoundaryRegister.division(
        of: "X\(role)", name: text("Agent", "专员"), headcount: 5,
        entries: register.entries.filter { $0.role == "X\(role)" }, asOf: day)
    }
    return register
  }()

  static let hostileRegister: BoundaryRegister = {
    var register = Sample.register
    let attack = text(Sample.attack, Sample.attack)
    (register.organisation, register.unit) = (attack, attack)
    register.attributions = [attack]
    for index in register.roles.indices { register.roles[index].name = attack }
    for index in register.entries.indices {
      register.entries[index].name = attack
      register.entries[index].task = Sample.attack
      if register.entries[index].accountable != nil { register.entries[index].accountable = Sample.attack }
      register.entries[index].exception?.reason = Sample.attack
    }
    return register
  }()

  static let registers = [register, bareRegister, hugeRegister, hostileRegister]
}
