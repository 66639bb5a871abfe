import CZlib
package import TerminalIO

/// Reads the PNG files that the tests meet: 8 bits, grey, RGB or with a palette, not interlaced; every checksum is
/// verified.
package struct PNGReader {
  package struct Unreadable: Error { package let reason: String }

  package private(set) var filtersUsed: Set<UInt8> = []
  package let raster: Raster
  package let channels: Int

  package init(_ file: [UInt8]) throws {
    guard file.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) else {
      throw Unreadable(reason: "signature")
    }
    var header: [UInt8] = []
    var packed: [UInt8] = []
    var palette: [UInt8] = []
    var position = 8
    var types: [String] = []
    while position + 12 <= file.count {
      let length = Self.number(file, at: position)
      guard position + 12 + length <= file.count else { throw Unreadable(reason: "chunk past the end") }
      let body = Array(file[position + 4..<position + 8 + length])
      let checksum = Int(crc32(0, body, uInt(body.count)))
      guard checksum == Self.number(file, at: position + 8 + length) else { throw Unreadable(reason: "checksum") }
      let type = String(decoding: body[0..<4], as: UTF8.self)
      types.append(type)
      if type == "IHDR" { header = Array(body[4...]) }
      if type == "PLTE" { palette = Array(body[4...]) }
      if type == "IDAT" { packed += body[4...] }
      position += 12 + length
    }
    guard position == file.count, types.first == "IHDR", types.last == "IEND", header.count == 13 else {
      throw Unreadable(reason: "order of chunks")
    }
    guard header[8] == 8, [0, 2, 3].contains(header[9]), header[10...] == [0, 0, 0] else {
      throw Unreadable(reason: "kind of picture")
    }
    let width = Self.number(header, at: 0)
    let height = Self.number(header, at: 4)
    let channels = header[9] == 2 ? 3 : 1
    let rowLength = width * channels
    var rows = [UInt8](repeating: 0, count: height * (rowLength + 1))
    var inflated = uLong(rows.count)
    guard uncompress(&rows, &inflated, packed, uLong(packed.count)) == Z_OK, Int(inflated) == rows.count else {
      throw Unreadable(reason: "compressed data")
    }
    var picture = Raster(width: width, height: height)
    var above = [Int](repeating: 0, count: rowLength)
    for y in 0..<height {
      let filter = rows[y * (rowLength + 1)]
      filtersUsed.insert(filter)
      var row = [Int](repeating: 0, count: rowLength)
      for index in 0..<rowLength {
        let left = index < channels ? 0 : row[index - channels]
        let corner = index < channels ? 0 : above[index - channels]
        let predicted = try Self.predict(filter, left, above[index], corner)
        row[index] = (Int(rows[y * (rowLength + 1) + 1 + index]) + predicted) & 0xff
      }
      for x in 0..<width {
        var sample = (0..<3).map { UInt8(row[x * channels + (channels == 1 ? 0 : $0)]) }
        if header[9] == 3 {
          let start = 3 * row[x]
          guard start + 3 <= palette.count else { throw Unreadable(reason: "a colour that the palette lacks") }
          sample = Array(palette[start..<start + 3])
        }
        picture[x, y] = RGB(red: sample[0], green: sample[1], blue: sample[2])
      }
      above = row
    }
    raster = picture
    self.channels = channels
  }

  private static func number(_ bytes: [UInt8], at position: Int) -> Int {
    bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func predict(_ filter: UInt8, _ left: Int, _ above: Int, _ corner: Int) throws -> Int {
    switch filter {
    case 0: return 0
    case 1: return left
    case 2: return above
    case 3: return (left + above) / 2
    case 4:
      let estimate = left + above - corner
      let order = [left, above, corner]
      return order.min { abs(estimate - $0) < abs(estimate - $1) } ?? 0
    default: throw Unreadable(reason: "filter \(filter)")
    }
  }
}
