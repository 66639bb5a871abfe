/// A long journal is nearly all verdicts in the form that the program writes them in. They are read here, many times faster
/// than by the general decoder, which reads every line that is of another form; both read the same.
extension JournalRecord {
  /// A verdict on lesions or regions, an undo or a redo, from its line.
  /// - Returns: nil where the line has any other form, which may be one all the same.
  package init?(plain line: UnsafeBufferPointer<UInt8>) {
    var (sequence, time, author, kind) = (nil as Int?, nil as String?, nil as String?, nil as String?)
    var (rule, actions) = (nil as String?, nil as [LesionAction]?)
    var fields = PlainLesionFields()
    var text = PlainText(line)
    let isRead = text.members { name, text in
      switch name {
      case ActionKey.sequence.rawValue: sequence = text.integer()
      case ActionKey.time.rawValue: time = text.string()
      case ActionKey.author.rawValue: author = text.string()
      case ActionKey.kind.rawValue: kind = text.string()
      case "rule": rule = text.string()
      case "actions":
        var list: [LesionAction] = []
        let isList = text.elements(from: "[", to: "]") { text in
          LesionAction(plain: &text).map { list.append($0) } != nil
        }
        actions = isList ? list : nil
        return isList
      default: return fields.read(name, &text)
      }
      return true
    }
    // A value that could not be read is missing here, or leaves the line unread behind it.
    guard isRead, text.isAtEnd, let sequence, let time, let author, let kind else { return nil }
    let event: ReviewEvent
    switch (kind, rule, actions) {
    case ("lesion", nil, nil):
      guard let action = fields.action else { return nil }
      event = .lesion(action)
    case ("lesions", let rule?, let actions?) where fields.isEmpty:
      event = .lesions(LesionActions(rule: rule, actions: actions))
    case ("regions", let rule?, let actions?) where fields.isEmpty:
      event = .regions(LesionActions(rule: rule, actions: actions))
    case ("undo", nil, nil) where fields.isEmpty: event = .undo
    case ("redo", nil, nil) where fields.isEmpty: event = .redo
    default: return nil
    }
    self.init(sequence: sequence, time: time, author: author, event: event)
  }
}

/// What a line says of one lesion, as far as it is read.
private struct PlainLesionFields {
  private var lesion: Int?
  private var region: VoxelRegion?
  private var rest = LesionAction(lesion: 0, region: VoxelRegion())
  private(set) var isEmpty = true

  var action: LesionAction? {
    guard let lesion, let region else { return nil }
    var action = rest
    action.lesion = lesion
    action.region = region
    return action
  }

  /// Reads the value of a name; false where it has another form, or the name is none of these.
  mutating func read(_ name: String, _ text: inout PlainText) -> Bool {
    isEmpty = false
    switch ActionKey(rawValue: name) {
    case .lesion:
      lesion = text.integer()
      return lesion != nil
    case .region:
      region = VoxelRegion(plain: &text)
      return region != nil
    case .verdict:
      rest.verdict = text.string().flatMap(Verdict.init)
      return rest.verdict != nil
    case .isFlagged:
      rest.isFlagged = text.boolean()
      return rest.isFlagged != nil
    case .lesionClass:
      guard let name = text.string(), !name.isEmpty, name.count <= LesionClass.longestName else { return false }
      rest.lesionClass = LesionClass(rawValue: name)
      return true
    case .comment:
      rest.comment = text.string()
      return rest.comment != nil
    case .reason:
      rest.reason = text.string()
      return rest.reason != nil
    case .choice:
      rest.choice = VoxelChoice(plain: &text)
      return rest.choice != nil
    case .sequence, .time, .author, .kind, nil: return false
    }
  }
}

extension LesionAction {
  fileprivate init?(plain text: inout PlainText) {
    var fields = PlainLesionFields()
    guard text.members({ fields.read($0, &$1) }), let action = fields.action else { return nil }
    self = action
  }
}

extension VoxelChoice {
  fileprivate init?(plain text: inout PlainText) {
    var (source, voxels, base, steps) = (nil as VoxelSource?, nil as VoxelRegion?, nil as VoxelRegion?, 0 as Int?)
    let isRead = text.members { name, text in
      switch name {
      case "source":
        source = text.string().flatMap(VoxelSource.init)
        return source != nil
      case "voxels":
        voxels = VoxelRegion(plain: &text)
        return voxels != nil
      case "base":
        base = VoxelRegion(plain: &text)
        return base != nil
      case "steps":
        steps = text.integer()
        return steps != nil
      default: return false
      }
    }
    guard isRead, let source, let voxels, let steps else { return nil }
    self.init(source: source, base: base ?? voxels, steps: steps, voxels: voxels)
  }
}

extension VoxelRegion {
  fileprivate init?(plain text: inout PlainText) {
    self.init()
    var gap: Int?
    var region = VoxelRegion()
    let isRead = text.elements(from: "[", to: "]") { text in
      guard let number = text.integer() else { return false }
      guard let before = gap else {
        gap = number
        return true
      }
      gap = nil
      return region.append(gap: before, length: number)
    }
    guard isRead, gap == nil else { return nil }
    self = region
  }
}
