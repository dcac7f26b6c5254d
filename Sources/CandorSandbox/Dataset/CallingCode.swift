/// Telephone numbers that show a country and belong to nobody we know.
///
/// Codes are those of ITU-T E.164; the digits behind them are made up and begin like the numbers
/// that films use.
enum CallingCode {
  private static let codes: [(country: String, code: String)] = [
    ("AE", "971"), ("AR", "54"), ("AT", "43"), ("AU", "61"), ("BD", "880"), ("BE", "32"),
    ("BG", "359"), ("BR", "55"), ("CA", "1"), ("CH", "41"), ("CL", "56"), ("CO", "57"),
    ("CZ", "420"), ("DE", "49"), ("DK", "45"), ("EG", "20"), ("ES", "34"), ("FI", "358"),
    ("FR", "33"), ("GB", "44"), ("GR", "30"), ("HR", "385"), ("HU", "36"), ("ID", "62"),
    ("IE", "353"), ("IL", "972"), ("IN", "91"), ("IT", "39"), ("JP", "81"), ("KE", "254"),
    ("KR", "82"), ("LT", "370"), ("LV", "371"), ("MA", "212"), ("MX", "52"), ("MY", "60"),
    ("NG", "234"), ("NL", "31"), ("NO", "47"), ("NZ", "64"), ("PE", "51"), ("PH", "63"),
    ("PK", "92"), ("PL", "48"), ("PT", "351"), ("RO", "40"), ("RS", "381"), ("SE", "46"),
    ("SG", "65"), ("SI", "386"), ("SK", "421"), ("TH", "66"), ("TR", "90"), ("UA", "380"),
    ("US", "1"), ("VN", "84"), ("ZA", "27"),
  ]

  /// A number in E.164 form.
  ///
  /// - Returns: `nil` for a country that is not in the table.
  static func number(country: String, digits: String) -> String? {
    guard let code = codes.first(where: { $0.country == country })?.code else { return nil }
    // Canada has its own area codes; without one the number would be anybody's in North America.
    let area = country == "CA" ? "416" : country == "US" ? "212" : ""
    return "+\(code)\(area)55501\(digits.prefix(2))"
  }
}
