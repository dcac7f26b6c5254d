/// The different ones of some objects, each the first of those that are equal.
struct Distinct<Object: AnyObject & Hashable> {
  /// As many are looked through; nearly all interviews have fewer.
  private static var quickLook: Int { 8 }

  private var first: [Object] = []
  /// All of them, where they are more.
  private var all: Set<Object> = []

  /// The object that an equal one was seen first as.
  mutating func first(of object: Object) -> Object {
    if let same = first.first(where: { $0 === object }) ?? first.first(where: { $0 == object }) {
      return same
    }
    if first.count < Self.quickLook {
      first.append(object)
      return object
    }
    return all.insert(object).memberAfterInsert
  }
}
