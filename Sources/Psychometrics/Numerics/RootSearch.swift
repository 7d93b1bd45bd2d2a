/// A function's value and its slope, exact or approximate, at one point.
struct ValueAndSlope {
  var value: Double
  var slope: Double
}

/// The root of a function that falls from above 0 at the bracket's lower end to below 0 at its upper end, to 1e-7 or, where the
/// slope is exact, 1e-9.
///
/// Newton's steps; where one would leave the bracket, which every value narrows, its middle is taken instead. A slope
/// that is merely near the true one costs steps, not accuracy. A function that has one sign within the bracket makes the
/// result one of its ends.
func root(
  in bracket: ClosedRange<Double>, from start: Double, of function: (Double) -> ValueAndSlope
) -> Double {
  var (low, high, x) = (bracket.lowerBound, bracket.upperBound, start)
  while high - low > 1e-9 {
    let point = function(x)
    if point.value > 0 { low = x } else if point.value < 0 { high = x } else { return x }
    let newton = x - point.value / point.slope
    guard newton > low, newton < high else {
      x = (low + high) / 2
      continue
    }
    // Newton's error is squared by each step, and this one's was no greater than the step.
    if (newton - x).magnitude < 1e-6 { return newton }
    x = newton
  }
  return x
}
