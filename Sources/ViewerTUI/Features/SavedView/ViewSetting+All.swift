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
      apply: { viewer, pair throws(UnavailableSetting) in
        // A soft mask is on its way wherever there is a mask to grow it from.
        for case let side? in [pair.first, pair.second] where side != .softMask || viewer.scan.raters.isEmpty {
          if let reason = viewer.missing(side) { throw UnavailableSetting(reason) }
        }
        viewer.place.comparedPair = pair
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
      apply: { $0.view.tuning.soft.threshold = $1 }),
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
      read: { $0.view.overlays.active }, apply: { $0.view.overlays.active = $1 }),
  ]

  private static let place: [ViewSetting] = [
    ViewSetting(
      "finding", "a disagreement, counted from 1 as the list counts", parse: { Int($0) }, text: { "\($0)" },
      read: { viewer in viewer.place.finding.map { $0 + 1 } },
      apply: { viewer, number throws(UnavailableSetting) in
        let count = viewer.scan.findings.count
        guard (1...max(1, count)).contains(number), count > 0 else {
          throw UnavailableSetting(
            count == 0 ? "this case has none" : "this case has \(count), counted from 1 as the list counts")
        }
        viewer.selectFinding(number - 1)
        viewer.interface.message = nil
      }),
    numbers(
      "cursor", "a voxel, as in 66,85,85", count: 3,
      read: { viewer in (0..<3).map { Double(viewer.place.cursor[$0]) } },
      apply: { viewer, values throws(UnavailableSetting) in
        viewer.place.cursor = try viewer.scan.grid.voxel(nearestTo: values)
      }),
    ViewSetting(
      "slice", "a slice of the plane, counted from 1", parse: { Int($0) }, text: { "\($0)" }, read: { _ in nil },
      apply: { viewer, slice throws(UnavailableSetting) in
        guard (1...viewer.sliceCount).contains(slice) else {
          throw UnavailableSetting("\(viewer.view.plane.rawValue) slices run from 1 to \(viewer.sliceCount)")
        }
        viewer.show(slice: slice - 1)
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
      apply: { viewer, values throws(UnavailableSetting) in
        _ = try viewer.scan.grid.voxel(nearestTo: values)
        viewer.place.centre = SIMD3(values[0], values[1], values[2])
      }),
    ViewSetting(
      "channel", "an image of the case, as in T1", parse: { $0 }, text: { $0 },
      read: { $0.scan.channels[$0.place.channel].role },
      apply: { viewer, role throws(UnavailableSetting) in try viewer.showChannel(role) }),
    numbers(
      "window", "the intensities drawn black and white, the lower one first, as in 20,105", count: 2,
      read: { viewer in
        let channel = viewer.scan.channels[viewer.place.channel]
        guard channel.window != channel.automaticWindow else { return nil }
        return [Double(channel.window.low), Double(channel.window.high)]
      },
      isValue: { $0[0] < $0[1] && $0.allSatisfy { Float($0).isFinite } },
      apply: { $0.setWindow(IntensityWindow(low: Float($1[0]), high: Float($1[1]))) }),
  ]
}

extension Viewer {
  /// Shows an image of the case: at once, or as soon as it is read.
  fileprivate mutating func showChannel(_ role: String) throws(UnavailableSetting) {
    scan.awaitedChannel = nil
    if let index = scan.channels.firstIndex(where: { $0.role == role }) {
      place.channel = index
    } else if scan.imageRoles.contains(role) {
      scan.awaitedChannel = AwaitedChannel(role: role)
    } else {
      let known = scan.imageRoles.map(\.visibleOnOneLine).joined(separator: ", ")
      throw UnavailableSetting("this case has \(scan.imageRoles.count == 1 ? "\(known) alone" : known)")
    }
  }

  /// Shows an image that was asked for before it was read.
  mutating func showAwaited(_ role: String) {
    guard let awaited = scan.awaitedChannel, awaited.role == role,
      let index = scan.channels.firstIndex(where: { $0.role == role })
    else { return }
    scan.awaitedChannel = nil
    place.channel = index
    if let window = awaited.window { scan.channels[index].window = window }
  }

  /// The window of the image that is shown, or of the one that is about to be.
  fileprivate mutating func setWindow(_ window: IntensityWindow) {
    if scan.awaitedChannel != nil {
      scan.awaitedChannel?.window = window
    } else {
      scan.channels[place.channel].window = window
    }
  }
}

extension VoxelGrid {
  /// The voxel that a place in voxel coordinates lies in.
  fileprivate func voxel(nearestTo place: [Double]) throws(UnavailableSetting) -> SIMD3<Int> {
    guard (0..<3).allSatisfy({ place[$0] >= 0 && place[$0] <= Double(shape[$0]) }) else {
      throw UnavailableSetting("voxels run from 0,0,0 to \(shape.x - 1),\(shape.y - 1),\(shape.z - 1)")
    }
    return SIMD3(
      min(shape.x - 1, Int(place[0])), min(shape.y - 1, Int(place[1])), min(shape.z - 1, Int(place[2])))
  }
}
