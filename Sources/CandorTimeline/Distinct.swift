/// The different ones of some objects, each the first of those that are equal.
struct Distinct<Object: AnyObject & Hashable> {
  /// As many are looked through; nearly all interviews have fewer.
  private static var quickLook: Int { 8 }

  /// The very first, which in most interviews is the only one.
  private var one: Object?
  private var others: [Object] = []
  /// All further ones, where they are more.
  private var rest: Set<Object> = []

  /// The object that an equal one was seen first as.
  mutating func first(of object: Object) -> Object {
    guard let one else {
      self.one = object
      return object
    }
    if one === object || one == object { return one }
    if let same = others.first(where: { $0 === object || $0 == object }) { return same }
    if others.count < Self.quickLook {
      others.append(object)
      return object
    }
    return rest.insert(object).memberAfterInsert
  }
}
