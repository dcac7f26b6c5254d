extension Client {
  /// Writes the client as it stands in the timeline (`candor.assessment/1`): keys sorted, what is
  /// not known left out.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("automated", facts.automated?.rawValue)
    writer.member("brand", facts.brand)
    writer.member("browser", facts.browser)
    writer.member("browserVersion", facts.browserVersion)
    writer.member("class", facts.deviceClass == .unknown ? nil : facts.deviceClass.rawValue)
    if facts.isCut {
      writer.key("cut")
      writer.bool(true)
    }
    writer.member("engine", facts.engine)
    if !facts.frozen.isEmpty {
      writer.key("frozen")
      writer.beginArray()
      for field in facts.frozen { writer.string(field.rawValue) }
      writer.endArray()
    }
    writer.member("implausible", facts.implausible?.rawValue)
    writer.member("inApp", facts.inAppHost)
    writer.member("model", facts.model)
    writer.member("os", facts.os)
    writer.member("osVersion", facts.osVersion)
    if facts.isWebView {
      writer.key("webView")
      writer.bool(true)
    }
    writer.endObject()
  }
}
