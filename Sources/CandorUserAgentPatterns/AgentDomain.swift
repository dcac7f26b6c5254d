/// The three questions that `regexes.yaml` answers, each by a list of its own.
package enum AgentDomain: Int, Sendable, CaseIterable {
  /// `user_agent_parsers`: the browser.
  case browser
  /// `os_parsers`: the operating system.
  case system
  /// `device_parsers`: the device.
  case device

  /// The key of the list in the file.
  package var key: String {
    switch self {
    case .browser: "user_agent_parsers"
    case .system: "os_parsers"
    case .device: "device_parsers"
    }
  }

  /// The keys of the replacements, in the order of the answer's fields.
  package var replacementKeys: [String] {
    switch self {
    case .browser:
      [
        "family_replacement", "v1_replacement", "v2_replacement", "v3_replacement",
        "v4_replacement",
      ]
    case .system:
      [
        "os_replacement", "os_v1_replacement", "os_v2_replacement", "os_v3_replacement",
        "os_v4_replacement",
      ]
    case .device: ["device_replacement", "brand_replacement", "model_replacement"]
    }
  }
}
