extension StudyFolder {
  /// Which case is meant.
  /// - Parameters:
  ///   - name: the beginning of its name, or empty.
  ///   - flair: its FLAIR, or nil.
  ///   - named: what the user typed, for messages.
  func choose(name: String, flair: String?, named: String) throws(FileError) -> Int {
    var left = Array(cases.indices)
    if let flair {
      let wanted = FileIdentity(ofPath: flair)
      left = left.filter { wanted != nil && FileIdentity(ofPath: cases[$0].flair) == wanted }
      guard left.isEmpty else { return left[0] }
      throw FileError(
        .notFound, path: flair, problem: wanted == nil ? "no such file" : "is no image of \(named)",
        advice: "give a FLAIR of that folder, or --flair and --rater1 without a folder")
    }
    if !name.isEmpty {
      left = index(named: name)
      guard !left.isEmpty else {
        throw FileError(
          .notFound, path: named, problem: "no such folder, and no case of that name in \(path)",
          advice: cases.isEmpty ? "check the name" : "there is \(cases.prefix(4).map(\.name).joined(separator: ", "))")
      }
    }
    left = highest(of: left)
    guard let only = left.first else { throw problems.first ?? absence(named: named) }
    guard left.count > 1 else { return only }
    let names =
      left.prefix(4).map { relative(cases[$0].flair) }.joined(separator: ", ") + (left.count > 4 ? ", ..." : "")
    throw FileError(
      .badData, path: named, problem: "holds \(left.count) FLAIR images: \(names)",
      advice: "name one case, as in \(selector(of: only)), choose with --flair, or open all with --cases")
  }

  /// The one case that the folder stands for.
  /// - Parameter named: what the user typed, for messages.
  /// - Throws: as ``CaseFiles/find(inFolder:flair:)``, which looks through the folder first.
  public func onlyCase(named: String) throws(FileError) -> CaseFiles {
    completed(cases[try choose(name: "", flair: nil, named: named)])
  }

  /// A case with what was passed over, or not seen, while looking for it.
  func completed(_ files: CaseFiles) -> CaseFiles {
    var files = files
    if cases.count == 1 { files.add(passedOver: leftOver) }
    if let limit { files.notes.append("\(path): \(limit)") }
    return files
  }

  /// Whether the folder stands for several cases, so that naming it does not say which one is meant.
  public var holdsSeveral: Bool { highest(of: Array(cases.indices)).count > 1 }

  /// Of several cases the one in the highest folder, where just one lies there; else all of them.
  private func highest(of numbers: [Int]) -> [Int] {
    let depths = numbers.map { cases[$0].flair.count { $0 == "/" } }
    let top = zip(numbers, depths).filter { $0.1 == depths.min() }.map(\.0)
    return top.count == 1 ? top : numbers
  }

  /// Why there is no case.
  public func absence(named: String) -> FileError {
    // Scanners and archives give DICOM files names without an ending, so the content is looked at as well.
    if imageCount == 0, dicomCount > 0 || DICOM.folderError(path) != nil {
      return FileError(
        .notFound, path: named, problem: "a folder of DICOM files, which are not read",
        advice: DICOM.advice(folder: named))
    }
    let others = "\(imageCount) other image\(imageCount == 1 ? "" : "s")"
    return FileError(
      .notFound, path: named,
      problem: imageCount == 0 ? "no image in this folder" : "no FLAIR in this folder (\(others))",
      advice: "a FLAIR's name ends in _FLAIR.nii.gz; or name the file with --flair, or write a case.toml"
        + (imageCount > 1 ? "; 'flairscope agreement FOLDER' compares masks without a FLAIR" : ""))
  }

  private func relative(_ file: String) -> String {
    file.hasPrefix(path + "/") ? String(file.dropFirst(path.count + 1)) : file
  }
}

extension CaseFiles {
  /// Names further files of the case's folder that play no role, so that a mask with an odd name is not missed.
  mutating func add(passedOver files: [PassedOverFile]) {
    passedOver += files
    if raters.isEmpty, let place = notes.firstIndex(of: "no rater mask found"), !files.isEmpty {
      let names = files.prefix(3).map { FileName($0.path).name }.joined(separator: ", ")
      notes[place] =
        "no rater mask found; without a role: \(names)\(files.count > 3 ? ", ..." : ""); --rater1 names one"
    }
  }
}
