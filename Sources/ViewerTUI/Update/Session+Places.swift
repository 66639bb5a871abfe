import VolumeModel
import Pictures

/// Jumps there and back, and the ruler.
extension Session {
  /// Moves the crosshair far, remembering where it was.
  mutating func jump(to voxel: SIMD3<Int>) {
    if voxel != cursor { jumps.leave(cursor) }
    place(crosshair: voxel)
  }

  /// Moves the crosshair; a magnified view follows it.
  mutating func place(crosshair voxel: SIMD3<Int>) {
    cursor = voxel
    if zoom > 1 { viewCentre = SIMD3<Double>(cursor) + 0.5 }
  }

  mutating func jumpBack() {
    guard let place = jumps.back(from: cursor) else {
      say("no earlier place")
      return
    }
    self.place(crosshair: place)
  }

  mutating func jumpForward() {
    guard let place = jumps.forward(from: cursor) else {
      say("no later place")
      return
    }
    self.place(crosshair: place)
  }

  /// Back to how the case opens: everything about the view, and the soft mask's parameters.
  mutating func resetView() {
    jumps.leave(cursor)
    channel = 0
    comparedPair = nil
    finding = nil
    showsPanel = nil
    viewCentre = nil
    blink = nil
    ruler = nil
    for index in channels.indices { channels[index].window = channels[index].automaticWindow }
    openingView.apply(to: &self)
  }

  // MARK: - Ruler

  /// The first key press sets one end, the second the other, the third takes the ruler away.
  mutating func stepRuler() {
    guard let set = ruler else {
      ruler = Ruler(start: cursor)
      say("ruler: move the crosshair to the other end; \(keyMap.label("ruler") ?? ":ruler") sets it, Esc ends it")
      return
    }
    guard set.end == nil else {
      ruler = nil
      return
    }
    ruler?.end = cursor
    say("\(rulerText ?? "")")
  }

  /// "12.4 mm from voxel 66,85,85 to 70,85,85"
  package var rulerText: String? {
    guard let ruler else { return nil }
    func name(_ voxel: SIMD3<Int>) -> String { "\(voxel.x),\(voxel.y),\(voxel.z)" }
    let length = Wording.fixed(ruler.lengthMM(to: cursor, in: grid), 1)
    return "\(length) mm from voxel \(name(ruler.start)) to \(name(ruler.end ?? cursor))"
  }
}
