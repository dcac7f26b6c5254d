extension Client {
  /// Writes the client as it stands in the timeline (`candor.assessment/1`): keys sorted, what is
  /// not known left out.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member(fixed: "automated", facts.automated?.rawValue)
    writer.member(fixed: "brand", facts.brand)
    writer.member(fixed: "browser", facts.browser)
    writer.member(fixed: "browserVersion", facts.browserVersion)
    writer.member(fixed: "class", facts.deviceClass == .unknown ? nil : facts.deviceClass.rawValue)
    if facts.isCut {
      writer.key(fixed: "cut")
      writer.bool(true)
    }
    writer.member(fixed: "engine", facts.engine)
    if !facts.frozen.isEmpty {
      writer.key(fixed: "frozen")
      writer.beginArray()
      for field in facts.frozen { writer.string(field.rawValue) }
      writer.endArray()
    }
    writer.member(fixed: "implausible", facts.implausible?.rawValue)
    writer.member(fixed: "inApp", facts.inAppHost)
    writer.member(fixed: "model", facts.model)
    writer.member(fixed: "os", facts.os)
    writer.member(fixed: "osVersion", facts.osVersion)
    if facts.isWebView {
      writer.key(fixed: "webView")
      writer.bool(true)
    }
    writer.endObject()
  }
}
