import ArgumentParser

/// An option that plays a part with some of several choices alone, as with some methods.
struct OptionUse<Choice: RawRepresentable & Equatable> where Choice.RawValue == String {
  private let option: String
  private let isGiven: Bool
  private let choices: [Choice]

  init(_ option: String, _ isGiven: Bool, by choices: [Choice]) {
    self.option = option
    self.isGiven = isGiven
    self.choices = choices
  }

  /// Refuses an option that is given and would play no part: that is a mistake.
  /// - Parameter whom: what the option goes with, by the names of the choices, as "goes with ..." goes on.
  static func check(_ uses: [Self], for chosen: Choice, whom: ([String]) -> String) throws {
    for use in uses where use.isGiven && !use.choices.contains(chosen) {
      throw ValidationError("\(use.option) goes with \(whom(use.choices.map(\.rawValue))).")
    }
  }
}
