import TOMLKit
package import Settings
package import TerminalIO

extension KeyMap {
  /// Reads the user's `keys.toml`: for each action its key, a list of keys, or an empty list to unbind it.
  ///
  ///     next-slice = ["Up", "k"]
  ///     first-slice = "gg"
  ///     suspend = []
  ///
  /// - Returns: the keys that could be used, and a sentence for each line that could not.
  package static func remaps(in file: SettingsFile) -> (keys: [Action.Name: [KeySequence]], problems: [SettingsProblem])
  {
    var remaps: [Action.Name: [KeySequence]] = [:]
    var owners: [KeyMode: [KeySequence: Action.Name]] = [:]
    var problems: [SettingsProblem] = []
    for name in file.table.keys.sorted() {
      guard let action = Action.named(name) else {
        let question = Spelling.question(for: name, among: Action.all.map(\.name))
        problems.append(file.problem(name, "no action '\(name)'\(question.isEmpty ? "; ? lists them" : question)"))
        continue
      }
      do throws(SettingsProblem) {
        let keys = try sequences(name, in: file)
        for key in keys {
          if let other = owners[action.mode]?[key] {
            throw file.problem(name, "'\(key.label)' is bound to '\(other)' already; give it to one of them")
          }
        }
        for key in keys { owners[action.mode, default: [:]][key] = action.name }
        remaps[action.name] = keys
      } catch {
        problems.append(error)
      }
    }
    return (remaps, problems)
  }

  private static func sequences(_ name: Action.Name, in file: SettingsFile) throws(SettingsProblem) -> [KeySequence] {
    let texts: [String?]
    if let text = file.table[name]?.string {
      texts = [text]
    } else if let list = file.table[name]?.array {
      texts = list.map { $0.string }
    } else {
      throw file.problem(name, "'\(name)' takes a key or a list of keys, as in [\"Up\", \"k\"]")
    }
    var keys: [KeySequence] = []
    for text in texts {
      guard let text else { throw file.problem(name, "keys of '\(name)' are texts; put them in quotes") }
      do {
        keys.append(try KeySequence(text: text))
      } catch {
        throw file.problem(name, error.sentence)
      }
    }
    return keys
  }
}
