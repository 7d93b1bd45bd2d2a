/// Where an attempt stands, as far as its taker may know.
public struct AttemptProgress: Codable, Sendable, Equatable {
  /// How many items are answered.
  public var answered: Int
  /// How many there are in all; of an adaptive test, at most.
  public var length: Int
  /// Whether each answer decides what is asked next: then only that item can be answered, and none again.
  public var isAdaptive: Bool
  /// The item to answer next; nil when nothing is left but to finish.
  public var next: PresentedItem?

  public init(answered: Int, length: Int, isAdaptive: Bool, next: PresentedItem?) {
    self.answered = answered
    self.length = length
    self.isAdaptive = isAdaptive
    self.next = next
  }
}
