import Readiness

/// Desire × feasibility: what employees want of tasks against what experts hold feasible, a bubble for each pair of levels.
///
/// To the right AI can do more, upwards employees want it to do more; the lines of H3 part the four fields.
struct AgencyQuadrant {
  var agreements: [BoundaryRegister.Agreement]
  var label: LocalizedText

  static let cell = 80.0
  private static let origin = (x: 64.0, y: 30.0)

  var markup: Markup {
    SVG.picture(width: 480, height: 504, label: label) {
      for field in Field.allCases { background(field) }
      for agreement in agreements where agreement.demandsConsultation { outline(agreement) }
      for level in HumanAgencyLevel.allCases { ticks(level) }
      for agreement in agreements { bubble(agreement) }
      for field in Field.allCases { name(field) }
      SVG.text(
        BoundariesText.feasibleAxis, x: .pixels(Self.origin.x + 2.5 * Self.cell), y: 490,
        style: "axis-name")
      tag("g", ["transform": "rotate(-90 16 \(Length.pixels(Self.origin.y + 2.5 * Self.cell).text))"]) {
        SVG.text(BoundariesText.desiredAxis, x: 16, y: .pixels(Self.origin.y + 2.5 * Self.cell), style: "axis-name")
      }
    }
  }

  /// The four fields, as the middle lines part them.
  enum Field: CaseIterable {
    case build, goAhead, keep, listen

    var isRight: Bool { self == .goAhead || self == .listen }
    var isTop: Bool { self == .build || self == .goAhead }

    var name: LocalizedText {
      switch self {
      case .build: BoundariesText.build
      case .goAhead: BoundariesText.goAhead
      case .keep: BoundariesText.keep
      case .listen: BoundariesText.listen
      }
    }

    var fill: String {
      switch self {
      case .build: "#f4f6f9"
      case .goAhead: "#e4eef7"
      case .keep: "#fbfbfc"
      case .listen: "#fbeee2"
      }
    }
  }

  /// The centre of a cell: H5 is left and below.
  static func place(desired: HumanAgencyLevel, feasible: HumanAgencyLevel) -> (x: Double, y: Double) {
    (x(feasible), y(desired))
  }

  private static func x(_ level: HumanAgencyLevel) -> Double { origin.x + (5.5 - Double(level.rawValue)) * cell }
  private static func y(_ level: HumanAgencyLevel) -> Double { origin.y + (Double(level.rawValue) - 0.5) * cell }

  /// Bubbles' areas are as their counts; the largest fills its cell.
  static func radius(_ count: Int, largest: Int) -> Double {
    max(9, (cell / 2 - 3) * (Double(count) / Double(max(largest, 1))).squareRoot())
  }

  private func background(_ field: Field) -> Markup {
    let half = 2.5 * Self.cell
    return SVG.rect(
      x: .pixels(Self.origin.x + (field.isRight ? half : 0)), y: .pixels(Self.origin.y + (field.isTop ? 0 : half)),
      width: .pixels(half), height: .pixels(half), fill: field.fill)
  }

  /// Above the two upper fields, and below the levels of the two lower ones.
  private func name(_ field: Field) -> Markup {
    SVG.text(
      field.name, x: .pixels(Self.origin.x + (field.isRight ? 5 * Self.cell : 0)),
      y: .pixels(field.isTop ? Self.origin.y - 14 : Self.origin.y + 5 * Self.cell + 38),
      anchor: field.isRight ? .end : .start, style: "field")
  }

  private func outline(_ agreement: BoundaryRegister.Agreement) -> Markup {
    let (x, y) = Self.place(desired: agreement.desired, feasible: agreement.feasible)
    return SVG.rect(
      x: .pixels(x - Self.cell / 2 + 2), y: .pixels(y - Self.cell / 2 + 2), width: .pixels(Self.cell - 4),
      height: .pixels(Self.cell - 4), fill: "none", style: "demand")
  }

  @MarkupBuilder
  private func ticks(_ level: HumanAgencyLevel) -> [Markup] {
    SVG.text(
      level.description, x: .pixels(Self.x(level)), y: .pixels(Self.origin.y + 5 * Self.cell + 16), style: "axis")
    SVG.text(level.description, x: .pixels(Self.origin.x - 16), y: .pixels(Self.y(level)), style: "axis")
  }

  @MarkupBuilder
  private func bubble(_ agreement: BoundaryRegister.Agreement) -> [Markup] {
    let (x, y) = Self.place(desired: agreement.desired, feasible: agreement.feasible)
    let count = agreement.tasks.count
    SVG.circle(
      x: .pixels(x), y: .pixels(y),
      radius: .pixels(Self.radius(count, largest: agreements.map(\.tasks.count).max() ?? 1)), style: "bubble",
      title: BoundariesText.bubble(agreement))
    SVG.text(Numeral.integer(count), x: .pixels(x), y: .pixels(y), style: "count", fill: Swatch.light)
  }
}
