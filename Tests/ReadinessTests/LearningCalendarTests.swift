import Readiness
import Testing

@Suite struct `A calendar of learning` {
  private let day = Day(number: 20_636)

  private func calendar(_ entries: LearningCalendar.Entry..., language: Language = .en) -> LearningCalendar {
    LearningCalendar(name: "Learning of Em", language: language, entries: entries)
  }

  private func entry(_ title: String, _ description: String = "") -> LearningCalendar.Entry {
    LearningCalendar.Entry(
      uid: "item-1@readiness", starts: day, ends: day.adding(days: 4), title: title, description: description,
      changedOn: day.adding(days: -1))
  }

  @Test func `an entry has whole days and ends before the next one`() {
    let text = calendar(entry("Prompt lab", "Six hours")).text
    #expect(
      text
        == [
          "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Readiness//Learning plans//EN", "CALSCALE:GREGORIAN",
          "NAME:Learning of Em", "X-WR-CALNAME:Learning of Em", "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
          "X-PUBLISHED-TTL:PT6H", "BEGIN:VEVENT", "UID:item-1@readiness", "DTSTAMP:20260701T000000Z",
          "LAST-MODIFIED:20260701T000000Z", "DTSTART;VALUE=DATE:20260702", "DTEND;VALUE=DATE:20260707",
          "SUMMARY;LANGUAGE=en:Prompt lab", "DESCRIPTION;LANGUAGE=en:Six hours", "TRANSP:TRANSPARENT", "CLASS:PRIVATE",
          "END:VEVENT", "END:VCALENDAR", "",
        ].joined(separator: "\r\n"))
  }

  @Test(arguments: [
    "a; b, c\\d\nnext", "多字节文字，用于检查折行：" + String(repeating: "驾驭与评估", count: 40),
    "👩‍👩‍👧‍👦" + String(repeating: "e\u{301}", count: 90),
  ])
  func `lines are at most 75 octets and unfold to what was written`(title: String) throws {
    let bytes = Array(calendar(entry(title, title), language: .zh).text.utf8)
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    #expect(lines.allSatisfy { $0.last == UInt8(ascii: "\r") && $0.count <= 76 })
    #expect(lines.allSatisfy { String(validating: $0, as: UTF8.self) != nil })
    var unfolded: [[UInt8]] = []
    for line in lines.map({ $0.dropLast() }) {
      if line.first == UInt8(ascii: " "), let last = unfolded.popLast() {
        unfolded.append(last + line.dropFirst())
      } else {
        unfolded.append(Array(line))
      }
    }
    let texts = unfolded.map { String(decoding: $0, as: UTF8.self) }
    let summary = try #require(texts.first { $0.hasPrefix("SUMMARY") })
    #expect(summary == "SUMMARY;LANGUAGE=zh-Hans:\(escaped(title))")
  }

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "\\", ";", ",": result += "\\\(character)"
      case "\n": result += "\\n"
      default: result.append(character)
      }
    }
  }

  @Test func `control characters that no text may have are left out`() {
    let text = calendar(entry("a\u{0}b\u{7}\r\nc")).text
    #expect(text.contains("SUMMARY;LANGUAGE=en:ab\\nc\r\n"))
  }

  @Test func `entries tell hours and names in the calendar's language and never a level`() {
    let name = LocalizedText(en: "Prompt lab", zh: "提示词实验室")
    func item(_ language: Language, of person: String?, isDone: Bool = false) -> LearningCalendar.Entry {
      LearningCalendar.Entry(
        item: "item-1@readiness", activity: name, hours: 2.5, evidence: .quiz, isDone: isDone, of: person, from: day,
        through: day, changedOn: day, in: language)
    }
    #expect(item(.en, of: nil).title == "Prompt lab")
    #expect(item(.en, of: "Em Ployee").title == "Em Ployee: Prompt lab")
    #expect(item(.zh, of: "王伟", isDone: true).title == "✓ 王伟：提示词实验室")
    #expect(item(.zh, of: nil).description == "2.5 学时，截止 2026-07-02。完成凭证：测验。")
    #expect(item(.en, of: nil, isDone: true).description == "Done. 2.5 hours, due by 2026-07-02. To be shown by: quiz.")
  }
}
