import Foundation
import Pictures
import TerminalIO
import VolumeModel

/// Markup of a page. Whatever is not markup goes through `text`, so that no name of a file becomes markup.
struct HTMLMarkup: Sendable {
  let source: String

  static func + (a: HTMLMarkup, b: HTMLMarkup) -> HTMLMarkup { HTMLMarkup(source: a.source + b.source) }

  /// Characters as they are read, with what could be markup, a control or a turn of direction made harmless.
  static func text(_ text: String) -> HTMLMarkup { HTMLMarkup(source: escaped(text)) }

  /// An element. Values of attributes are escaped; an attribute without a value is left out.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: [HTMLMarkup]
  ) -> HTMLMarkup {
    var source = "<" + name
    for (key, value) in attributes {
      if let value { source += " \(key)=\"\(escaped(value))\"" }
    }
    return HTMLMarkup(source: source + ">" + content.map(\.source).joined() + "</\(name)>\n")
  }

  /// An element that holds one text.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: String
  ) -> HTMLMarkup { element(name, attributes, [.text(content)]) }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.visible.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// A picture that is part of the page.
  /// - Throws: `transferFailed` when it cannot be made.
  static func picture(_ raster: Raster, words: String) throws(FileError) -> HTMLMarkup {
    do throws(PNGError) {
      let data = Data(try pngData(raster)).base64EncodedString()
      return HTMLMarkup(source: "<img alt=\"\(escaped(words))\" src=\"data:image/png;base64,\(data)\">\n")
    } catch {
      throw FileError(.transferFailed, path: words, problem: "\(error)")
    }
  }

  /// A table with a caption, in a frame that scrolls by keyboard where it is wider than the page.
  /// - Parameters:
  ///   - rows: the first cells name their rows; the others stand to the right, as numbers do.
  ///   - leading: how many of the first name the row.
  ///   - trailing: how many of the last are words too.
  static func table(
    _ caption: String, headings: [String], rows: [[HTMLMarkup]], leading: Int = 1, trailing: Int = 0
  ) -> HTMLMarkup {
    func isNumber(_ place: Int) -> Bool { place >= leading && place < headings.count - trailing }
    let head = element(
      "tr", [:],
      headings.enumerated().map { place, heading in
        element("th", ["scope": "col", "class": isNumber(place) ? "number" : nil], heading)
      })
    let body = rows.map { row in
      element(
        "tr", [:],
        row.enumerated().map { place, cell in
          place < leading
            ? element("th", ["scope": "row"], [cell])
            : element("td", ["class": isNumber(place) ? nil : "words"], [cell])
        })
    }
    let table = element(
      "table", [:], [element("caption", [:], caption), element("thead", [:], [head]), element("tbody", [:], body)])
    return element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption], [table])
  }
}
