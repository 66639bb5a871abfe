import VolumeModel

extension Session {
  mutating func openPrompt(_ purpose: Prompt.Purpose) {
    let origin = mode
    prompt = Prompt(purpose: purpose)
    if origin == .lesions || origin == .edit { prompt.origin = origin }
    mode = .prompt
  }

  /// A key while a line is being typed.
  mutating func type(_ key: Key) -> [Effect] {
    prompt.completions = []
    switch key {
    case .escape, .control("c"): mode = prompt.origin
    case .enter:
      mode = prompt.origin
      let text = prompt.text.trimmed
      guard !text.isEmpty || prompt.purpose == .filter || prompt.purpose == .comment else { return [] }
      switch prompt.purpose {
      case .command: return run(commandLine: text)
      case .position: go(to: text)
      case .filter: filterLesions(text)
      case .comment: return comment(text)
      }
    case .backspace, .delete:
      if prompt.text.isEmpty { mode = prompt.origin } else { prompt.text.removeLast() }
    case .control("u"): prompt.text = ""
    case .tab: complete()
    default:
      if let character = key.typedCharacter { prompt.text.append(character) }
    }
    return []
  }

  /// Tab: the longest common beginning of all commands that fit, and their names when there are several.
  private mutating func complete() {
    guard prompt.purpose == .command, !prompt.text.contains(" ") else { return }
    let fitting = TypedCommand.names.filter { $0.hasPrefix(prompt.text) }
    guard let first = fitting.first else { return }
    let common = fitting.dropFirst().reduce(first) { a, b in
      String(zip(a, b).prefix { $0 == $1 }.map(\.0))
    }
    prompt.text = common + (fitting.count == 1 ? " " : "")
    prompt.completions = fitting.count > 1 ? fitting : []
  }

  // MARK: - Positions

  /// Goes to `42` (a slice, counted as the screen counts), `x,y,z` (a voxel) or `mm x y z` (a place in RAS millimetres).
  mutating func go(to text: String) {
    let isWorld = text.lowercased().hasPrefix("mm")
    let numbers = (isWorld ? String(text.dropFirst(2)) : text)
      .split { $0 == "," || $0 == " " || $0 == ";" }.map { Double($0) }
    guard !numbers.isEmpty, numbers.allSatisfy({ $0?.isFinite == true }) else {
      warn("'\(text)' is no position; type 42, or 90,120,85, or mm -12 34 8")
      return
    }
    let values = numbers.compactMap { $0 }
    if values.count == 1, !isWorld {
      guard let wanted = Int(exactly: values[0]), (1...geometry.normal.count).contains(wanted) else {
        warn("\(plane.rawValue) slices run from 1 to \(geometry.normal.count)")
        return
      }
      show(slice: wanted - 1)
      return
    }
    guard values.count == 3 else {
      warn("a position has one number (slice) or three (voxel, or mm x y z)")
      return
    }
    let given = SIMD3(values[0], values[1], values[2])
    guard let place = isWorld ? grid.affine.voxel(atWorldMM: given) : given else {
      warn("this image has no usable affine; give a voxel instead")
      return
    }
    let rounded = place.rounded(.toNearestOrAwayFromZero)
    let inside = (0..<3).allSatisfy { rounded[$0] >= 0 && rounded[$0] < Double(grid.shape[$0]) }
    guard inside else {
      warn("\(text) lies outside the image (\(grid.shape.x) x \(grid.shape.y) x \(grid.shape.z) voxels)")
      return
    }
    cursor = SIMD3(Int(rounded.x), Int(rounded.y), Int(rounded.z))
    if zoom > 1 { viewCentre = SIMD3<Double>(cursor) + 0.5 }
  }
}

extension String {
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
