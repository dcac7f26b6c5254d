import CandorModel

/// Documents by identifier, in the order they were made.
struct DocumentCollection: Sendable {
  private var order: [String] = []
  private var documents: [String: JSONValue] = [:]

  /// All documents, oldest first.
  var all: [JSONValue] { order.compactMap { documents[$0] } }

  /// The document of an identifier; assigning `nil` removes it.
  subscript(_ id: String) -> JSONValue? {
    get { documents[id] }
    set {
      if let newValue {
        if documents.updateValue(newValue, forKey: id) == nil { order.append(id) }
      } else if documents.removeValue(forKey: id) != nil {
        order.removeAll { $0 == id }
      }
    }
  }
}
