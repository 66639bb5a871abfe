/// Pictures of kitty's within tmux: they go to the terminal around it, and tmux holds characters that show them.
extension PictureEncoder {
  /// A cell of a picture as a character shows it.
  struct Character {
    /// Of the picture.
    let number: Int
    /// Within the picture.
    let row: Int
    let column: Int
  }

  /// Takes away all pictures that there can be.
  static let removalThroughTmux = TmuxPassthrough.wrapped(
    KittyPlaceholder.numbers.reduce(into: []) { commands, number in
      KittyGraphics.append(deletionOf: KittyPlaceholder.id(number), to: &commands)
    })

  /// What shows at a cell that a picture shows through; nil where no character shows it.
  func character(atColumn x: Int, row y: Int) -> Character? {
    for (area, number) in shownByCharacters where area.contains(column: x, row: y) {
      return Character(number: number, row: y - area.y, column: x - area.x)
    }
    return nil
  }

  /// Sends pictures under their numbers. A new one takes the number of the old one at its place, so that the characters
  /// there stay as they are.
  mutating func encodeCharacters(_ next: Frame, _ known: Frame?, _ output: inout [UInt8]) -> [Rectangle] {
    var commands: [UInt8] = []
    var rewritten: [Rectangle] = []
    let areas = Set(next.pictures.map(\.area))
    for (area, number) in shownByCharacters.sorted(by: { $0.value < $1.value })
    where known == nil || !areas.contains(area) {
      KittyGraphics.append(deletionOf: KittyPlaceholder.id(number), to: &commands)
      shownByCharacters[area] = nil
    }
    for picture in next.pictures {
      let old = shownByCharacters[picture.area]
      if old != nil, known?.pictures.contains(picture) == true { continue }
      let taken = Set(shownByCharacters.values)
      // The whole area in pixels of the screen: the terminal keeps a picture's shape when it enlarges it.
      let (columns, rows) = pixels(of: picture, in: picture.area, perCell: cell)
      guard let number = old ?? KittyPlaceholder.numbers.first(where: { !taken.contains($0) }),
        let file = try? QuickPNG.data(picture.raster, columns: columns, rows: rows, effort: effort)
      else { continue }
      let id = KittyPlaceholder.id(number)
      KittyGraphics.append(file, id: id, to: &commands)
      KittyGraphics.append(
        virtualPlacementOf: id, columns: picture.area.width, rows: picture.area.height, to: &commands)
      shownByCharacters[picture.area] = number
      if old == nil { rewritten.append(picture.area) }
    }
    output += TmuxPassthrough.wrapped(commands)
    return rewritten
  }
}
