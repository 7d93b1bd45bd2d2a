import FoundationEssentials
import Readiness
import Synchronization

/// A form of a published instrument, ready to be delivered and marked.
struct PublishedForm: Sendable {
  let stored: StoredInstrument
  let form: InstrumentForm
  /// In the form's order.
  let delivered: [Item]
  /// How it is asked, where each answer decides what is next.
  let bank: AdaptiveBank?

  init(_ stored: StoredInstrument, form id: UUID) throws {
    self.stored = stored
    form = try stored.form(id: id)
    delivered = stored.instrument.delivered(in: form)
    bank = form.code == InstrumentForm.adaptive ? try AdaptiveBank(stored.instrument) : nil
  }

  func item(_ code: String) -> Item? { delivered.first { $0.code == code } }
}

/// Published forms, kept in memory: what is published never changes, and an answer should not wait for a whole bank of
/// items to be read. Their ids are random, so that an organisation finds only its own.
final class InstrumentCache: Sendable {
  private let forms = Mutex<[UUID: PublishedForm]>([:])
  private static let capacity = 64

  func form(_ id: UUID, orElse read: () throws -> PublishedForm) rethrows -> PublishedForm {
    if let form = forms.withLock({ $0[id] }) { return form }
    let form = try read()
    forms.withLock { forms in
      if forms.count >= InstrumentCache.capacity { forms.removeAll() }
      forms[id] = form
    }
    return form
  }
}

extension Session {
  /// The form that an attempt of the caller's reach is of.
  func published(form id: UUID) throws -> PublishedForm {
    try instruments.form(id) { try PublishedForm(instrument(form: id), form: id) }
  }
}
