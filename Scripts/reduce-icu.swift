// Takes out of the data of ICU (Unicode's library, part of Swift's Foundation) what a program in English does not ask for: other
// languages, conversions between encodings, transliterations, dictionaries of scripts without spaces. 34 MB become 2.
//   swift Scripts/reduce-icu.swift < icudt76l.dat > reduced.dat
// A package is a header, the number of its items, for each where its name and its bytes begin, the names, and the items, each on a
// multiple of 16 bytes. Offsets count from behind the header.
import Foundation

let package = [UInt8](FileHandle.standardInput.readDataToEndOfFile())

func fail(_ reason: String) -> Never {
  FileHandle.standardError.write(Data("reduce-icu: \(reason)\n".utf8))
  exit(1)
}

func number(at place: Int) -> Int {
  guard place >= 0, place + 4 <= package.count else { fail("the package is cut off") }
  return (0..<4).reduce(0) { $0 | Int(package[place + $1]) << (8 * $1) }
}

func bytes(of number: Int) -> [UInt8] { (0..<4).map { UInt8(number >> (8 * $0) & 0xff) } }

guard package.count > 32, package[2] == 0xda, package[3] == 0x27, package[12..<16].elementsEqual(Array("CmnD".utf8))
else {
  fail("this is no package of ICU data")
}
let start = Int(package[0]) | Int(package[1]) << 8
let count = number(at: start)
guard count > 0, count < 100_000 else { fail("the package has no items") }
var items: [(name: String, place: Int)] = []
for index in 0..<count {
  let name = start + number(at: start + 4 + 8 * index)
  guard name < package.count, let end = package[name...].firstIndex(of: 0) else { fail("a name is cut off") }
  items.append((String(decoding: package[name..<end], as: UTF8.self), start + number(at: start + 8 + 8 * index)))
}

/// What a program in English never asks for that sorts by no language and formats no prices, units, numbers in words, or names of
/// places and time zones.
let foldersLeftOut: Set<Substring> = ["coll", "curr", "lang", "rbnf", "region", "translit", "unit", "zone"]
/// Converters, dictionaries, and the profiles of names of hosts and users.
let endingsLeftOut: Set<Substring> = ["cfu", "cnv", "dict", "spp"]

/// Whether the program can do without it.
func isLeftOut(_ name: String) -> Bool {
  // icudt76l/curr/de_AT.res
  let parts = name.split(separator: "/").dropFirst()
  guard let file = parts.last, let point = file.lastIndex(of: ".") else { return false }
  let (stem, ending) = (file[..<point], file[file.index(after: point)...])
  if let folder = parts.first, foldersLeftOut.contains(folder) { return true }
  // Names of characters; rules for where lines and sentences end.
  if stem == "unames" || endingsLeftOut.contains(ending) || stem.hasPrefix("line") || stem.hasPrefix("sent") {
    return true
  }
  guard ending == "res", stem != "res_index" else { return false }
  let language = stem.prefix { $0 != "_" }
  let isLanguage = (2...3).contains(language.count) && language.allSatisfy { $0.isASCII && $0.isLowercase }
  return isLanguage && language != "en"
}

let ends = items.dropFirst().map(\.place) + [package.count]
let kept = zip(items, ends).filter { !isLeftOut($0.0.name) }
var names: [UInt8] = []
var starts: [Int] = []
let table = 4 + 8 * kept.count
for (item, _) in kept {
  starts.append(table + names.count)
  names += Array(item.name.utf8) + [0]
}
func padded(_ length: Int) -> Int { (start + length + 15) / 16 * 16 - start }
var body: [UInt8] = []
var places: [Int] = []
let first = padded(table + names.count)
for (item, end) in kept {
  guard item.place <= end, end <= package.count else { fail("\(item.name) is cut off") }
  places.append(first + body.count)
  body += package[item.place..<end]
  while body.count % 16 != 0 { body.append(0xaa) }
}
var result = Array(package[..<start]) + bytes(of: kept.count)
for (name, place) in zip(starts, places) { result += bytes(of: name) + bytes(of: place) }
result += names
while result.count < start + first { result.append(0xaa) }
FileHandle.standardOutput.write(Data(result + body))
