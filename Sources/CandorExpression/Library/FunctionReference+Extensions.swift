// Mathematics, networks, optional values, lists, sets and encodings.

extension FunctionReference {
  static let mathFunctions: [FunctionReference] = [
    FunctionReference(
      "math", "math.greatest", "math.greatest(number...) -> number",
      "the largest of the numbers, or of a list",
      example: "math.greatest(1, 3, 2)", result: "3",
      failing: "math.greatest('a')"),
    FunctionReference(
      "math", "math.least", "math.least(number...) -> number",
      "the smallest of the numbers, or of a list",
      example: "math.least([1, 3, 2])", result: "1",
      failing: "math.least([])"),
    FunctionReference(
      "math", "math.ceil", "math.ceil(double) -> double",
      "rounded up",
      example: "math.ceil(1.2)", result: "2.0",
      failing: "math.ceil('a')"),
    FunctionReference(
      "math", "math.floor", "math.floor(double) -> double",
      "rounded down",
      example: "math.floor(-1.2)", result: "-2.0",
      failing: "math.floor('a')"),
    FunctionReference(
      "math", "math.round", "math.round(double) -> double",
      "rounded, halves away from zero",
      example: "math.round(1.5)", result: "2.0",
      failing: "math.round('a')"),
    FunctionReference(
      "math", "math.trunc", "math.trunc(double) -> double",
      "cut off towards zero",
      example: "math.trunc(-1.7)", result: "-1.0",
      failing: "math.trunc('a')"),
    FunctionReference(
      "math", "math.abs", "math.abs(number) -> number",
      "without its sign",
      example: "math.abs(-3)", result: "3",
      failing: "math.abs(-9223372036854775808)"),
    FunctionReference(
      "math", "math.sign", "math.sign(number) -> number",
      "-1, 0 or 1",
      example: "math.sign(-3)", result: "-1",
      failing: "math.sign('a')"),
    FunctionReference(
      "math", "math.sqrt", "math.sqrt(number) -> double",
      "the square root; not-a-number below zero",
      example: "math.sqrt(9)", result: "3.0",
      failing: "math.sqrt('a')"),
    FunctionReference(
      "math", "math.isNaN", "math.isNaN(double) -> bool",
      "whether it is not-a-number",
      example: "math.isNaN(0.0 / 0.0)", result: "true",
      failing: "math.isNaN('a')"),
    FunctionReference(
      "math", "math.isInf", "math.isInf(double) -> bool",
      "whether it is infinite",
      example: "math.isInf(1.0 / 0.0)", result: "true",
      failing: "math.isInf('a')"),
    FunctionReference(
      "math", "math.isFinite", "math.isFinite(double) -> bool",
      "whether it is neither infinite nor not-a-number",
      example: "math.isFinite(1.5)", result: "true",
      failing: "math.isFinite('a')"),
    FunctionReference(
      "math", "math.bitAnd", "math.bitAnd(int, int) -> int",
      "the bits that both have; also of uints",
      example: "math.bitAnd(6, 3)", result: "2",
      failing: "math.bitAnd(1, 1u)"),
    FunctionReference(
      "math", "math.bitOr", "math.bitOr(int, int) -> int",
      "the bits that one of them has",
      example: "math.bitOr(6, 3)", result: "7",
      failing: "math.bitOr(1, 1u)"),
    FunctionReference(
      "math", "math.bitXor", "math.bitXor(int, int) -> int",
      "the bits that just one has",
      example: "math.bitXor(6, 3)", result: "5",
      failing: "math.bitXor(1, 1u)"),
    FunctionReference(
      "math", "math.bitNot", "math.bitNot(int) -> int",
      "all bits turned",
      example: "math.bitNot(1)", result: "-2",
      failing: "math.bitNot(1.0)"),
    FunctionReference(
      "math", "math.bitShiftLeft", "math.bitShiftLeft(int, int) -> int",
      "the bits moved up",
      example: "math.bitShiftLeft(1, 3)", result: "8",
      failing: "math.bitShiftLeft(1, -1)"),
    FunctionReference(
      "math", "math.bitShiftRight", "math.bitShiftRight(int, int) -> int",
      "the bits moved down, zeros following",
      example: "math.bitShiftRight(8, 2)", result: "2",
      failing: "math.bitShiftRight(1, -1)"),
  ]

  static let networkFunctions: [FunctionReference] = [
    FunctionReference(
      "network", "ip", "ip(string) -> net.IP",
      "an address of version 4 or 6; prefix.ip() is the address of a prefix",
      example: "string(ip('2001:DB8::0:1'))", result: "'2001:db8::1'",
      failing: "ip('1.2.3.256')"),
    FunctionReference(
      "network", "isIP", "isIP(string) -> bool",
      "whether the text is an address",
      example: "isIP('1.2.3.4')", result: "true",
      failing: "isIP(1)"),
    FunctionReference(
      "network", "ip.isCanonical", "ip.isCanonical(string) -> bool",
      "whether the text is the address in its usual form",
      example: "ip.isCanonical('2001:DB8::1')", result: "false",
      failing: "ip.isCanonical('x')"),
    FunctionReference(
      "network", "family", "net.IP.family() -> int",
      "4 or 6",
      example: "ip('::1').family()", result: "6",
      failing: "'::1'.family()"),
    FunctionReference(
      "network", "isUnspecified", "net.IP.isUnspecified() -> bool",
      "0.0.0.0 or ::",
      example: "ip('::').isUnspecified()", result: "true",
      failing: "'::'.isUnspecified()"),
    FunctionReference(
      "network", "isLoopback", "net.IP.isLoopback() -> bool",
      "127.0.0.0/8 or ::1",
      example: "ip('127.0.0.1').isLoopback()", result: "true",
      failing: "'::1'.isLoopback()"),
    FunctionReference(
      "network", "isGlobalUnicast", "net.IP.isGlobalUnicast() -> bool",
      "a single host beyond the link, private ones included",
      example: "ip('10.0.0.1').isGlobalUnicast()", result: "true",
      failing: "'::1'.isGlobalUnicast()"),
    FunctionReference(
      "network", "isLinkLocalMulticast", "net.IP.isLinkLocalMulticast() -> bool",
      "224.0.0.0/24 or ff02::/16",
      example: "ip('224.0.0.1').isLinkLocalMulticast()", result: "true",
      failing: "'::1'.isLinkLocalMulticast()"),
    FunctionReference(
      "network", "isLinkLocalUnicast", "net.IP.isLinkLocalUnicast() -> bool",
      "169.254.0.0/16 or fe80::/10",
      example: "ip('fe80::1').isLinkLocalUnicast()", result: "true",
      failing: "'::1'.isLinkLocalUnicast()"),
    FunctionReference(
      "network", "cidr", "cidr(string) -> net.CIDR",
      "a prefix in CIDR notation",
      example: "string(cidr('10.0.0.0/8'))", result: "'10.0.0.0/8'",
      failing: "cidr('10.0.0.0')"),
    FunctionReference(
      "network", "isCIDR", "isCIDR(string) -> bool",
      "whether the text is a prefix",
      example: "isCIDR('10.0.0.0/33')", result: "false",
      failing: "isCIDR(1)"),
    FunctionReference(
      "network", "containsIP", "net.CIDR.containsIP(net.IP | string) -> bool",
      "whether the address is inside",
      example: "cidr('10.0.0.0/8').containsIP('10.1.2.3')", result: "true",
      failing: "cidr('10.0.0.0/8').containsIP('x')"),
    FunctionReference(
      "network", "containsCIDR", "net.CIDR.containsCIDR(net.CIDR | string) -> bool",
      "whether the prefix is inside, or the same",
      example: "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')", result: "true",
      failing: "cidr('10.0.0.0/8').containsCIDR('x')"),
    FunctionReference(
      "network", "masked", "net.CIDR.masked() -> net.CIDR",
      "the prefix with the host bits cleared",
      example: "string(cidr('10.1.2.3/8').masked())", result: "'10.0.0.0/8'",
      failing: "'10.1.2.3/8'.masked()"),
    FunctionReference(
      "network", "prefixLength", "net.CIDR.prefixLength() -> int",
      "how many bits are the network",
      example: "cidr('10.0.0.0/8').prefixLength()", result: "8",
      failing: "'10.0.0.0/8'.prefixLength()"),
  ]

  static let optionalFunctions: [FunctionReference] = [
    FunctionReference(
      "optional", "optional.of", "optional.of(any) -> optional",
      "an optional with a value",
      example: "optional.of(1).hasValue()", result: "true",
      failing: "optional.of()"),
    FunctionReference(
      "optional", "optional.ofNonZeroValue", "optional.ofNonZeroValue(any) -> optional",
      "without a value where it would be null, false, zero or empty",
      example: "optional.ofNonZeroValue('').hasValue()", result: "false",
      failing: "optional.ofNonZeroValue()"),
    FunctionReference(
      "optional", "optional.none", "optional.none() -> optional",
      "an optional without a value",
      example: "optional.none().hasValue()", result: "false",
      failing: "optional.none(1)"),
    FunctionReference(
      "optional", "hasValue", "optional.hasValue() -> bool",
      "whether there is a value",
      example: "{'a': 1}.?a.hasValue()", result: "true",
      failing: "1.hasValue()"),
    FunctionReference(
      "optional", "value", "optional.value() -> any",
      "the value",
      example: "{'a': 1}.?a.value()", result: "1",
      failing: "optional.none().value()"),
    FunctionReference(
      "optional", "or", "optional.or(optional) -> optional",
      "the first that has a value",
      example: "optional.none().or(optional.of(2)).value()", result: "2",
      failing: "1.or(2)"),
    FunctionReference(
      "optional", "orValue", "optional.orValue(any) -> any",
      "the value, or another one",
      example: "{'a': 1}.?b.orValue(0)", result: "0",
      failing: "1.orValue(2)"),
    FunctionReference(
      "optional", "optMap", "optional.optMap(x, value) -> optional",
      "the value changed, where there is one",
      example: "optional.of(2).optMap(x, x * 2).value()", result: "4",
      failing: "2.optMap(x, x)"),
    FunctionReference(
      "optional", "optFlatMap", "optional.optFlatMap(x, optional) -> optional",
      "like optMap with a result that is optional itself",
      example: "optional.of({'a': 1}).optFlatMap(x, x.?a).value()", result: "1",
      failing: "optional.of(1).optFlatMap(x, x)"),
    FunctionReference(
      "optional", "optional.unwrap", "optional.unwrap(list(optional)) -> list",
      "the values of those that have one; also list.unwrapOpt()",
      example: "optional.unwrap([optional.of(1), optional.none()])", result: "[1]",
      failing: "optional.unwrap([1])"),
    FunctionReference(
      "optional", "unwrapOpt", "list(optional).unwrapOpt() -> list",
      "the same as a method",
      example: "[optional.of(1), optional.none()].unwrapOpt()", result: "[1]",
      failing: "[1].unwrapOpt()"),
    FunctionReference(
      "optional", "first", "list.first() -> optional",
      "the first element, where there is one",
      example: "[3, 4].first().value()", result: "3",
      failing: "[].first().value()"),
    FunctionReference(
      "optional", "last", "list.last() -> optional",
      "the last element, where there is one",
      example: "[3, 4].last().value()", result: "4",
      failing: "[].last().value()"),
  ]

  static let listFunctions: [FunctionReference] = [
    FunctionReference(
      "list", "slice", "list.slice(int, int) -> list",
      "from one position up to another",
      example: "[1, 2, 3].slice(0, 2)", result: "[1, 2]",
      failing: "[1].slice(0, 2)"),
    FunctionReference(
      "list", "flatten", "list.flatten([int]) -> list",
      "inner lists opened, one level or so many",
      example: "[[1], [2, 3]].flatten()", result: "[1, 2, 3]",
      failing: "[[1]].flatten(-1)"),
    FunctionReference(
      "list", "distinct", "list.distinct() -> list",
      "each element once, the first of equal ones",
      example: "[1, 2, 1].distinct()", result: "[1, 2]",
      failing: "1.distinct()"),
    FunctionReference(
      "list", "sort", "list.sort() -> list",
      "in ascending order",
      example: "[3, 1, 2].sort()", result: "[1, 2, 3]",
      failing: "[{}].sort()"),
    FunctionReference(
      "list", "lists.range", "lists.range(int) -> list(int)",
      "the numbers from 0 up to below it",
      example: "lists.range(3)", result: "[0, 1, 2]",
      failing: "lists.range('a')"),
  ]

  static let setFunctions: [FunctionReference] = [
    FunctionReference(
      "set", "sets.contains", "sets.contains(list, list) -> bool",
      "whether the first has all elements of the second",
      example: "sets.contains([1, 2], [2])", result: "true",
      failing: "sets.contains(1, [1])"),
    FunctionReference(
      "set", "sets.equivalent", "sets.equivalent(list, list) -> bool",
      "whether both have the same elements",
      example: "sets.equivalent([1, 2], [2, 1, 1])", result: "true",
      failing: "sets.equivalent(1, [1])"),
    FunctionReference(
      "set", "sets.intersects", "sets.intersects(list, list) -> bool",
      "whether they have an element in common",
      example: "sets.intersects([1, 2], [2, 3])", result: "true",
      failing: "sets.intersects(1, [1])"),
  ]

  static let encodingFunctions: [FunctionReference] = [
    FunctionReference(
      "encoding", "base64.encode", "base64.encode(bytes) -> string",
      "octets as base64",
      example: "base64.encode(b'hello')", result: "'aGVsbG8='",
      failing: "base64.encode('hello')"),
    FunctionReference(
      "encoding", "base64.decode", "base64.decode(string) -> bytes",
      "the octets of base64, with or without padding",
      example: "base64.decode('aGVsbG8')", result: "b'hello'",
      failing: "base64.decode('!')"),
  ]
}
