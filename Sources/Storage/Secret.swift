import Crypto
import FoundationEssentials
import Readiness

/// A random secret that names its organisation, so that it can be looked up inside that organisation alone.
///
/// Written as its kind, such as `rdt_` for a token, and 48 bytes in base64url: the organisation's 16, then 32 random
/// ones. Only the SHA-256 of the random bytes is stored: 256 bits of entropy need no slow hash.
struct Secret {
  enum Kind: String {
    case token = "rdt_"
    case code = "rdc_"
    case calendar = "rdk_"
    /// Lets a device in.
    case enrolment = "rde_"
    /// Traded by a device for its next access token.
    case refresh = "rdr_"
  }

  let organisation: OrganisationID
  let kind: Kind
  private let random: [UInt8]

  init(organisation: OrganisationID, kind: Kind) {
    var generator = SystemRandomNumberGenerator()
    self.organisation = organisation
    self.kind = kind
    random = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  /// - Returns: nil when `text` is no secret of that kind.
  init?(_ text: String, kind: Kind) {
    guard text.hasPrefix(kind.rawValue), text.utf8.count == kind.rawValue.utf8.count + 64,
      let bytes = Data(base64URL: String(text.dropFirst(kind.rawValue.count)))
    else { return nil }
    let uuid = Array(bytes.prefix(16)).withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    organisation = OrganisationID(uuid)
    random = Array(bytes.dropFirst(16))
    self.kind = kind
  }

  var text: String {
    let organisationBytes = withUnsafeBytes(of: organisation.uuid.uuid) { Array($0) }
    return kind.rawValue + Data(organisationBytes + random).base64URL
  }

  var hash: [UInt8] { Array(SHA256.hash(data: random)) }
}
