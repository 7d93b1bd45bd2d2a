extension DemoStaff {
  /// Gives everyone a name, the language it comes from, and an address of their own made of it.
  mutating func nameMembers(by names: DemoNames, story: DemoStory, seed: UInt64) {
    var uses: [String: Int] = [:]
    for index in members.indices {
      var random = DemoRandom(seed: seed, .names, index)
      let person = names.draw(chinese: random.chance(story.chineseShare), &random)
      uses[person.mailbox, default: 0] += 1
      let count = uses[person.mailbox, default: 1]
      members[index].name = person.name
      members[index].locale = person.locale
      members[index].email = "\(person.mailbox)\(count > 1 ? String(count) : "")@\(story.emailDomain)"
    }
  }
}

extension DemoNames {
  fileprivate func draw(
    chinese: Bool, _ random: inout DemoRandom
  ) -> (name: String, mailbox: String, locale: Language) {
    if chinese {
      let family = random.pick(familyZh)
      let given = random.pick(givenZh)
      return (family.zh + given.zh, DemoNames.mailbox(given.en, family.en), .zh)
    }
    let family = random.pick(familyEu)
    let given = random.pick(givenEu)
    return ("\(given) \(family)", DemoNames.mailbox(given, family), .en)
  }

  /// `given.family` in ASCII letters.
  static func mailbox(_ given: String, _ family: String) -> String {
    [given, family].map { name in name.lowercased().unicodeScalars.map(folded).joined() }.joined(separator: ".")
  }

  /// As the letter is written where only ASCII is; nothing for what is no letter.
  private static func folded(_ letter: Unicode.Scalar) -> String {
    switch letter {
    case "a"..."z": String(letter)
    case "ä", "æ": "ae"
    case "ö", "ø", "œ": "oe"
    case "ü": "ue"
    case "ß": "ss"
    case "á", "à", "â", "ã", "å", "ā", "ă", "ą": "a"
    case "ç", "ć", "č": "c"
    case "ď", "đ", "ð": "d"
    case "é", "è", "ê", "ë", "ē", "ė", "ę", "ě": "e"
    case "í", "ì", "î", "ï", "ī", "ı": "i"
    case "ł", "ľ": "l"
    case "ñ", "ń", "ň": "n"
    case "ó", "ò", "ô", "õ", "ő": "o"
    case "ŕ", "ř": "r"
    case "ś", "š", "ș", "ş": "s"
    case "ť", "ț", "ţ": "t"
    case "ú", "ù", "û", "ů", "ű", "ū": "u"
    case "ý", "ÿ": "y"
    case "ź", "ż", "ž": "z"
    default: ""
    }
  }
}
