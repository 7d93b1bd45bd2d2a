extension PeopleImport {
  /// Which column of a file holds which field.
  ///
  /// A field that is not mapped is looked for by its canonical name, then by the names that HR systems commonly give
  /// it. Case, spaces, `_` and `-` make no difference.
  public struct ColumnMapping: Codable, Sendable, Equatable {
    /// The fields whose columns are named explicitly.
    public var columns: [PersonRecord.Field: String]

    public init(_ columns: [PersonRecord.Field: String] = [:]) {
      self.columns = columns
    }

    /// The position in `header` of each field that it has.
    ///
    /// - Throws: a refusal for row 1 that names every required or mapped column that is missing, and every field that
    ///   two columns could be.
    public func positions(in header: [String]) throws(Refusal) -> [PersonRecord.Field: Int] {
      var search = Search(header: header)
      for field in PersonRecord.Field.allCases {
        if let column = columns[field] { search.take(field, names: [column], isNeeded: true) }
      }
      let open = PersonRecord.Field.allCases.filter { columns[$0] == nil }
      for field in open { search.take(field, names: [field.rawValue], isNeeded: false) }
      for field in open where search.positions[field] == nil {
        search.take(
          field, names: field.aliases, isNeeded: PersonRecord.Field.required.contains(field))
      }
      guard search.errors.isEmpty else { throw Refusal(search.errors) }
      return search.positions
    }
  }

  /// Headers being given away to fields, each at most once.
  private struct Search {
    let header: [String]
    let names: [String]
    var positions: [PersonRecord.Field: Int] = [:]
    var errors: [RowError] = []

    init(header: [String]) {
      self.header = header
      names = header.map(Search.normalised)
    }

    /// Gives `field` the first of `names` that the header has.
    mutating func take(_ field: PersonRecord.Field, names wanted: [String], isNeeded: Bool) {
      let taken = Set(positions.values)
      for name in wanted {
        let name = Search.normalised(name)
        let found = names.indices.filter { names[$0] == name && !taken.contains($0) }
        guard let first = found.first else { continue }
        positions[field] = first
        if found.count > 1 {
          errors.append(
            Finding.ambiguousColumn(field, header[first], header[found[1]]).at(row: 1, column: header[first]))
        }
        return
      }
      guard isNeeded, !errors.contains(where: { $0.column == field.rawValue }) else { return }
      let asked = wanted.count == 1 ? wanted[0] : field.rawValue
      errors.append(Finding.missingColumn(field, wanted: asked, header: header).at(row: 1, column: asked))
    }

    static func normalised(_ name: String) -> String {
      String(name.lowercased().unicodeScalars.filter { !$0.properties.isWhitespace && $0 != "_" && $0 != "-" })
    }
  }
}

extension PersonRecord.Field {
  /// Names that HR systems give the column, likeliest first.
  ///
  /// Where a file has one number only, it is the external id; a second one is the employee number.
  var aliases: [String] {
    switch self {
    case .externalID:
      ["person id", "user id", "人员编码", "人员ID", "员工ID", "用户ID", "employee id", "staff id", "工号", "员工编号", "员工工号"]
    case .employeeNumber:
      [
        "employee no", "employee no.", "emp no", "staff number", "staff no", "personnel number", "工号", "员工编号", "员工号",
        "员工工号",
      ]
    case .name: ["full name", "display name", "employee name", "姓名", "员工姓名", "名字"]
    case .email: ["mail", "email address", "work email", "邮箱", "电子邮箱", "电子邮件", "邮件地址", "工作邮箱", "企业邮箱"]
    case .locale: ["language", "preferred language", "语言", "首选语言", "界面语言"]
    case .unit:
      ["unit code", "department code", "dept code", "department", "部门编码", "部门代码", "部门编号", "组织编码", "所属部门编码", "部门"]
    case .role: ["role code", "position code", "job code", "岗位编码", "岗位代码", "岗位编号", "职位编码", "岗位"]
    case .manager:
      [
        "manager id", "manager external id", "supervisor id", "line manager id", "reports to", "直接上级工号", "上级工号",
        "直属上级工号", "汇报对象工号", "直接上级编号",
      ]
    case .startDate: ["hire date", "date of hire", "join date", "joining date", "入职日期", "入职时间", "到岗日期"]
    case .endDate: ["termination date", "leaving date", "leave date", "last day", "离职日期", "离职时间", "最后工作日"]
    }
  }
}
