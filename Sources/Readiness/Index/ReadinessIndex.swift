/// The readiness index of a group of people on one day.
public enum ReadinessIndex {
  /// Below this weighted share of answers the index is withheld.
  public static let leastCoverage = 0.6
}
