/// How long a run may take, as people write it.
public enum TimeBudget {
  /// Seconds of "90s", "5m" or "1h"; nil for anything else, and for times that are not positive.
  public static func seconds(_ text: String) -> Double? {
    guard let unit = text.last, let factor = ["s": 1.0, "m": 60, "h": 3600][unit],
      let number = Double(text.dropLast()), number > 0, number.isFinite
    else { return nil }
    let seconds = number * factor
    return seconds.isFinite ? seconds : nil
  }
}

extension TrainingPlan {
  /// ``patience`` where nobody gave one: a run with a budget uses its time to the end.
  public static func defaultPatience(hasBudget: Bool) -> Int? { hasBudget ? nil : 10 }
}
