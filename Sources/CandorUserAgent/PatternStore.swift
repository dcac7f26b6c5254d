import CPCRE2
import CandorUserAgentPatterns
import Synchronization

/// The compiled patterns of a table, each compiled when it is first needed.
///
/// A short run needs some thirty of a thousand patterns, and compiling all takes longer than such a
/// run may. Half of those that are needed are needed a few times only: machine code, which takes
/// longer than twenty interpretations, is made of a pattern that was interpreted often enough.
///
/// ## Thread safety
/// Each pattern has a slot that goes once from "not yet" to a compiled pattern or to "cannot be",
/// and another one for its machine code. Two threads that need it at the same time both compile; the
/// first one's stays. A compiled pattern is not changed any more (machine code is made of a copy),
/// and PCRE2 lets threads share it (`pcre2api`, "Multithreading").
final class PatternStore: @unchecked Sendable {
  /// How a pattern reads the text.
  enum Mode: Int {
    /// Byte by byte: exact for ASCII, and faster.
    case ascii
    /// Character by character, with Unicode's digits, letters and spaces.
    case unicode
  }

  private static let notYet: UInt = 0
  private static let cannotBe: UInt = 1
  /// How often a pattern is interpreted before machine code is made of it.
  private static let maximumInterpretations: UInt32 = 16

  private let slots: UnsafeMutablePointer<Atomic<UInt>>
  private let machineSlots: UnsafeMutablePointer<Atomic<UInt>>
  /// How often each pattern was interpreted.
  private let interpretations: UnsafeMutablePointer<Atomic<UInt32>>
  private let slotCount: Int
  private let entries: [AgentEntry]
  private let context: OpaquePointer?

  init(_ entries: [AgentEntry]) {
    self.entries = entries
    slotCount = entries.count * 2
    slots = .allocate(capacity: slotCount)
    machineSlots = .allocate(capacity: slotCount)
    interpretations = .allocate(capacity: slotCount)
    for slot in 0..<slotCount {
      (slots + slot).initialize(to: Atomic(Self.notYet))
      (machineSlots + slot).initialize(to: Atomic(Self.notYet))
      (interpretations + slot).initialize(to: Atomic(0))
    }
    context = pcre2_compile_context_create_8(nil)
    if let context {
      // Python's `.` stops at a line feed and at nothing else, whatever PCRE2 was built with.
      pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
    }
  }

  deinit {
    for slot in 0..<slotCount {
      for value in [
        slots[slot].load(ordering: .acquiring), machineSlots[slot].load(ordering: .acquiring),
      ] where value > Self.cannotBe {
        pcre2_code_free_8(OpaquePointer(bitPattern: value))
      }
    }
    slots.deinitialize(count: slotCount)
    slots.deallocate()
    machineSlots.deinitialize(count: slotCount)
    machineSlots.deallocate()
    interpretations.deinitialize(count: slotCount)
    interpretations.deallocate()
    pcre2_compile_context_free_8(context)
  }

  /// A pattern with machine code; `nil` where none was made yet.
  @inline(__always)
  func machineCode(_ entry: Int, _ mode: Mode) -> OpaquePointer? {
    let slot = entry * 2 + mode.rawValue
    return OpaquePointer(bitPattern: machineSlots[slot].load(ordering: .acquiring))
  }

  /// A pattern for the interpreter; `nil` where PCRE2 refuses it.
  func code(_ entry: Int, _ mode: Mode) -> OpaquePointer? {
    let value = slots[entry * 2 + mode.rawValue].load(ordering: .acquiring)
    if value > Self.cannotBe { return OpaquePointer(bitPattern: value) }
    return value == Self.cannotBe ? nil : compile(entry, mode)
  }

  /// Whether a pattern shall be interpreted once more; counts that.
  func isInterpreted(_ entry: Int, _ mode: Mode) -> Bool {
    let slot = entry * 2 + mode.rawValue
    guard interpretations[slot].load(ordering: .relaxed) < Self.maximumInterpretations else {
      return false
    }
    interpretations[slot].add(1, ordering: .relaxed)
    return true
  }

  /// Makes machine code of a pattern, or has it from another thread.
  ///
  /// - Returns: the pattern with machine code; without, which the interpreter answers the same,
  ///   slower, where the processor has no JIT. `nil` where there is no memory for it.
  @inline(never)
  func makeMachineCode(_ code: OpaquePointer, _ entry: Int, _ mode: Mode) -> OpaquePointer? {
    guard let copy = pcre2_code_copy_8(code) else { return nil }
    pcre2_jit_compile_8(copy, UInt32(PCRE2_JIT_COMPLETE))
    let (isFirst, present) = machineSlots[entry * 2 + mode.rawValue].compareExchange(
      expected: Self.notYet, desired: UInt(bitPattern: copy), ordering: .acquiringAndReleasing)
    if isFirst { return copy }
    pcre2_code_free_8(copy)
    return OpaquePointer(bitPattern: present)
  }

  /// What PCRE2 says against the first pattern it refuses; `nil` where it takes all.
  func firstRefusal() -> (line: Int, text: String)? {
    for entry in entries {
      var offset = 0
      var code: CInt = 0
      guard let compiled = make(entry, .ascii, &code, &offset) else {
        return (entry.line, "expected a pattern PCRE2 takes, found an error at byte \(offset)")
      }
      pcre2_code_free_8(compiled)
    }
    return nil
  }

  @inline(never)
  private func compile(_ entry: Int, _ mode: Mode) -> OpaquePointer? {
    var offset = 0
    var code: CInt = 0
    let compiled = make(entries[entry], mode, &code, &offset)
    let value = compiled.map { UInt(bitPattern: $0) } ?? Self.cannotBe
    let (isFirst, present) = slots[entry * 2 + mode.rawValue].compareExchange(
      expected: Self.notYet, desired: value, ordering: .acquiringAndReleasing)
    if isFirst { return compiled }
    pcre2_code_free_8(compiled)
    return present > Self.cannotBe ? OpaquePointer(bitPattern: present) : nil
  }

  private func make(
    _ entry: AgentEntry, _ mode: Mode, _ code: inout CInt, _ offset: inout Int
  ) -> OpaquePointer? {
    var options: UInt32 = UInt32(PCRE2_NEVER_BACKSLASH_C)
    if entry.isCaseless { options |= UInt32(PCRE2_CASELESS) }
    // A pattern with characters beyond ASCII repeats them whole only where it is read as UTF-8.
    if mode == .unicode || entry.pattern.utf8.contains(where: { $0 >= 0x80 }) {
      options |= UInt32(PCRE2_UTF)
    }
    if mode == .unicode { options |= UInt32(PCRE2_UCP) }
    var pattern = entry.pattern
    return pattern.withUTF8 {
      pcre2_compile_8($0.baseAddress, $0.count, options, &code, &offset, context)
    }
  }
}
