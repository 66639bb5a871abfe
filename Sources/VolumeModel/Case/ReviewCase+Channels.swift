extension ReviewCase {
  /// The images of the given roles on the FLAIR's grid, with their paths.
  public mutating func channels(_ roles: [String]) throws(FileError) -> (volumes: [Volume<Float>], paths: [String]) {
    var volumes: [Volume<Float>] = []
    var paths: [String] = []
    for role in roles {
      if role == "FLAIR" {
        volumes.append(flair.volume)
        paths.append(files.flair)
        continue
      }
      guard let image = try loadImage(role) else {
        let known = (["FLAIR"] + files.images.map(\.role)).joined(separator: ", ")
        throw FileError(
          .badData, path: files.flair, problem: "its case has no image '\(role)' on the FLAIR's grid",
          advice: "there are \(known)")
      }
      volumes.append(image.volume)
      paths.append(image.path)
    }
    return (volumes, paths)
  }
}
