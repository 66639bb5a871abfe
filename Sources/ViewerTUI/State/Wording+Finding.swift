package import Pictures
package import VolumeModel

extension Wording {
  /// The fewest words, for tiles.
  package static func short(_ finding: Finding, _ names: MaskNames) -> String {
    switch finding.kind {
    case .onlyRater1: "\(names.short.first) \(volume(mm3: finding.volumeMM3))"
    case .onlyRater2: "\(names.short.second) \(volume(mm3: finding.volumeMM3))"
    case .lesion: volume(mm3: finding.volumeMM3)
    case .divided(let raters, _): "\(list(raters, names)) \(volume(mm3: finding.volumeMM3))"
    }
  }

  /// "r1 r3"
  package static func list(_ raters: [Int], _ names: MaskNames) -> String {
    raters.map { names.short(ofRater: $0) }.joined(separator: " ")
  }

  package static func sentence(_ finding: Finding, _ names: MaskNames) -> String {
    let size = volume(mm3: finding.volumeMM3)
    let place = finding.touchesAgreement ? "at the border of a lesion" : "a whole lesion"
    switch finding.kind {
    case .onlyRater1: return "\(size) \(names.sentences.first), \(place)"
    case .onlyRater2: return "\(size) \(names.sentences.second), \(place)"
    case .lesion: return "lesion of \(size)"
    case .divided(let raters, let count):
      return "\(size) drawn by \(raters.count) of \(count) raters in part (\(list(raters, names))), \(place)"
    }
  }
}
