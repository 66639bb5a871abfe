import VolumeModel
import Pictures

extension ViewSetting {
  /// All settings of a view, in the order in which they are applied: what moves the crosshair comes after what chooses
  /// the plane.
  package static let all: [ViewSetting] = look + tuning + overlays + place

  private static let look: [ViewSetting] = [
    word("plane", read: { $0.view.plane }, apply: { $0.view.plane = $1 }),
    word("convention", read: { $0.view.convention }, apply: { $0.view.convention = $1 }),
    word("nose", read: { $0.view.sagittalNose }, apply: { $0.view.sagittalNose = $1 }),
    word("arrangement", read: { $0.view.arrangement }, apply: { $0.view.arrangement = $1 }),
    truth("disagreement-map", read: { $0.view.mapsDisagreement }, apply: { $0.view.mapsDisagreement = $1 }),
    truth("interpolate", read: { $0.view.isInterpolated }, apply: { $0.view.isInterpolated = $1 }),
    truth("colour-bar", read: { $0.view.showsColourBar }, apply: { $0.view.showsColourBar = $1 }),
    truth("crosshair", read: { $0.view.showsCrosshair }, apply: { $0.view.showsCrosshair = $1 }),
    truth("panel", read: { $0.interface.showsPanel }, apply: { $0.interface.showsPanel = $1 }),
    ViewSetting(
      "compare", "two of \(ComparedPair.words.joined(separator: ", ")), as in r1,pred",
      parse: { ComparedPair(text: $0) }, text: { $0.text }, read: { $0.place.comparedPair },
      apply: { viewer, pair in
        let isThere = [pair.first, pair.second].allSatisfy { $0.map { viewer.missing($0) == nil } ?? true }
        if isThere { viewer.place.comparedPair = pair }
        return isThere
      }),
  ]

  private static let tuning: [ViewSetting] = [
    number(
      "mask-size", within: Tuning.sizeLimits, read: { $0.view.tuning.soft.size },
      apply: { $0.view.tuning.soft.size = $1 }),
    number("label", within: 0...1, read: { $0.view.tuning.soft.label }, apply: { $0.view.tuning.soft.label = $1 }),
    ViewSetting(
      "threshold", "auto or a FLAIR value",
      parse: { text in
        text == "auto" ? .automatic : Double(text).flatMap { $0.isFinite ? FlairThreshold.value($0) : nil }
      },
      text: { if case .value(let value) = $0 { "\(value)" } else { "auto" } }, read: { $0.view.tuning.soft.threshold },
      apply: { viewer, threshold in
        viewer.view.tuning.soft.threshold = threshold
        return true
      }),
    word("scope", read: { $0.view.tuning.soft.scope }, apply: { $0.view.tuning.soft.scope = $1 }),
    number(
      "binarise", within: 0...1, read: { $0.view.tuning.binarisation }, apply: { $0.view.tuning.binarisation = $1 }),
  ]

  private static let overlays: [ViewSetting] = [
    ViewSetting(
      "overlays", "digits of overlays, as in 1,2,4, or none",
      parse: { list -> [OverlayID]? in
        if list == "none" || list == "0" { return [] }
        let words = list.split(separator: ",").map(String.init)
        let known = words.compactMap(OverlayID.init(flagWord:))
        return known.isEmpty || known.count < words.count ? nil : known
      },
      text: { $0.isEmpty ? "none" : $0.map(\.flagWord).joined(separator: ",") },
      read: { viewer in viewer.overlays.map(\.place).filter { viewer.view.overlays[$0].isVisible } },
      apply: { viewer, shown in
        for row in viewer.overlays { viewer.view.overlays[row.place].isVisible = shown.contains(row.place) }
        return true
      }),
    byOverlay(
      "opacity", "digits of overlays with 0 to 1, as in 1=0.4,3=0.8",
      parse: { text in Double(text).flatMap { (0...1).contains($0) ? $0 : nil } }, text: { "\($0)" },
      read: { $0.opacity }, apply: { $0.opacity = $1 }),
    byOverlay(
      "style", "digits of overlays with auto, fill, outline or hatch, as in 1=outline",
      parse: { OverlayStyle(rawValue: $0) }, text: { $0.rawValue }, read: { $0.style }, apply: { $0.style = $1 }),
    ViewSetting(
      "active-overlay", "the digit of an overlay", parse: { OverlayID(flagWord: $0) }, text: { $0.flagWord },
      read: { $0.view.overlays.active },
      apply: { viewer, place in
        viewer.view.overlays.active = place
        return true
      }),
  ]

  private static let place: [ViewSetting] = [
    ViewSetting(
      "finding", "a disagreement, counted from 1 as the list counts", parse: { Int($0) }, text: { "\($0)" },
      read: { viewer in viewer.place.finding.map { $0 + 1 } },
      apply: { viewer, number in
        guard number > 0, viewer.scan.findings.indices.contains(number - 1) else { return false }
        viewer.selectFinding(number - 1)
        viewer.interface.message = nil
        return true
      }),
    numbers(
      "cursor", "a voxel, as in 66,85,85", count: 3,
      read: { viewer in (0..<3).map { Double(viewer.place.cursor[$0]) } },
      apply: { viewer, values in
        guard let voxel = viewer.scan.grid.voxel(nearestTo: values) else { return false }
        viewer.place.cursor = voxel
        return true
      }),
    ViewSetting(
      "slice", "a slice of the plane, counted from 1", parse: { Int($0) }, text: { "\($0)" }, read: { _ in nil },
      apply: { viewer, slice in
        guard (1...viewer.sliceCount).contains(slice) else { return false }
        viewer.show(slice: slice - 1)
        return true
      }),
    number(
      "zoom", within: PlaceState.zoomLimits, read: { $0.place.zoom },
      apply: { viewer, zoom in
        viewer.place.fit()
        viewer.place.zoom(to: zoom)
      }),
    numbers(
      "centre", "the voxel in the middle, as in 66.5,85.5,85.5", count: 3,
      read: { viewer in viewer.place.centre.map { [$0.x, $0.y, $0.z] } },
      apply: { viewer, values in
        guard viewer.scan.grid.voxel(nearestTo: values) != nil else { return false }
        viewer.place.centre = SIMD3(values[0], values[1], values[2])
        return true
      }),
    ViewSetting(
      "channel", "an image of the case, as in T1", parse: { $0 }, text: { $0 },
      read: { $0.scan.channels[$0.place.channel].role },
      apply: { viewer, role in
        guard let index = viewer.scan.channels.firstIndex(where: { $0.role == role }) else { return false }
        viewer.place.channel = index
        return true
      }),
    numbers(
      "window", "the intensities drawn black and white, as in 20,105", count: 2,
      read: { viewer in
        let channel = viewer.scan.channels[viewer.place.channel]
        guard channel.window != channel.automaticWindow else { return nil }
        return [Double(channel.window.low), Double(channel.window.high)]
      },
      apply: { viewer, values in
        let (low, high) = (Float(values[0]), Float(values[1]))
        guard values[0] < values[1], low.isFinite, high.isFinite else { return false }
        viewer.scan.channels[viewer.place.channel].window = IntensityWindow(low: low, high: high)
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
