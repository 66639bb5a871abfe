/// BIDS entities that tell the images of one session apart: a mask may name the very image that it was drawn on.
extension FileName {
  private static let imageEntities = ["acq", "rec", "dir", "run", "echo", "part", "chunk"]

  /// Whether it says of which image of several it is.
  var namesImage: Bool { Self.imageEntities.contains { entity($0) != nil } }

  /// Whether what it says of an image is true of this one.
  func agrees(with image: FileName) -> Bool {
    Self.imageEntities.allSatisfy { key in
      guard let own = entity(key) else { return true }
      guard let other = image.entity(key) else { return false }
      // run-1 is run-01.
      if let number = Int(own), let otherNumber = Int(other) { return number == otherNumber }
      return own.lowercased() == other.lowercased()
    }
  }
}
