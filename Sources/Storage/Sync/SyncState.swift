package import Crypto
package import FoundationEssentials
package import Readiness

/// What the server knows of the device that asks, in one snapshot.
package struct SyncState {
  package let device: DeviceID
  package let epoch: UUID
  /// The organisation's version in this transaction's snapshot.
  package let head: Int64
  /// Deletions up to this version are forgotten.
  package let horizon: Int64
  /// The end of the lease that a device which is up to date now gets.
  package let lease: Date
  /// Seals its cursors.
  package let key: SymmetricKey
  /// What the device may hold now.
  package let granted: Set<SyncScope>
  /// What the device is recorded to hold.
  package let recorded: Set<SyncScope>
  /// What it was told to drop and has not said that it purged.
  package let unpurged: Set<SyncScope>
  /// The highest of the device's sequences that is settled; 0: none.
  package let lastSequence: Int64

  package init(
    device: DeviceID, epoch: UUID, head: Int64, horizon: Int64, lease: Date, key: SymmetricKey,
    granted: Set<SyncScope>, recorded: Set<SyncScope>, unpurged: Set<SyncScope>, lastSequence: Int64
  ) {
    self.device = device
    self.epoch = epoch
    self.head = head
    self.horizon = horizon
    self.lease = lease
    self.key = key
    self.granted = granted
    self.recorded = recorded
    self.unpurged = unpurged
    self.lastSequence = lastSequence
  }
}
