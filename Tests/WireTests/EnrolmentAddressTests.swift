import Testing
import Wire

@Suite struct `The address in a QR code` {
  @Test func `has server and code, with the code behind the hash`() {
    let address = EnrolmentAddress(server: "https://readiness.example.com/app", code: "rde_AZ-_09")
    #expect(address.text == "https://readiness.example.com/app/enrol#rde_AZ-_09")
    #expect(EnrolmentAddress(address.text) == address)
  }

  @Test(arguments: ["", "rde_x", "https://a.example/enrol#", "ftp://a.example/enrol#rde_x", "/enrol#rde_x"])
  func `is not any text`(text: String) { #expect(EnrolmentAddress(text) == nil) }
}
