package import Settings
import TOMLKit
package import VolumeModel

/// The form of a review as a TOML file has it:
///
///     classes = ["periventricular", "black hole"]
///     reasons = ["artefact", "vessel"]
///     required = ["class", "reason", "rating"]
extension ReviewForm {
  /// As many names as a menu shows.
  private static let mostNames = 40

  /// Reads a form; what cannot be used is left as it usually is.
  package static func read(_ file: SettingsFile) -> (form: ReviewForm, problems: [SettingsProblem]) {
    var form = ReviewForm()
    var problems: [SettingsProblem] = []
    for key in file.table.keys.sorted() {
      guard let names = file.table[key]?.array?.map({ $0.string }), !names.contains(nil) else {
        problems.append(file.problem(key, "'\(key)' takes a list of names, as in \(key) = [\"...\"]"))
        continue
      }
      let words = names.compactMap { $0?.trimmed }
      switch key {
      case "classes", "reasons":
        guard let problem = fault(in: words) else {
          if key == "classes" { form.classes = words.map(LesionClass.init(rawValue:)) } else { form.reasons = words }
          continue
        }
        problems.append(file.problem(key, "'\(key)' \(problem)"))
      case "required":
        form.required = Set(words.compactMap(Field.init(rawValue:)))
        if let unknown = words.first(where: { Field(rawValue: $0) == nil }) {
          let known = Field.allCases.map(\.rawValue)
          problems.append(
            file.problem(key, "nothing to require called '\(unknown)'; there are \(known.joined(separator: ", "))"))
        }
      default:
        let question = Spelling.question(for: key, among: ["classes", "reasons", "required"])
        problems.append(file.problem(key, "no option '\(key)'\(question)"))
      }
    }
    return (form, problems)
  }

  private static func fault(in names: [String]) -> String? {
    if names.isEmpty { return "is empty; name one at least" }
    if names.count > mostNames { return "has more than \(mostNames) names" }
    if names.contains(where: { $0.isEmpty || $0.count > LesionClass.longestName }) {
      return "has a name that is empty or longer than \(LesionClass.longestName) characters"
    }
    return Set(names).count < names.count ? "has a name twice" : nil
  }
}
