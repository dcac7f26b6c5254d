public import CandorModel

extension RuleBacktestReport {
  /// The report as JSON (`candor.rule-backtest/1`), keys sorted.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("changedInterviews")
    writer.number(changedCount)
    writer.key("changes")
    writer.beginArray()
    for change in changes {
      writer.beginObject()
      writer.member("added", change.added)
      writer.member("after", change.after.rawValue)
      writer.member("before", change.before.rawValue)
      writer.member("interview", change.interview)
      writer.member("removed", change.removed)
      writer.endObject()
    }
    writer.endArray()
    writer.key("interviews")
    writer.number(interviewCount)
    writer.key("outcomes")
    writer.beginArray()
    for change in outcomes {
      writer.beginObject()
      writer.member("after", change.after.rawValue)
      writer.member("before", change.before.rawValue)
      writer.key("count")
      writer.number(change.count)
      writer.endObject()
    }
    writer.endArray()
    writer.key("quality")
    Self.write(before, after, to: &writer)
    writer.key("rules")
    writer.beginArray()
    for rule in rules {
      writer.beginObject()
      for (name, number) in [
        ("added", rule.added), ("after", rule.after), ("before", rule.before),
      ] {
        writer.key(name)
        writer.number(number)
      }
      writer.key("quality")
      Self.write(rule.qualityBefore, rule.qualityAfter, to: &writer)
      writer.key("removed")
      writer.number(rule.removed)
      writer.member("rule", rule.rule)
      writer.key("severityChanged")
      writer.number(rule.severityChanged)
      writer.endObject()
    }
    writer.endArray()
    writer.member("schema", Self.schema)
    writer.endObject()
  }

  private static func write(_ before: Quality, _ after: Quality, to writer: inout JSONWriter) {
    writer.beginObject()
    for (name, quality) in [("after", after), ("before", before)] {
      writer.key(name)
      writer.beginObject()
      writer.key("decided")
      writer.number(quality.count)
      writer.member("precision", quality.precision, decimals: 4)
      writer.member("recall", quality.recall, decimals: 4)
      writer.endObject()
    }
    writer.endObject()
  }
}
