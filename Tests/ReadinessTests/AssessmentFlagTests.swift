import Readiness
import Testing

@Suite struct `A careless answerer` {
  /// Ten items that take at least a second to read, answered `b`, `c`, `b`, `c` … in 20 seconds each.
  private static let items = (0..<10).map { makeItem("item-\($0)") }
  private static let careful = items.enumerated().map {
    ItemResponse($0.element.code, [$0.offset.isMultiple(of: 2) ? "b" : "c"], milliseconds: 20_000)
  }

  @Test func `is not seen in careful answers`() {
    #expect(ResponseFlag.flags(of: Self.careful, delivered: Self.items) == [])
  }

  @Test(arguments: [(1, []), (2, [ResponseFlag.rapidGuessing])])
  func `is flagged when more than a tenth of the answers came faster than one reads`(
    rapid: Int, flags: [ResponseFlag]
  ) {
    var responses = Self.careful
    for index in 0..<rapid { responses[index].milliseconds = 300 }
    #expect(ResponseFlag.flags(of: responses, delivered: Self.items) == flags)
  }

  @Test func `is not judged by times that were not taken`() {
    let untimed = Self.careful.map { ItemResponse($0.item, $0.answer) }
    #expect(ResponseFlag.flags(of: untimed, delivered: Self.items) == [])
  }

  @Test(arguments: [(8, []), (9, [ResponseFlag.samePosition])])
  func `is flagged when one position is chosen nine times in a row`(run: Int, flags: [ResponseFlag]) {
    var responses = Self.careful
    for index in 0..<run { responses[index].answer = ["a"] }
    #expect(ResponseFlag.flags(of: responses, delivered: Self.items) == flags)
  }

  @Test func `is flagged when a self-report agrees with everything and its opposite`() {
    let items = (0..<6).map { index in
      var item = makeItem("self-\(index)", kind: .selfReport, keys: ["1", "2", "3", "4", "5"], answer: [])
      item.isReversed = index == 2
      return item
    }
    func responses(_ key: (Int) -> String) -> [ItemResponse] {
      items.enumerated().map { ItemResponse($0.element.code, [key($0.offset)]) }
    }
    #expect(ResponseFlag.flags(of: responses { _ in "5" }, delivered: items) == [.straightLining])
    #expect(ResponseFlag.flags(of: responses { $0 == 2 ? "1" : "5" }, delivered: items) == [])
  }
}
