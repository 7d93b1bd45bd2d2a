import Testing

@testable import Readiness

/// Who manages whom once an import is done.
struct PeopleImportHierarchyTests {
  @Test func `a manager is in the file or known`() {
    let directory = ImportDirectory([employed("known")])
    #expect(directory.errors([imported("a", manager: "known"), imported("b", manager: "a")]).isEmpty)
    let errors = directory.errors([imported("a", manager: "nobody")])
    #expect(errors.map(\.code) == [.unknownManager])
    #expect(errors.map(\.column) == ["manager"])
  }

  @Test func `nobody is their own manager`() {
    #expect(ImportDirectory([]).errors([imported("a", manager: "a")]).map(\.code) == [.selfManager])
  }

  @Test func `a cycle in the file is told whole, once, at its first row`() {
    let errors = ImportDirectory([]).errors([
      imported("x", manager: "c"), imported("b", manager: "c"), imported("a", manager: "b"),
      imported("c", manager: "a"),
    ])
    #expect(errors.map(\.code) == [.managerCycle])
    #expect(errors.first?.row == 3)
    #expect(errors.first?.message.en.contains("b → c → a → b") == true)
  }

  @Test func `a cycle that closes through the directory is found`() {
    let directory = ImportDirectory([
      employed("top"), employed("middle", manager: "top"), employed("low", manager: "middle"),
    ])
    let errors = directory.errors([imported("top", manager: "low")])
    #expect(errors.map(\.code) == [.managerCycle])
    #expect(errors.first?.message.zh.contains("top → low → middle → top") == true)
    #expect(directory.errors([imported("top", manager: "low"), imported("low", manager: nil)]).isEmpty)
  }

  @Test func `each cycle is told`() {
    let errors = ImportDirectory([]).errors([
      imported("a", manager: "b"), imported("b", manager: "a"), imported("c", manager: "d"),
      imported("d", manager: "c"),
      imported("e", manager: "d"),
    ])
    #expect(errors.map(\.code) == [.managerCycle, .managerCycle])
    #expect(errors.map(\.row) == [2, 4])
  }

  @Test func `a cycle that the directory had before is not the file's concern`() {
    let directory = ImportDirectory([employed("a", manager: "b"), employed("b", manager: "a")])
    #expect(directory.errors([imported("new")]).isEmpty)
  }

  @Test func `whoever stays is not managed by someone who leaves`() {
    let directory = ImportDirectory([
      employed("boss"), employed("gone", end: -9, isActive: false), employed("a"), employed("b"),
    ])
    let leaving = directory.errors([imported("boss", end: -1), imported("a", manager: "boss")])
    #expect(leaving.map(\.code) == [.managerLeaving])
    #expect(leaving.first?.row == 3)
    #expect(directory.errors([imported("a", manager: "gone")]).map(\.code) == [.managerLeaving])
    #expect(directory.errors([imported("a", manager: "boss"), imported("b")], leavers: .keep).isEmpty)
    let missing = directory.errors([imported("a", manager: "boss"), imported("b")], leavers: .markMissingAsLeft)
    #expect(missing.map(\.code) == [.managerLeaving])
  }

  @Test func `a manager who had left before is no concern of a file without managers`() throws {
    let directory = ImportDirectory([employed("gone", end: -9, isActive: false), employed("a", manager: "gone")])
    var reader = try PeopleImport.Reader(header: ["external_id", "name", "unit"])
    reader.append(row: 2, cells: ["a", "a", "HR"])
    #expect(try directory.plan(reader.batch).unchanged == 1)
    #expect(directory.errors([imported("a", manager: "gone")]).map(\.code) == [.managerLeaving])
  }

  @Test func `whoever leaves may keep a manager who leaves`() {
    let directory = ImportDirectory([employed("boss"), employed("a", manager: "boss")])
    #expect(directory.errors([imported("boss", end: -1), imported("a", end: -1, manager: "boss")]).isEmpty)
  }

  @Test func `whoever leaves has nobody left outside the file who reports to them`() {
    let directory = ImportDirectory([employed("boss"), employed("b", manager: "boss"), employed("a", manager: "boss")])
    let errors = directory.errors([imported("boss", end: -1)], leavers: .keep)
    #expect(errors.map(\.code) == [.leaverStillManages])
    #expect(errors.map(\.column) == ["end_date"])
    #expect(errors.first?.message.en.contains("“a”, “b”") == true)
  }

  /// The argument is the seed. A brute-force walk from everyone finds the same people in cycles.
  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `cycles are found wherever managers form them`(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let count = 12
    let managers = (0..<count).map { index -> Int? in
      let manager = below(count + 3)
      return manager < count && manager != index ? manager : nil
    }
    let cyclic = Set(
      (0..<count).filter { start in
        var next = managers[start]
        for _ in 0..<count {
          if next == start { return true }
          next = next.flatMap { managers[$0] }
        }
        return false
      })
    let inFile = (0..<count).filter { _ in below(4) > 0 }
    let directory = ImportDirectory(
      (0..<count).map { index in
        employed("p\(index)", manager: inFile.contains(index) ? nil : managers[index].map { "p\($0)" })
      })
    let errors = directory.errors(
      inFile.map { index in imported("p\(index)", manager: managers[index].map { "p\($0)" }) })
    let told = errors.flatMap { error in
      error.message.zh.split(separator: "：")[1].split(separator: "。")[0].split(separator: " → ").map { String($0) }
    }
    let concerned = cyclic.filter { start in
      var next = managers[start]
      var cycle: Set = [start]
      while let index = next, cycle.insert(index).inserted { next = managers[index] }
      return !cycle.isDisjoint(with: inFile)
    }
    #expect(errors.allSatisfy { $0.code == .managerCycle })
    #expect(Set(told) == Set(concerned.map { "p\($0)" }))
  }
}
