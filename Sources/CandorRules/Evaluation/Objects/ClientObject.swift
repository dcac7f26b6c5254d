import CandorExpression
import CandorModel

/// What conditions see of a client; never the agent's raw text.
final class ClientObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case browser, browserVersion, browserMajor, engine, os, osVersion, `class`, brand, model, inApp
    case webView, frozen, automated, implausible, cut, isAutomated, isImplausible, isOtherDevice
  }

  static let type = ObjectType(
    name: "client",
    fields: [
      ObjectType.Field("browser", .string), ObjectType.Field("browserVersion", .string),
      ObjectType.Field("browserMajor", .int), ObjectType.Field("engine", .string),
      ObjectType.Field("os", .string), ObjectType.Field("osVersion", .string),
      ObjectType.Field(
        "class", .string,
        allowedValues: DeviceClass.allCases.filter { $0 != .unknown }.map(\.rawValue)),
      ObjectType.Field("brand", .string), ObjectType.Field("model", .string),
      ObjectType.Field("inApp", .string), ObjectType.Field("webView", .bool),
      ObjectType.Field("frozen", .list(.string)),
      ObjectType.Field(
        "automated", .string, allowedValues: AutomationReason.allCases.map(\.rawValue)),
      ObjectType.Field(
        "implausible", .string, allowedValues: ImplausibilityReason.allCases.map(\.rawValue)),
      ObjectType.Field("cut", .bool), ObjectType.Field("isAutomated", .bool),
      ObjectType.Field("isImplausible", .bool), ObjectType.Field("isOtherDevice", .bool),
    ])

  let client: Client
  /// Whether it is another device than every answer's; known of unattributed agents only.
  private let isOtherDevice: Bool?

  init(_ client: Client, isOtherDevice: Bool? = nil) {
    self.client = client
    self.isOtherDevice = isOtherDevice
  }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .browser: Value(client.browser)
    case .browserVersion: Value(client.browserVersion)
    case .browserMajor: Value(client.browserMajor)
    case .engine: Value(client.engine)
    case .os: Value(client.os)
    case .osVersion: Value(client.osVersion)
    case .class: client.deviceClass == .unknown ? nil : .string(client.deviceClass.rawValue)
    case .brand: Value(client.brand)
    case .model: Value(client.model)
    case .inApp: Value(client.inAppHost)
    case .webView: .bool(client.isWebView)
    case .frozen: .list(client.frozen.map { .string($0.rawValue) })
    case .automated: Value(client.automated?.rawValue)
    case .implausible: Value(client.implausible?.rawValue)
    case .cut: .bool(client.isCut)
    case .isAutomated: .bool(client.isAutomated)
    case .isImplausible: .bool(client.isImplausible)
    case .isOtherDevice: isOtherDevice.map { .bool($0) }
    }
  }

  func isEqualObject(to other: any ExpressionObject) -> Bool { hasSameFields(as: other) }
}
