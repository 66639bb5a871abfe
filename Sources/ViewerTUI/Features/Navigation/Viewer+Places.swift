import VolumeModel
import Pictures

/// Jumps there and back, and the ruler.
extension Viewer {
  mutating func jumpBack() {
    guard let voxel = place.jumps.back(from: place.cursor) else {
      say("no earlier place")
      return
    }
    place.place(crosshair: voxel)
  }

  mutating func jumpForward() {
    guard let voxel = place.jumps.forward(from: place.cursor) else {
      say("no later place")
      return
    }
    place.place(crosshair: voxel)
  }

  /// Back to how the case opens: everything about the view, and the soft mask's parameters.
  mutating func resetView() {
    place.jumps.leave(place.cursor)
    place.channel = 0
    place.comparedPair = nil
    place.finding = nil
    interface.showsPanel = nil
    place.centre = nil
    place.blink = nil
    place.ruler = nil
    for index in scan.channels.indices { scan.channels[index].window = scan.channels[index].automaticWindow }
    scan.openingView.apply(to: &self)
  }

  // MARK: - Ruler

  /// The first key press sets one end, the second the other, the third takes the ruler away.
  mutating func stepRuler() {
    guard let set = place.ruler else {
      place.ruler = Ruler(start: place.cursor)
      say(
        "ruler: move the crosshair to the other end; \(interface.keyMap.label("ruler") ?? ":ruler") sets it, Esc ends it"
      )
      return
    }
    guard set.end == nil else {
      place.ruler = nil
      return
    }
    place.ruler?.end = place.cursor
    say("\(rulerText ?? "")")
  }

  /// "12.4 mm from voxel 66,85,85 to 70,85,85"
  package var rulerText: String? {
    guard let ruler = place.ruler else { return nil }
    func name(_ voxel: SIMD3<Int>) -> String { "\(voxel.x),\(voxel.y),\(voxel.z)" }
    let length = Wording.fixed(ruler.lengthMM(to: place.cursor, in: scan.grid), 1)
    return "\(length) mm from voxel \(name(ruler.start)) to \(name(ruler.end ?? place.cursor))"
  }
}
