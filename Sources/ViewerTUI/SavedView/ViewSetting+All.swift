import VolumeModel
import Pictures

extension ViewSetting {
  /// All settings of a view, in the order in which they are applied: what moves the crosshair comes after what chooses
  /// the plane.
  package static let all: [ViewSetting] = look + tuning + layers + place

  private static let look: [ViewSetting] = [
    word("plane", read: { $0.plane }, apply: { $0.plane = $1 }),
    word("convention", read: { $0.convention }, apply: { $0.convention = $1 }),
    word("nose", read: { $0.sagittalNose }, apply: { $0.sagittalNose = $1 }),
    word("arrangement", read: { $0.arrangement }, apply: { $0.arrangement = $1 }),
    truth("disagreement-map", read: { $0.mapsDisagreement }, apply: { $0.mapsDisagreement = $1 }),
    truth("interpolate", read: { $0.isInterpolated }, apply: { $0.isInterpolated = $1 }),
    truth("colour-bar", read: { $0.showsColourBar }, apply: { $0.showsColourBar = $1 }),
    truth("crosshair", read: { $0.showsCrosshair }, apply: { $0.showsCrosshair = $1 }),
    truth("panel", read: { $0.showsPanel }, apply: { $0.showsPanel = $1 }),
    ViewSetting(
      "compare", "two of r1, r2, soft, pred, image, as in r1,pred",
      parse: { ComparedPair(text: $0) }, text: { $0.text }, read: { $0.comparedPair },
      apply: { session, pair in
        let isThere = [pair.first, pair.second].allSatisfy { $0.map { session.missing($0) == nil } ?? true }
        if isThere { session.comparedPair = pair }
        return isThere
      }),
  ]

  private static let tuning: [ViewSetting] = [
    number("mask-size", within: Tuning.sizeLimits, read: { $0.tuning.soft.size }, apply: { $0.tuning.soft.size = $1 }),
    number("label", within: 0...1, read: { $0.tuning.soft.label }, apply: { $0.tuning.soft.label = $1 }),
    ViewSetting(
      "threshold", "auto or a FLAIR value",
      parse: { text in
        text == "auto" ? .automatic : Double(text).flatMap { $0.isFinite ? FlairThreshold.value($0) : nil }
      },
      text: { if case .value(let value) = $0 { "\(value)" } else { "auto" } }, read: { $0.tuning.soft.threshold },
      apply: { session, threshold in
        session.tuning.soft.threshold = threshold
        return true
      }),
    word("scope", read: { $0.tuning.soft.scope }, apply: { $0.tuning.soft.scope = $1 }),
    number("binarise", within: 0...1, read: { $0.tuning.binarisation }, apply: { $0.tuning.binarisation = $1 }),
  ]

  private static let layers: [ViewSetting] = [
    ViewSetting(
      "layers", "digits of layers, as in 1,2,4, or none",
      parse: { list -> [Layer]? in
        if list == "none" || list == "0" { return [] }
        let layers = list.split(separator: ",").map { Layer(key: String($0)) }
        let known = layers.compactMap { $0 }
        return known.isEmpty || known.count < layers.count ? nil : known
      },
      text: { $0.isEmpty ? "none" : $0.map { String($0.key) }.joined(separator: ",") },
      read: { session in Layer.byKey.filter { session.layers[$0].isVisible } },
      apply: { session, shown in
        for layer in Layer.allCases { session.layers[layer].isVisible = shown.contains(layer) }
        return true
      }),
    byLayer(
      "opacity", "digits of layers with 0 to 1, as in 1=0.4,3=0.8",
      parse: { text in Double(text).flatMap { (0...1).contains($0) ? $0 : nil } }, text: { "\($0)" },
      read: { $0.opacity }, apply: { $0.opacity = $1 }),
    byLayer(
      "style", "digits of layers with fill, outline or hatch, as in 1=outline",
      parse: { LayerStyle(rawValue: $0) }, text: { $0.rawValue }, read: { $0.style }, apply: { $0.style = $1 }),
    ViewSetting(
      "active-layer", "the digit of a layer", parse: { Layer(key: $0) }, text: { String($0.key) },
      read: { $0.layers.active },
      apply: { session, layer in
        session.layers.active = layer
        return true
      }),
  ]

  private static let place: [ViewSetting] = [
    ViewSetting(
      "finding", "a disagreement, counted from 1 as the list counts", parse: { Int($0) }, text: { "\($0)" },
      read: { session in session.finding.map { $0 + 1 } },
      apply: { session, number in
        guard session.findings.indices.contains(number - 1) else { return false }
        session.selectFinding(number - 1)
        session.message = nil
        return true
      }),
    numbers(
      "cursor", "a voxel, as in 66,85,85", count: 3,
      read: { session in (0..<3).map { Double(session.cursor[$0]) } },
      apply: { session, values in
        guard let voxel = session.grid.voxel(nearestTo: values) else { return false }
        session.cursor = voxel
        return true
      }),
    ViewSetting(
      "slice", "a slice of the plane, counted from 1", parse: { Int($0) }, text: { "\($0)" }, read: { _ in nil },
      apply: { session, slice in
        guard (1...session.sliceCount).contains(slice) else { return false }
        session.show(slice: slice - 1)
        return true
      }),
    number(
      "zoom", within: 0.5...16, read: { $0.zoom },
      apply: { session, zoom in
        session.zoom = zoom
        session.viewCentre = zoom > 1 ? SIMD3<Double>(session.cursor) + 0.5 : nil
      }),
    numbers(
      "centre", "the voxel in the middle, as in 66.5,85.5,85.5", count: 3,
      read: { session in session.viewCentre.map { [$0.x, $0.y, $0.z] } },
      apply: { session, values in
        guard session.grid.voxel(nearestTo: values) != nil else { return false }
        session.viewCentre = SIMD3(values[0], values[1], values[2])
        return true
      }),
    ViewSetting(
      "channel", "an image of the case, as in T1", parse: { $0 }, text: { $0 },
      read: { $0.channels[$0.channel].role },
      apply: { session, role in
        guard let index = session.channels.firstIndex(where: { $0.role == role }) else { return false }
        session.channel = index
        return true
      }),
    numbers(
      "window", "the intensities drawn black and white, as in 20,105", count: 2,
      read: { session in
        let channel = session.channels[session.channel]
        guard channel.window != channel.automaticWindow else { return nil }
        return [Double(channel.window.low), Double(channel.window.high)]
      },
      apply: { session, values in
        guard values[0] < values[1] else { return false }
        session.channels[session.channel].window = IntensityWindow(low: Float(values[0]), high: Float(values[1]))
        return true
      }),
  ]
}

extension VoxelGrid {
  /// The voxel that a place in voxel coordinates lies in; nil outside.
  fileprivate func voxel(nearestTo place: [Double]) -> SIMD3<Int>? {
    guard (0..<3).allSatisfy({ place[$0] >= 0 && place[$0] <= Double(shape[$0]) }) else { return nil }
    return SIMD3(
      min(shape.x - 1, Int(place[0])), min(shape.y - 1, Int(place[1])), min(shape.z - 1, Int(place[2])))
  }
}
