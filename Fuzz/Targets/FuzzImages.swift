import Foundation
import VolumeModel

/// One input of the fuzzer: the bytes as a file, read in every way the program reads images. Whatever they say, reading
/// ends with a value or a `FileError`; a trap, a hang or much memory is a finding. What reads must also be writable, and
/// read back as it was.
@_cdecl("flairscope_fuzz_images")
public func fuzzImages(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let content = Data(bytes: bytes, count: count)
  guard let single = FuzzFolder.write(content, to: "input.nii") else { return -1 }
  readEverything(single)
  // A header that says "pair" is tried as one: what follows it becomes the voxels' file.
  for (headerSize, magicOffset) in [(348, 344), (540, 4)] where count > headerSize {
    guard content.dropFirst(magicOffset).starts(with: "ni".utf8) else { continue }
    guard let header = FuzzFolder.write(content.prefix(headerSize), to: "input.hdr"),
      FuzzFolder.write(content.dropFirst(headerSize), to: "input.img") != nil
    else { return -1 }
    readEverything(header)
  }
  // A header of text may name the file of its voxels: there is one, of the same bytes.
  if content.starts(with: "NRRD".utf8) || content.starts(with: "ObjectType".utf8) {
    guard FuzzFolder.write(content, to: "v.raw") != nil else { return -1 }
    readEverything(single)
  }
  return 0
}

private func readEverything(_ path: String) {
  let facts = Images.inspect(path)
  precondition(facts.isUsable || facts.failure?.description.contains("\n") == false, "one line says why")
  let image = try? Images.read(path)
  let mask = try? Images.readMask(path)
  guard let image, let mask else { return }
  precondition(image.volume.scalars.count == mask.mask.grid.voxelCount, "one grid")
  let written = FuzzFolder.path + "/written.nii"
  guard (try? Images.write(mask.mask, like: mask.spatial, to: written, force: true)) != nil else { return }
  guard let back = try? Images.readMask(written) else { preconditionFailure("what was written can be read") }
  precondition(back.mask.words == mask.mask.words, "and is what it was")
}
