extension LearningCalendar {
  /// The calendar in iCalendar format (RFC 5545, with the name and the refresh interval of RFC 7986). Equal calendars have
  /// equal texts.
  public var text: String {
    var lines = ContentLines()
    lines.add("BEGIN", "VCALENDAR")
    lines.add("VERSION", "2.0")
    lines.add("PRODID", "-//Readiness//Learning plans//\(language.rawValue.uppercased())")
    lines.add("CALSCALE", "GREGORIAN")
    // Programs older than RFC 7986 know the names that begin with X.
    for property in ["NAME", "X-WR-CALNAME"] { lines.add(property, text: name) }
    lines.add("REFRESH-INTERVAL;VALUE=DURATION", "PT6H")
    lines.add("X-PUBLISHED-TTL", "PT6H")
    for entry in entries { lines.add(entry, language) }
    lines.add("END", "VCALENDAR")
    return lines.text
  }
}

/// Lines of iCalendar: ended by CRLF, folded at 75 octets, never within a scalar.
private struct ContentLines {
  private(set) var text = ""

  mutating func add(_ entry: LearningCalendar.Entry, _ language: Language) {
    let tagged = ";LANGUAGE=\(language.tag)"
    let stamp = "\(entry.changedOn.basic)T000000Z"
    add("BEGIN", "VEVENT")
    add("UID", text: entry.uid)
    add("DTSTAMP", stamp)
    add("LAST-MODIFIED", stamp)
    add("DTSTART;VALUE=DATE", entry.starts.basic)
    // The end is the first day that is not part of it.
    add("DTEND;VALUE=DATE", entry.ends.adding(days: 1).basic)
    add("SUMMARY\(tagged)", text: entry.title)
    if !entry.description.isEmpty { add("DESCRIPTION\(tagged)", text: entry.description) }
    // Learning takes some hours of these days and leaves the rest free.
    add("TRANSP", "TRANSPARENT")
    add("CLASS", "PRIVATE")
    add("END", "VEVENT")
  }

  mutating func add(_ name: String, text value: String) { add(name, ContentLines.escaped(value)) }

  mutating func add(_ name: String, _ value: String) {
    var octets = 0
    for scalar in "\(name):\(value)".unicodeScalars {
      let length = UTF8.width(scalar)
      if octets + length > 75 {
        text += "\r\n "
        octets = 1
      }
      text.unicodeScalars.append(scalar)
      octets += length
    }
    text += "\r\n"
  }

  /// As `TEXT` is written; other control characters may not be in it and are left out.
  private static func escaped(_ value: String) -> String {
    var escaped = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\", ";", ",": escaped += "\\\(scalar)"
      case "\n": escaped += "\\n"
      case _ where scalar.properties.generalCategory == .control && scalar != "\t": break
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension Day {
  /// `YYYYMMDD`.
  fileprivate var basic: String { description.filter { $0 != "-" } }
}
