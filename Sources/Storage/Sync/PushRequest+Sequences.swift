package import Readiness
package import Wire

extension PushRequest {
  /// Checks that the sequences go on where the device's last one ended, or repeat what it sent before.
  ///
  /// - Throws: `sequence-gap`.
  package func check(after last: Int64) throws(Refusal) {
    var next: Int64?
    for sequence in mutations.map(\.command.sequence) {
      let isExpected = next.map { sequence == $0 } ?? (sequence - 1 <= last)
      if !isExpected { throw .sequenceGap(sequence, expected: next ?? last &+ 1) }
      // Nothing follows the greatest.
      next = sequence &+ 1
    }
  }
}
