import NIOCore
import NIOHTTP1

/// Turns an answer whose status is below 100, which is no HTTP status (RFC 9110, section 15), into an
/// error.
///
/// The client takes every status below 200 but 101 for an interim answer and waits for the real one.
/// The decoder takes 100 to 199 alone for that and goes on to give the body, upon which the client
/// ends the process by a precondition.
final class StatusGuard: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  private var isRefused = false

  /// Puts a guard between decoder and client.
  ///
  /// - Parameter channel: with both in place; called on its event loop.
  static func install(in channel: any Channel) -> EventLoopFuture<Void> {
    channel.eventLoop.makeCompletedFuture {
      let pipeline = channel.pipeline.syncOperations
      let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
      try pipeline.addHandler(StatusGuard(), position: .after(decoder))
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data), head.status.code < 100 {
      isRefused = true
      // The client fails the request and closes the connection.
      context.fireErrorCaught(TransportFailure.garbled("a status of 100 or more"))
    }
    if !isRefused { context.fireChannelRead(data) }
  }
}
