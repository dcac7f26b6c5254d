#include <zlib.h>

// `inflateInit2` is a macro, which Swift does not import. 15 is the largest window; 32 lets zlib
// tell gzip from zlib headers by itself (zlib.h, "inflateInit2").
static inline int candorInflateInit(z_stream *stream) { return inflateInit2(stream, 15 + 32); }
// 16 asks for a gzip header and trailer (zlib.h, "deflateInit2").
static inline int candorDeflateInit(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
