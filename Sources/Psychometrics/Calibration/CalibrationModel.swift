/// What is to be estimated of one item.
///
/// Whatever the model, z_k = a(θ − b_k) with one slope a an item; the estimation works on a and d_k = −a·b_k.
public enum CalibrationModel: Hashable, Sendable {
  /// Right or wrong, the slope held at 1 (Rasch, 1960).
  case rasch
  /// Right or wrong, one slope estimated for all items of this model.
  case oneParameter
  /// Right or wrong, with a slope of its own.
  case twoParameter
  /// Right or wrong, with a lower asymptote for guessing.
  case threeParameter
  /// Ordered categories by Samejima's graded response model.
  case graded(categoryCount: Int)
  /// Ordered categories by Muraki's generalised partial credit model.
  case generalizedPartialCredit(categoryCount: Int)
  /// An anchor: its parameters are held, so that the other items land on its scale.
  case fixed(CalibratedModel)

  /// How many categories the responses may have.
  public var categoryCount: Int {
    switch self {
    case .rasch, .oneParameter, .twoParameter, .threeParameter: 2
    case .graded(let count), .generalizedPartialCredit(let count): count
    case .fixed(let parameters): parameters.model.categoryCount
    }
  }
}

/// One item's parameters, as a value that can be stored.
public enum CalibratedModel: Hashable, Sendable {
  case twoParameter(TwoParameterLogistic)
  case threeParameter(ThreeParameterLogistic)
  case graded(GradedResponse)
  case generalizedPartialCredit(GeneralizedPartialCredit)

  /// The item as scoring wants it.
  public var model: any ItemModel {
    switch self {
    case .twoParameter(let item): item
    case .threeParameter(let item): item
    case .graded(let item): item
    case .generalizedPartialCredit(let item): item
    }
  }
}
