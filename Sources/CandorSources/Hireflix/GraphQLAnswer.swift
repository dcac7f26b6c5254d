import CandorModel

/// The answer to a GraphQL request (GraphQL specification, section 7.1).
struct GraphQLAnswer: Sendable {
  struct Failure: Sendable, Hashable {
    var message: String
    /// Response keys and indexes; empty where the error concerns no field.
    var path: [String]
    /// `extensions.code`, where there is one.
    var code: String?

    /// Whether it says that there is no such thing. Its code decides where it has one; neither codes
    /// nor texts are documented.
    var isNotFound: Bool {
      if let code {
        let letters = code.lowercased().filter { $0.isLetter || $0.isNumber }
        return letters == "404" || letters.contains("notfound")
      }
      let message = message.lowercased()
      return ["not found", "does not exist", "doesn't exist", "no such", "unknown interview"]
        .contains { message.contains($0) }
    }
  }

  /// The members of `data`; absent where it is missing or `null`.
  var data: JSONValue?
  var errors: [Failure]
  /// What was asked. It holds no personal data: identifiers are variables.
  var document = ""

  /// Reads an answer; `nil` where the document is none.
  init?(_ json: JSONValue) {
    guard let members = json.object,
      members.contains(where: { $0.key == "data" || $0.key == "errors" })
    else { return nil }
    if let data = json["data"], data.object != nil { self.data = data }
    errors = (json["errors"]?.array ?? []).map { error in
      Failure(
        message: error["message"]?.string ?? "",
        path: (error["path"]?.array ?? []).map { $0.string ?? $0.integer.map(String.init) ?? "?" },
        code: error["extensions"]?["code"]?.string ?? error["code"]?.string)
    }
    if errors.isEmpty, data == nil { return nil }
  }

  /// Whether `data` has a member of this name, be it `null`.
  func hasMember(_ key: String) -> Bool {
    data?.object?.contains { $0.key == key } == true
  }

  /// Whether the request as a whole was refused, before anything was looked up.
  var isRefused: Bool { data == nil && errors.allSatisfy(\.path.isEmpty) }

  /// Whether it was refused for what may be better next time, and says nothing of the question.
  var isRefusedForNow: Bool {
    isRefused
      && errors.contains { error in
        let code = error.code?.uppercased() ?? ""
        return ["INTERNAL", "TIMEOUT", "TIMED_OUT", "UNAVAILABLE", "DOWNSTREAM"].contains {
          code.contains($0)
        }
      }
  }

  /// Whether an answer without data says that the rate limit is used up: there is no status for it where
  /// everything is answered with 200.
  static func isRateLimit(_ json: JSONValue?) -> Bool {
    guard let json, json["data"] == nil || json["data"] == .null else { return false }
    return (json["errors"]?.array ?? []).contains { error in
      let code = error["extensions"]?["code"]?.string?.uppercased() ?? ""
      return ["RATE_LIMIT", "TOO_MANY", "THROTTL"].contains { code.contains($0) }
    }
  }

  /// Whether it was refused for its key.
  ///
  /// What is forbidden of one interview is no matter of the key, also where nothing is left of the data
  /// for it. Who asks is not known there either where the platform says that.
  var isUnauthorized: Bool {
    guard data == nil || errors.contains(where: { Self.isAuthorization($0) && $0.path.isEmpty })
    else { return false }
    return errors.contains { error in
      error.path.first?.hasPrefix("interview") == true
        ? Self.isAuthentication(error) : Self.isAuthorization(error)
    }
  }

  /// What can be shown of a refusal: its code, and what it names of the document. Its own words may
  /// hold anything, a person's name too.
  var presentableRefusal: String? {
    let names = Set(Self.words(document))
    var shown: [String] = []
    for error in errors where error.path.isEmpty {
      let mentioned = Self.mentions(in: error.message).filter { names.contains($0) }
      var told = mentioned.map { String($0) }
      if let code = error.code, PlatformCode.matches(code) { told.insert(code, at: 0) }
      for text in told where !shown.contains(text) { shown.append(text) }
    }
    return shown.isEmpty ? nil : shown.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
  }

  /// The words of a text that could be names of GraphQL's grammar.
  static func words(_ text: String) -> [Substring] {
    text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
  }

  /// The words that a message quotes, or calls a field or an argument.
  private static func mentions(in message: String) -> [Substring] {
    let quotes: Set<Character> = ["\"", "'", "`"]
    let text = String(message.prefix(1000))
    var result: [Substring] = []
    var previous = ""
    for word in words(text) {
      let isQuoted =
        word.startIndex > text.startIndex && word.endIndex < text.endIndex
        && quotes.contains(text[text.index(before: word.startIndex)])
        && quotes.contains(text[word.endIndex])
      if isQuoted || previous == "field" || previous == "argument" { result.append(word) }
      previous = word.lowercased()
    }
    return result
  }

  /// Why an answer has nothing for what was asked.
  enum Lack: Equatable {
    /// The platform does not know it.
    case unknown
    /// Something else happened, which may be better next time; with the platform's code, where it can
    /// be shown.
    case failure(code: String?)
  }

  /// Why it has nothing, or an error object, for a response key: the thing is unknown, unless the
  /// platform says that something else happened.
  func lack(of key: String) -> Lack {
    var errors = self.errors.filter { $0.path.isEmpty || $0.path.first == key }
    if let object = data?[key], HireflixMapping.isErrorObject(object) {
      // An error object tells what it is by its code, its name or its type.
      let codes = ["code", "name", "__typename"].compactMap { member in
        object[member].flatMap { $0.nonEmptyText ?? $0.integer.map(String.init) }
      }
      errors += codes.map { Failure(message: "", path: [key], code: $0) }
    }
    // One that stands deeper is about a part of it.
    guard !errors.isEmpty, !errors.contains(where: { $0.path.count <= 1 && $0.isNotFound }) else {
      return .unknown
    }
    return .failure(code: errors.compactMap(\.code).first(where: PlatformCode.matches))
  }

  /// The errors below one response key, their paths relative to it. One that names no place may
  /// concern any part of the data beside it, so it counts for every key.
  func errors(below key: String) -> [Failure] {
    Self.errors(errors, below: [key]) + (data == nil ? [] : errors.filter(\.path.isEmpty))
  }

  /// Those of some errors below a path of response keys and indexes, their paths relative to it.
  static func errors(_ errors: [Failure], below path: [String]) -> [Failure] {
    errors.compactMap { error in
      guard error.path.starts(with: path) else { return nil }
      var error = error
      error.path.removeFirst(path.count)
      return error
    }
  }

  // Neither codes nor texts are documented; these are what GraphQL servers commonly say.

  /// Whether it says that this may not be done, or not by this key.
  private static func isAuthorization(_ error: Failure) -> Bool {
    if isAuthentication(error) { return true }
    if let code = error.code, ["FORBIDDEN", "403"].contains(code.uppercased()) { return true }
    let message = error.message.lowercased()
    return ["not authorized", "forbidden"].contains { message.contains($0) }
  }

  /// Whether it says that nobody is known by this key.
  private static func isAuthentication(_ error: Failure) -> Bool {
    if let code = error.code?.uppercased(),
      ["UNAUTHENTICATED", "UNAUTHORIZED", "INVALID_API_KEY", "401"].contains(code)
    {
      return true
    }
    let message = error.message.lowercased()
    return [
      "unauthorized", "unauthorised", "unauthenticated", "not authenticated",
      "must be authenticated", "must be logged in", "authentication required",
      "authentication is required", "invalid api key", "api key is invalid", "missing api key",
    ].contains { message.contains($0) }
  }
}
