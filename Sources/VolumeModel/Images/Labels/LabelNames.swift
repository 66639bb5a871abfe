import Foundation

/// What the label numbers of a mask mean, from the file beside it that says so.
public struct LabelNames: Sendable, Hashable {
  /// Names by number; the background is among them where the file has it.
  public let names: [Int: String]
  /// The file that says so.
  public let source: String

  /// The numbers that are lesions by their names; empty where no name says it.
  public var lesions: [Int] { names.filter { Self.isLesion($0.value) }.keys.sorted() }
  /// The numbers that are no statement about a voxel: it was not to be judged.
  public var ignored: [Int] { names.filter { Self.isIgnored($0.value) }.keys.sorted() }

  private static func isLesion(_ name: String) -> Bool {
    let lower = name.lowercased()
    guard !isBackground(lower), !isIgnored(lower) else { return false }
    return ["lesion", "wmh", "hyperintens", "ms plaque", "plaque"].contains { term in
      guard let place = lower.firstRange(of: term) else { return false }
      return !isDenied(lower[..<place.lowerBound])
    }
  }

  /// "no lesion" and "non-lesion" deny it, "non-enhancing lesion" and "nodular lesion" do not.
  private static func isDenied(_ before: Substring) -> Bool {
    let last = before.split { !$0.isLetter }.last ?? ""
    return ["no", "non", "not", "without"].contains(String(last))
  }

  static func isBackground(_ name: String) -> Bool {
    ["background", "clear label", "unlabelled", "unlabeled", "unknown", ""].contains(name.lowercased())
  }

  static func isIgnored(_ name: String) -> Bool {
    ["ignore", "ignored", "void", "uncertain", "do not score"].contains(name.lowercased())
  }

  /// Looks for a BIDS table (`_dseg.tsv`), an ITK-SNAP label file or the `dataset.json` of nnU-Net that belongs to a
  /// mask.
  /// - Returns: nil where there is none that can be read.
  public static func beside(_ mask: String) -> LabelNames? {
    let file = FileName(mask)
    let folder = String(mask.dropLast(file.name.count))
    let beside = [file.stem + ".tsv", file.stem + ".label.txt", file.stem + ".label", file.stem + ".txt"]
    for name in beside {
      if let found = read(folder + name) { return found }
    }
    let lists = (FolderEntries(of: folder.isEmpty ? "." : folder)?.list ?? []).map(\.name)
    // A list for the folder: of BIDS by its suffix, of ITK-SNAP by its ending.
    for name in lists
    where name == "dseg.tsv" || name.hasSuffix("_dseg.tsv") && sharesDescription(name, file)
      || name.hasSuffix(".label") || name == "labels.txt" || name == "label.txt"
    {
      if let found = read(folder + name) { return found }
    }
    return read(folder + "../dataset.json") ?? read(folder + "dataset.json")
  }

  /// A table of the data set goes for every mask of its description.
  private static func sharesDescription(_ name: String, _ mask: FileName) -> Bool {
    let other = FileName(String(name.dropLast(4)))
    return other.entity("desc") == mask.entity("desc") && other.entity("sub").map { $0 == mask.entity("sub") } ?? true
  }

  /// Reads a file of label names by its content.
  static func read(_ path: String) -> LabelNames? {
    guard FileStatus(ofPath: path)?.isRegularFile == true, let text = try? TextFile.read(path, mostBytes: 1 << 22)
    else {
      return nil
    }
    let names: [Int: String]
    if path.hasSuffix(".json") {
      names = nnUNet(path)
    } else if path.hasSuffix(".tsv") {
      names = table(text)
    } else {
      names = itkSnap(text)
    }
    return names.isEmpty ? nil : LabelNames(names: names, source: path)
  }

  private static func nnUNet(_ path: String) -> [Int: String] {
    var names: [Int: String] = [:]
    for (name, numbers) in NNUNetDescription.read(path)?.labels ?? [:] {
      for number in numbers where names[number] == nil || numbers.count == 1 { names[number] = name }
    }
    return names
  }

  /// A table of tab-separated columns, `index` and `name` among them.
  private static func table(_ text: String) -> [Int: String] {
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    guard let heading = lines.first?.map({ $0.lowercased() }), let index = heading.firstIndex(of: "index"),
      let name = heading.firstIndex(of: "name")
    else { return [:] }
    var names: [Int: String] = [:]
    for fields in lines.dropFirst() where fields.indices.contains(max(index, name)) {
      if let number = Int(fields[index]) { names[number] = String(fields[name]) }
    }
    return names
  }

  /// ITK-SNAP: number, red, green, blue, opacity, visibility twice, and the name in quotes.
  private static func itkSnap(_ text: String) -> [Int: String] {
    var names: [Int: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      guard let open = line.firstIndex(of: "\""), let close = line.lastIndex(of: "\""), open < close else { continue }
      let numbers = line[..<open].split(whereSeparator: \.isWhitespace)
      guard numbers.count == 7, let number = numbers.first.flatMap({ Int($0) }) else { continue }
      names[number] = String(line[line.index(after: open)..<close])
    }
    return names
  }
}
