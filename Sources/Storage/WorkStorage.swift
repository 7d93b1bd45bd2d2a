import Readiness

extension ImportCounts {
  mutating func add(isNew: Bool, changed: Bool) {
    if isNew { created += 1 } else if changed { self.changed += 1 } else { unchanged += 1 }
  }

  init(_ rows: some Sequence<(isNew: Bool, changed: Bool)>) {
    self.init()
    for row in rows { add(isNew: row.isNew, changed: row.changed) }
  }
}

/// - Throws: a fault for each row whose code an earlier row has.
func requireUnique(_ rows: [(row: Int, code: String)], field: String = "code") throws(Refusal) {
  var first: [String: Int] = [:]
  var faults: [Refusal.Fault] = []
  for (row, code) in rows {
    if let earlier = first[code] {
      faults.append(.duplicate(code, row: row, field: field, first: earlier))
    } else {
      first[code] = row
    }
  }
  if !faults.isEmpty { throw Refusal(tableFaults: faults) }
}
