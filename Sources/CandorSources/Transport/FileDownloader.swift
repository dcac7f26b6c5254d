import AsyncHTTPClient
import CandorModel
import Foundation
import NIOCore
import NIOHTTP1

/// Downloads files from public places: location data, lists of networks.
///
/// Redirects are followed, up to five, and never from https to http; credentials go to the first
/// host only. Nothing of a request is logged.
///
/// Thread safety: shared by any number of tasks.
public struct FileDownloader: Sendable {
  /// An answer, whatever its status.
  public struct Answer: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The length the server announced; absent where it did not.
    public let announcedByteCount: Int?
    /// The body as it came.
    public let body: [UInt8]
  }

  private static let maximumRedirects = 5
  private let configuration: TransportConfiguration

  /// Makes a downloader.
  ///
  /// - Parameter configuration: time-outs, proxy and extra authorities.
  public init(configuration: TransportConfiguration = TransportConfiguration()) {
    self.configuration = configuration
  }

  /// Downloads one file.
  ///
  /// - Parameters:
  ///   - url: https, or http on loopback.
  ///   - user: for basic authentication; `nil` for none.
  ///   - password: goes with it.
  ///   - maximumBytes: of the body.
  /// - Throws: `SourceError` for another scheme, for too many bytes, where no answer came or it was
  ///   cut.
  public func download(
    _ url: String, user: String? = nil, password: String? = nil, maximumBytes: Int
  ) async throws -> Answer {
    let client = HTTPClient(
      eventLoopGroupProvider: .singleton,
      configuration: try PlatformTransport.client(configuration))
    do {
      let answer = try await follow(
        url, user: user, password: password, maximumBytes: maximumBytes, client)
      try await client.shutdown()
      return answer
    } catch {
      // The first error is the one to tell.
      try? await client.shutdown()
      if error is SourceError || error is CancellationError { throw error }
      throw SourceError.downloadFailed
    }
  }

  private func follow(
    _ url: String, user: String?, password: String?, maximumBytes: Int, _ client: HTTPClient
  ) async throws -> Answer {
    var url = url
    var authorization = user.map {
      "Basic " + Data("\($0):\(password ?? "")".utf8).base64EncodedString()
    }
    for _ in 0...Self.maximumRedirects {
      let endpoint = try Endpoint(ofURL: url)
      var request = HTTPClientRequest(url: url)
      if let authorization { request.headers.add(name: "Authorization", value: authorization) }
      let response = try await client.execute(
        request, timeout: .seconds(Int64(min(configuration.requestTimeoutSeconds, 1e6)) * 10))
      if (300..<400).contains(response.status.code),
        let location = response.headers.first(name: "Location")
      {
        guard let next = Endpoint.target(ofRedirect: location, from: url) else {
          throw SourceError.downloadFailed
        }
        if !endpoint.isOrigin(ofURL: next) { authorization = nil }
        url = next
        continue
      }
      let announced = response.headers.first(name: "Content-Length").flatMap(Int.init)
      if let announced, announced > maximumBytes {
        throw SourceError.downloadTooLarge(maximumBytes)
      }
      var body: [UInt8] = []
      for try await piece in response.body {
        guard body.count + piece.readableBytes <= maximumBytes else {
          throw SourceError.downloadTooLarge(maximumBytes)
        }
        body.append(contentsOf: piece.readableBytesView)
      }
      return Answer(
        status: Int(response.status.code), announcedByteCount: announced, body: body)
    }
    throw SourceError(
      .redirected, "expected the file within \(Self.maximumRedirects) redirects, found more")
  }

  /// Unpacks gzip and checks its checksum.
  ///
  /// - Throws: `SourceError` where the bytes are no whole gzip or too much comes out.
  public static func gunzip(
    _ bytes: [UInt8], maximumBytes: Int
  ) throws(SourceError) -> [UInt8] {
    do throws(UnpackingFailure) {
      return try Inflater.unpack(bytes, maximumOutput: maximumBytes)
    } catch {
      throw SourceError(
        .damagedCompression, "expected whole gzip data, found damaged or cut data",
        help: "the download may have been cut short: try again")
    }
  }
}

extension SourceError {
  static let downloadFailed = SourceError(
    .unavailable, "the download did not come through",
    help: "check the connection, and proxy and authorities if there are any")

  static func downloadTooLarge(_ limit: Int) -> SourceError {
    SourceError(.responseTooLarge, "expected at most \(limit) bytes, the file is larger")
  }
}
