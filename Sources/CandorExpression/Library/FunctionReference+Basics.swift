// What every expression is made of: conversions, collections, macros, times and texts.

extension FunctionReference {
  static let conversionFunctions: [FunctionReference] = [
    FunctionReference(
      "conversion", "int", "int(uint | double | string | timestamp | duration) -> int",
      "the whole number, a double cut off towards zero; seconds of a time and of a duration, of "
        + "which cel-go gives the nanoseconds",
      example: "int('42')", result: "42",
      failing: "int('4.2')"),
    FunctionReference(
      "conversion", "uint", "uint(int | double | string) -> uint",
      "the unsigned whole number",
      example: "uint(7)", result: "7u",
      failing: "uint(-1)"),
    FunctionReference(
      "conversion", "double", "double(int | uint | string) -> double",
      "the number as a double",
      example: "double('1.5')", result: "1.5",
      failing: "double('one')"),
    FunctionReference(
      "conversion", "bool", "bool(string) -> bool",
      "the truth value that the text names",
      example: "bool('true')", result: "true",
      failing: "bool('yes')"),
    FunctionReference(
      "conversion", "string",
      "string(bool | number | bytes | timestamp | duration | net.IP | net.CIDR) -> string",
      "the value as text",
      example: "string(1.5)", result: "'1.5'",
      failing: #"string(b'\xff')"#),
    FunctionReference(
      "conversion", "bytes", "bytes(string) -> bytes",
      "the UTF-8 octets of a text",
      example: "bytes('ab')", result: "b'ab'",
      failing: "bytes(1)"),
    FunctionReference(
      "conversion", "timestamp", "timestamp(string | int) -> timestamp",
      "a time from RFC 3339, or from seconds since 1970",
      example: "timestamp('2026-01-01T00:00:00Z') == timestamp(1767225600)", result: "true",
      failing: "timestamp('2026-01-01')"),
    FunctionReference(
      "conversion", "duration", "duration(string) -> duration",
      "a span from numbers with units h, m, s, ms, us, ns",
      example: "duration('1h30m') == duration('90m')", result: "true",
      failing: "duration('90')"),
    FunctionReference(
      "conversion", "type", "type(any) -> type",
      "the type of a value, to compare with the name of a type",
      example: "type(1u) == uint", result: "true",
      failing: "type()"),
    FunctionReference(
      "conversion", "dyn", "dyn(any) -> dyn",
      "the same value, left to the evaluation by the checker",
      example: "dyn(1) == 1.0", result: "true",
      failing: "dyn()"),
  ]

  static let collectionFunctions: [FunctionReference] = [
    FunctionReference(
      "collection", "size", "size(string | bytes | list | map) -> int",
      "code points, octets, elements or entries; also x.size()",
      example: "size([1, 2, 3])", result: "3",
      failing: "size(1)"),
    FunctionReference(
      "collection", "in", "any in list | map -> bool",
      "whether a list has the element, or a map the key",
      example: "2 in [1, 2]", result: "true",
      failing: "2 in 3"),
    FunctionReference(
      "collection", "has", "has(object.field) -> bool",
      "whether the field or key is there",
      example: "has({'a': 1}.a)", result: "true",
      failing: "has(1)"),
  ]

  static let macroFunctions: [FunctionReference] = [
    FunctionReference(
      "macro", "all", "list.all(x, condition) -> bool",
      "whether the condition holds for each element (of a map: key); also with index and value",
      example: "[1, 2].all(x, x > 0)", result: "true",
      failing: "[1, 2].all(x, x)"),
    FunctionReference(
      "macro", "exists", "list.exists(x, condition) -> bool",
      "whether it holds for at least one",
      example: "[1, 2].exists(x, x > 1)", result: "true",
      failing: "[1, 2].exists(1, true)"),
    FunctionReference(
      "macro", "exists_one", "list.exists_one(x, condition) -> bool",
      "whether it holds for just one",
      example: "[1, 2].exists_one(x, x > 1)", result: "true",
      failing: "[1, 0].exists_one(x, 1 / x > 0)"),
    FunctionReference(
      "macro", "filter", "list.filter(x, condition) -> list",
      "the elements for which it holds",
      example: "[1, 2, 3].filter(x, x > 1)", result: "[2, 3]",
      failing: "[1].filter(x, x)"),
    FunctionReference(
      "macro", "map", "list.map(x, value) -> list",
      "each element changed; with a condition between, only those for which it holds",
      example: "[1, 2].map(x, x * 10)", result: "[10, 20]",
      failing: "[0].map(x, 1 / x)"),
    FunctionReference(
      "macro", "transformList", "list.transformList(i, x, value) -> list",
      "like map, with index (of a map: key) and value",
      example: "[5, 6].transformList(i, x, x - i)", result: "[5, 5]",
      failing: "[1].transformList(i, i, i)"),
    FunctionReference(
      "macro", "transformMap", "map.transformMap(k, v, value) -> map",
      "the same keys with changed values",
      example: "{'a': 1}.transformMap(k, v, v + 1)", result: "{'a': 2}",
      failing: "{'a': 0}.transformMap(k, v, 1 / v)"),
    FunctionReference(
      "macro", "transformMapEntry", "map.transformMapEntry(k, v, {key: value}) -> map",
      "other keys with other values",
      example: "{'a': 1}.transformMapEntry(k, v, {v: k})", result: "{1: 'a'}",
      failing: "{'a': 1, 'b': 1}.transformMapEntry(k, v, {v: k})"),
    FunctionReference(
      "macro", "sortBy", "list.sortBy(x, key) -> list",
      "the elements in the order of their keys",
      example: "['bb', 'a'].sortBy(x, size(x))", result: "['a', 'bb']",
      failing: "[[1]].sortBy(x, x)"),
    FunctionReference(
      "macro", "cel.bind", "cel.bind(name, value, expression)",
      "a name for a value inside of an expression",
      example: "cel.bind(x, 2, x * x)", result: "4",
      failing: "cel.bind(1, 2, 3)"),
  ]

  static let timeFunctions: [FunctionReference] = [
    FunctionReference(
      "time", "getFullYear", "timestamp.getFullYear([string]) -> int",
      "the year; with a time zone, there",
      example: "timestamp('2026-03-04T09:15:30.25Z').getFullYear()", result: "2026",
      failing: "timestamp('2026-03-04T09:15:30Z').getFullYear('Nowhere/Here')"),
    FunctionReference(
      "time", "getMonth", "timestamp.getMonth([string]) -> int",
      "the month, 0 for January; with a time zone, there",
      example: "timestamp('2026-03-04T09:15:30.25Z').getMonth()", result: "2",
      failing: "timestamp('2026-03-04T09:15:30Z').getMonth('Nowhere/Here')"),
    FunctionReference(
      "time", "getDate", "timestamp.getDate([string]) -> int",
      "the day of the month, from 1; with a time zone, there",
      example: "timestamp('2026-03-04T09:15:30.25Z').getDate()", result: "4",
      failing: "timestamp('2026-03-04T09:15:30Z').getDate('Nowhere/Here')"),
    FunctionReference(
      "time", "getDayOfMonth", "timestamp.getDayOfMonth([string]) -> int",
      "the day of the month, from 0; with a time zone, there",
      example: "timestamp('2026-03-04T09:15:30.25Z').getDayOfMonth()", result: "3",
      failing: "timestamp('2026-03-04T09:15:30Z').getDayOfMonth('Nowhere/Here')"),
    FunctionReference(
      "time", "getDayOfWeek", "timestamp.getDayOfWeek([string]) -> int",
      "the day of the week, 0 for Sunday; with a time zone, there",
      example: "timestamp('2026-03-04T09:15:30.25Z').getDayOfWeek()", result: "3",
      failing: "timestamp('2026-03-04T09:15:30Z').getDayOfWeek('Nowhere/Here')"),
    FunctionReference(
      "time", "getDayOfYear", "timestamp.getDayOfYear([string]) -> int",
      "the day of the year, from 0; with a time zone, there",
      example: "timestamp('2026-03-04T09:15:30.25Z').getDayOfYear()", result: "62",
      failing: "timestamp('2026-03-04T09:15:30Z').getDayOfYear('Nowhere/Here')"),
    FunctionReference(
      "time", "getHours", "timestamp.getHours([string]) -> int",
      "the hour; of a span all of its hours; with a time zone, there",
      example: "timestamp('2026-03-04T09:15:30.25Z').getHours()", result: "9",
      failing: "timestamp('2026-03-04T09:15:30Z').getHours('Nowhere/Here')"),
    FunctionReference(
      "time", "getMinutes", "timestamp.getMinutes([string]) -> int",
      "the minute; of a span all of its minutes; with a time zone, there",
      example: "timestamp('2026-03-04T09:15:30.25Z').getMinutes()", result: "15",
      failing: "timestamp('2026-03-04T09:15:30Z').getMinutes('Nowhere/Here')"),
    FunctionReference(
      "time", "getSeconds", "timestamp.getSeconds([string]) -> int",
      "the second; of a span all of its seconds; with a time zone, there",
      example: "timestamp('2026-03-04T09:15:30.25Z').getSeconds()", result: "30",
      failing: "timestamp('2026-03-04T09:15:30Z').getSeconds('Nowhere/Here')"),
    FunctionReference(
      "time", "getMilliseconds", "timestamp.getMilliseconds([string]) -> int",
      "the milliseconds after the second; with a time zone, there",
      example: "timestamp('2026-03-04T09:15:30.25Z').getMilliseconds()", result: "250",
      failing: "timestamp('2026-03-04T09:15:30Z').getMilliseconds('Nowhere/Here')"),
  ]

  static let textFunctions: [FunctionReference] = [
    FunctionReference(
      "text", "contains", "string.contains(string) -> bool",
      "whether the part is in the text",
      example: "'hello'.contains('ell')", result: "true",
      failing: "'hello'.contains(1)"),
    FunctionReference(
      "text", "startsWith", "string.startsWith(string) -> bool",
      "whether the text begins with the part",
      example: "'hello'.startsWith('he')", result: "true",
      failing: "'hello'.startsWith(1)"),
    FunctionReference(
      "text", "endsWith", "string.endsWith(string) -> bool",
      "whether the text ends with the part",
      example: "'hello'.endsWith('lo')", result: "true",
      failing: "'hello'.endsWith(1)"),
    FunctionReference(
      "text", "matches", "string.matches(string) -> bool",
      "whether the RE2 pattern is found in the text",
      example: "'AS3352'.matches('^AS[0-9]+$')", result: "true",
      failing: "'a'.matches('(')"),
    FunctionReference(
      "text", "charAt", "string.charAt(int) -> string",
      "the code point at a position",
      example: "'abc'.charAt(1)", result: "'b'",
      failing: "'abc'.charAt(4)"),
    FunctionReference(
      "text", "indexOf", "string.indexOf(string[, int]) -> int",
      "the first position of the part, or -1; from a position on",
      example: "'banana'.indexOf('an', 2)", result: "3",
      failing: "'abc'.indexOf('a', 9)"),
    FunctionReference(
      "text", "lastIndexOf", "string.lastIndexOf(string[, int]) -> int",
      "the last position of the part, or -1; up to a position",
      example: "'banana'.lastIndexOf('an')", result: "3",
      failing: "'abc'.lastIndexOf('a', 9)"),
    FunctionReference(
      "text", "join", "list.join([string]) -> string",
      "the texts of a list with a separator between",
      example: "['a', 'b'].join('-')", result: "'a-b'",
      failing: "[1].join()"),
    FunctionReference(
      "text", "lowerAscii", "string.lowerAscii() -> string",
      "ASCII letters made small",
      example: "'ABC'.lowerAscii()", result: "'abc'",
      failing: "1.lowerAscii()"),
    FunctionReference(
      "text", "upperAscii", "string.upperAscii() -> string",
      "ASCII letters made large",
      example: "'abc'.upperAscii()", result: "'ABC'",
      failing: "1.upperAscii()"),
    FunctionReference(
      "text", "replace", "string.replace(string, string[, int]) -> string",
      "a part replaced everywhere, or so many times",
      example: "'aaa'.replace('a', 'b', 2)", result: "'bba'",
      failing: "'a'.replace('a', 1)"),
    FunctionReference(
      "text", "split", "string.split(string[, int]) -> list(string)",
      "the parts between separators, or so many at most",
      example: "'a,b,c'.split(',')", result: "['a', 'b', 'c']",
      failing: "'a'.split(1)"),
    FunctionReference(
      "text", "substring", "string.substring(int[, int]) -> string",
      "from one position up to another",
      example: "'hello'.substring(1, 3)", result: "'el'",
      failing: "'hello'.substring(3, 1)"),
    FunctionReference(
      "text", "trim", "string.trim() -> string",
      "without white space at both ends",
      example: "' a '.trim()", result: "'a'",
      failing: "1.trim()"),
    FunctionReference(
      "text", "reverse", "string.reverse() -> string",
      "the code points, or the elements of a list, from the end",
      example: "'abc'.reverse()", result: "'cba'",
      failing: "1.reverse()"),
    FunctionReference(
      "text", "strings.quote", "strings.quote(string) -> string",
      "the text between quotes, with escapes",
      example: #"strings.quote('a\n')"#, result: #"'"a\\n"'"#,
      failing: "strings.quote(1)"),
    FunctionReference(
      "text", "format", "string.format(list) -> string",
      "a text with %s %d %f %e %b %o %x %X filled; %.2f gives decimals",
      example: "'%s: %.1f km'.format(['far', 12.34])", result: "'far: 12.3 km'",
      failing: "'%d'.format(['a'])"),
  ]
}
