import CandorModel
import Synchronization

/// One request as GraphQL over HTTP carries it.
struct GraphQLRequest: Sendable {
  var query: String
  var operationName: String?
  var variables: JSONValue?
}

/// What a GraphQL request is answered with.
struct GraphQLResponse: Sendable {
  /// Whether anything was run; otherwise `data` is missing, as for every request error.
  var wasExecuted: Bool
  /// Whether it was not run because nobody with this key may.
  var isForbidden = false
  /// The body.
  var json: JSONValue

  /// The answer to a request that could not be run.
  static func refused(_ errors: [GraphQLError]) -> GraphQLResponse {
    GraphQLResponse(
      wasExecuted: false, isForbidden: errors.contains { $0.code == .forbidden },
      json: .object([("errors", .array(errors.map(\.json)))]))
  }
}

/// Parses, validates and runs requests against one schema.
///
/// Thread safety: may be used from any number of tasks; the only thing that changes is the cache
/// of documents, which a lock guards.
final class GraphQLService: Sendable {
  private let schema: GraphQLSchema
  private let limits: GraphQLLimits

  /// Documents that were validated before: clients send the same few texts again and again.
  private let cache = Mutex<[String: GraphQLDocument]>([:])
  private static let maximumCachedDocuments = 32
  private static let maximumCachedBytes = 65_536

  init(schema: GraphQLSchema, limits: GraphQLLimits = GraphQLLimits()) {
    self.schema = schema
    self.limits = limits
  }

  /// Answers one request.
  ///
  /// - Parameters:
  ///   - query: the object behind the query type.
  ///   - mutation: the object behind the mutation type, where the schema has one.
  ///   - mayMutate: whether whoever asks may change anything.
  func respond(
    to request: GraphQLRequest, query: any GraphQLObject, mutation: (any GraphQLObject)? = nil,
    mayMutate: Bool = true
  ) -> GraphQLResponse {
    let document: GraphQLDocument
    switch prepared(request.query) {
    case .success(let prepared): document = prepared
    case .failure(let refusal): return .refused(refusal.errors)
    }
    do throws(GraphQLError) {
      let operation = try operation(named: request.operationName, in: document)
      guard mayMutate || operation.kind != .mutation else {
        throw GraphQLError(
          code: .forbidden, message: "The key may not execute mutations.",
          locations: [operation.location])
      }
      let variables = try GraphQLCoercion(schema: schema).variables(
        of: operation, given: request.variables)
      guard let root = operation.kind == .mutation ? mutation : query else {
        throw GraphQLError(
          code: .operationResolutionFailure,
          message: "Schema is not configured to execute \(operation.kind.rawValue) operation.",
          locations: [operation.location])
      }
      var executor = GraphQLExecutor(schema: schema, document: document, variables: variables)
      let data = executor.data(of: operation, root: root)
      var members: [(key: String, value: JSONValue)] = [("data", data)]
      if !executor.errors.isEmpty {
        members.append(("errors", .array(executor.errors.map(\.json))))
      }
      return GraphQLResponse(wasExecuted: true, json: .object(members))
    } catch {
      return .refused([error])
    }
  }

  private struct Refusal: Error {
    var errors: [GraphQLError]
  }

  private func prepared(_ text: String) -> Result<GraphQLDocument, Refusal> {
    if let document = cache.withLock({ $0[text] }) { return .success(document) }
    do throws(GraphQLError) {
      let document = try GraphQLParser.document(text, limits: limits)
      let errors = GraphQLValidator.errors(of: document, schema: schema, limits: limits)
      guard errors.isEmpty else { return .failure(Refusal(errors: errors)) }
      if text.utf8.count <= Self.maximumCachedBytes {
        cache.withLock {
          if $0.count >= Self.maximumCachedDocuments { $0.removeAll(keepingCapacity: true) }
          $0[text] = document
        }
      }
      return .success(document)
    } catch {
      return .failure(Refusal(errors: [error]))
    }
  }

  private func operation(
    named name: String?, in document: GraphQLDocument
  ) throws(GraphQLError) -> GraphQLOperation {
    guard let name, !name.isEmpty else {
      guard document.operations.count == 1 else {
        throw GraphQLError(
          code: .operationResolutionFailure,
          message: document.operations.isEmpty
            ? "Must provide an operation."
            : "Must provide operation name if query contains multiple operations.")
      }
      return document.operations[0]
    }
    guard let operation = document.operations.first(where: { $0.name == name }) else {
      throw GraphQLError(
        code: .operationResolutionFailure, message: "Unknown operation named \"\(name)\".")
    }
    return operation
  }
}
