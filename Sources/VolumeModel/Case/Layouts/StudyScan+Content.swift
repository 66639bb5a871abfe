/// Roles by the voxels of files, where names say nothing: a mask of few whole values beside a grey image.
extension StudyScan {
  /// Takes masks out of what a layout takes for FLAIR images: a name may say no more than whose scan it is, and for several
  /// images of one scan the mask's may begin as the FLAIR's does.
  mutating func masksAmongFLAIRs(from firstCase: Int, _ layout: StudyLayout) -> [MatchedFile] {
    guard layout.usesNameStarts else { return [] }
    var masks: [MatchedFile] = []
    for number in cases.indices where number >= firstCase && (layout.isLastResort || cases[number].flairs.count > 1) {
      var images: [MatchedFile] = []
      for file in cases[number].flairs {
        let isChosen = file.rank < 0
        if !isChosen, case .mask(let seen) = contents.content(of: file.file.path) {
          masks.append(MatchedFile(maskByContent: file.path, seen: seen))
        } else {
          images.append(file)
        }
      }
      cases[number].flairs = images
    }
    cases.removeAll { $0.flairs.isEmpty }
    return masks
  }

  /// Finds images that may be the FLAIR although no name says so: the only image of a folder with masks on its grid.
  /// - Returns: whether there are any.
  mutating func chooseByContent(_ files: [ListedPath]) -> Bool {
    guard files.count <= Self.mostFilesByContent else { return false }
    for (_, files) in Dictionary(grouping: files, by: \.folder) {
      var images: [String] = []
      var masks: [String] = []
      for path in files {
        let file = path.file.path
        switch StudyLayout.byContent.match(path, channels: ChannelNames(companions: []))?.role {
        case let role? where role.isRater: masks.append(file)
        case nil:
          switch contents.content(of: file) {
          case .mask: masks.append(file)
          case .image: images.append(file)
          case .other, nil: break
          }
        default: break
        }
      }
      guard images.count == 1, masks.contains(where: { Images.lieOnOneGrid($0, images[0]) }),
        let identity = FileIdentity(ofPath: images[0])
      else { continue }
      chosen[identity] = "by its voxels: the only image here with masks on its grid; no name says FLAIR"
    }
    return !chosen.isEmpty
  }

  /// More are not looked into for images that might be one.
  private static let mostFilesByContent = 500

  /// Gives masks that no rule knows to the cases that have none: a mask by its voxels, on the grid of the FLAIR.
  /// - Returns: the files that are left.
  mutating func masksByContent(_ files: [ListedPath]) -> [ListedPath] {
    let bare = Set(cases.indices.filter { !cases[$0].files.contains { $0.role.isRater } })
    guard !bare.isEmpty, !files.isEmpty else { return files }
    let index = CaseIndex(cases, from: 0)
    return files.filter { path in
      let nameless = MatchedFile(maskByContent: path, seen: "")
      guard case .of(let owners) = index.owners(of: nameless, cases: cases, byStarts: true), owners.count == 1,
        bare.contains(owners[0]), Images.lieOnOneGrid(path.file.path, cases[owners[0]].flairs[0].file.path),
        case .mask(let seen) = contents.content(of: path.file.path)
      else { return true }
      cases[owners[0]].files.append(MatchedFile(maskByContent: path, seen: seen))
      return false
    }
  }
}

extension MatchedFile {
  /// A mask whose name says nothing.
  init(maskByContent path: ListedPath, seen: String) {
    self.init(
      path: path, role: .rater(nil), rank: Int.max, rule: LayoutRule(.rater(nil), "*"), layout: "", captures: [:],
      base: path.folder, guess: "by its voxels: \(seen); no name says what it is")
  }
}
